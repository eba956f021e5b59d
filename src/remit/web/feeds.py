"""The calendar feed: read by a calendar program with nothing but its secret address."""

from __future__ import annotations

from hashlib import sha256

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from remit.records import row_level
from remit.records.models.calendar_feed import CalendarFeed
from remit.stages import roles
from remit.stages.improvement.feed import calendar


@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The dates of the member who made the address; 404 once it, the member's place or the person's account has ended."""
    with row_level.directory():
        row = (
            CalendarFeed.objects.filter(secret_digest=sha256(secret.encode()).hexdigest(), ended_at=None)
            .select_related("member__user", "member__engagement__client", "member__engagement__provider")
            .first()
        )
    if row is None or not roles.is_party(row.member):
        raise Http404
    with row_level.as_user(row.member.user_id):
        content = calendar(row.member, row.member.engagement.now())
    answer = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    answer["Cache-Control"] = "private, max-age=900"
    answer["X-Robots-Tag"] = "noindex"
    return answer
