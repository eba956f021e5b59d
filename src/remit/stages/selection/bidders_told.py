"""Tell all bidders of a request the same thing at the same time."""

from __future__ import annotations

from collections.abc import Iterator

from remit.records import row_level
from remit.records.models.bidder import BidderPerson
from remit.records.models.request import Request
from remit.stages.workspace.notify import notify


def tell(request: Request, title: str, why: str, key: str) -> None:
    """A notice in the inbox of every person who answers the request, and a mail about it."""
    for person in people(request):
        notify(
            person.member,
            kind="news",
            title=title,
            why=why,
            link=f"/e/{request.engagement.code}/bid/{request.number}/",
            act="Read",
            key=key,
        )


def people(request: Request) -> Iterator[BidderPerson]:
    """Everybody who answers it and has not left; not those of a bidder that declined."""
    rows = BidderPerson.objects.filter(request=request, bidder__declined_at=None, member__ended_at=None, member__user__is_active=True)
    with row_level.acting_for(request.engagement_id):
        found = list(rows.select_related("member__user", "member__engagement__client", "bidder"))
    yield from found
