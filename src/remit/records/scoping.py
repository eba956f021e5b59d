"""Which rows a member may see. Every query of a page, an export or the API starts from `visible`.

The same rule stands a second time in PostgreSQL's row-level policies, so a query that forgot it would still come back empty there.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import TypeVar

from django.db.models import Model, QuerySet

from remit.records.models.bidder import Bidder, BidderPerson
from remit.records.models.engagement import Engagement
from remit.records.models.member import Member
from remit.records.models.request import Request
from remit.records.models.user import User
from remit.records.scoped import BIDDER, SEEN_BY, Scoped

Row = TypeVar("Row", bound=Model)


def visible(model: type[Row], member: Member) -> QuerySet[Row]:
    """The rows of the member's engagement that its side may see. A bidder sees the requests it was invited to with what belongs to them,
    and of everything that names a bidder only its own; nothing else."""
    rows = model._default_manager.filter(engagement=member.engagement)
    names = {field.name for field in model._meta.fields}
    if member.side not in SEEN_BY or not member.active:
        return rows.none()
    if member.side == BIDDER:
        return _of_bidder(rows, member, names) if issubclass(model, Scoped) else rows.none()
    if issubclass(model, Scoped) or "visible_to" in names:
        return rows.filter(visible_to__in=SEEN_BY[member.side])
    return rows


def _of_bidder(rows: QuerySet[Row], member: Member, names: Collection[str]) -> QuerySet[Row]:
    """Told by its columns, as the policies are: a row names its member, its bidder, its request, or is the request."""
    rows = rows.filter(visible_to__in=SEEN_BY[BIDDER])
    if rows.model is BidderPerson:
        return rows.filter(member=member)
    own = BidderPerson.objects.filter(member=member)
    if rows.model is Bidder:
        return rows.filter(pk__in=own.values("bidder"))
    if "bidder" in names:
        return rows.filter(bidder__in=own.values("bidder"))
    if rows.model is Request:
        return rows.filter(pk__in=own.values("request"))
    return rows.filter(request__in=own.values("request")) if "request" in names else rows.none()


class Places(QuerySet[Member]):
    """Places whose engagement names no provider where the place is a bidder's: who holds the contract is no bidder's business, and so no
    page of theirs can say it by its clock, its head or its path."""

    def _fetch_all(self) -> None:
        super()._fetch_all()
        for place in self._result_cache or ():
            if isinstance(place, Member) and place.side == BIDDER:
                place.engagement.provider = None


def places(user: User) -> QuerySet[Member]:
    """The places a person holds now, oldest engagement first."""
    return (
        Places(Member)
        .filter(user=user, ended_at=None, user__is_active=True)
        .select_related("engagement", "engagement__client", "engagement__provider", "user")
        .order_by("engagement__created_at", "engagement_id")
    )


def place_in(user: User, code: str) -> Member | None:
    """The person's place in the engagement with this code, None where there is none (or it has ended)."""
    return places(user).filter(engagement__code=code).first()


def engagements(user: User) -> QuerySet[Engagement]:
    return Engagement.objects.filter(members__user=user, members__ended_at=None).select_related("client", "provider")
