"""Admin: the people, engagements and health of this installation. It gives no view into anybody's engagement."""

from __future__ import annotations

from typing import Any

from django.db import connection
from django.db.models import Count, Q
from django.utils.translation import ngettext

from remit.records import row_level
from remit.records.models.audit_entry import AuditEntry
from remit.records.models.engagement import Engagement
from remit.records.models.schedule_mark import ScheduleMark
from remit.records.models.user import User
from remit.web.page import Visit, page, runs_the_site

PAGE = page("admin", may=runs_the_site, label="Admin", place=9, visible_to=None)


@PAGE.reads
def read(visit: Visit) -> dict[str, Any]:
    """Who can sign in, which engagements there are, what was done to the installation, and whether it is well."""
    people = User.objects.annotate(places_held=Count("places", filter=Q(places__ended_at=None))).order_by("email")
    with row_level.directory():
        users = list(people)
        engagements = list(Engagement.objects.select_related("client", "provider").order_by("code"))
    with row_level.installation():
        entries = list(AuditEntry.objects.filter(engagement=None).order_by("-sequence")[:50])
    active = sum(user.is_active for user in users)
    return {
        "answer": _said(active, len(engagements)),
        "users": users,
        "engagements": engagements,
        "entries": entries,
        "health": list(_health()),
    }


def _said(people: int, engagements: int) -> str:
    who = ngettext("%(n)s person can sign in to", "%(n)s people can sign in to", people) % {"n": people}
    return f"{who} {ngettext('%(n)s engagement.', '%(n)s engagements.', engagements) % {'n': engagements}}"


def _health() -> Any:
    """What somebody who runs the server wants to know first, each as name, status and a sentence."""
    if row_level.enforced():
        with connection.cursor() as cursor:
            cursor.execute("SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user")
            mighty = cursor.fetchone()[0]
        said = "the server's role passes row-level security by; connect as remit_app" if mighty else "row-level security holds"
        yield "Database", "missed" if mighty else "met", f"PostgreSQL: {said}"
    else:
        yield "Database", "met", "SQLite, embedded: one file, one machine"
    mark = ScheduleMark.objects.order_by("-last_at").first()
    yield "Jobs", "met" if mark else "no data", "the clock of recurring jobs runs" if mark else "no recurring job has run yet"
