"""Which rows a member may see. Every query of a page, an export or the API starts from `visible`.

The same rule stands a second time in PostgreSQL's row-level policies, so a query that forgot it would still come back empty there.
"""

from __future__ import annotations

from typing import TypeVar

from django.db.models import Model, QuerySet

from remit.records.models.engagement import Engagement
from remit.records.models.member import Member
from remit.records.models.user import User
from remit.records.scoped import BOTH, Scoped

Row = TypeVar("Row", bound=Model)


def visible(model: type[Row], member: Member) -> QuerySet[Row]:
    """The rows of the member's engagement that its side may see. A bidder sees nothing here; sealed rounds have queries of their own."""
    rows = model._default_manager.filter(engagement=member.engagement)
    if member.side not in ("client", "provider") or not member.active:
        return rows.none()
    if issubclass(model, Scoped) or any(field.name == "visible_to" for field in model._meta.fields):
        return rows.filter(visible_to__in=(BOTH, member.side))
    return rows


def places(user: User) -> QuerySet[Member]:
    """The places a person holds now, oldest engagement first."""
    return (
        Member.objects.filter(user=user, ended_at=None, user__is_active=True)
        .select_related("engagement", "engagement__client", "engagement__provider", "user")
        .order_by("engagement__created_at", "engagement_id")
    )


def place_in(user: User, code: str) -> Member | None:
    """The person's place in the engagement with this code, None where there is none (or it has ended)."""
    return places(user).filter(engagement__code=code).first()


def engagements(user: User) -> QuerySet[Engagement]:
    return Engagement.objects.filter(members__user=user, members__ended_at=None).select_related("client", "provider")
