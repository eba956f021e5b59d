"""What members read about people and about what was done: places, invitations, the audit log. The member is always an argument."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from allauth.mfa.models import Authenticator
from django.db.models import Q, QuerySet

from remit.records import row_level
from remit.records.audit import Break, body, breaks
from remit.records.models.api_token import ApiToken
from remit.records.models.audit_entry import AuditEntry
from remit.records.models.invitation import Invitation
from remit.records.models.member import Member
from remit.records.scoping import visible
from remit.stages import roles


@dataclass(frozen=True, slots=True)
class Person:
    """A place and what an access review asks of it. What concerns the account is told of one's own company only (None elsewhere)."""

    member: Member
    email: str | None
    has_second_factor: bool | None
    tokens: int | None

    @property
    def signs(self) -> bool:
        """Whether the role signs statements at all, so that a limit means something."""
        return bool(roles.accepts_statements(self.member))


def people(member: Member) -> Sequence[Person]:
    """Who has access now: of both companies, and for the client its bidders."""
    sides = ("client", "provider", "bidder") if member.side == "client" else ("client", "provider")
    places = (
        Member.objects.filter(engagement=member.engagement, ended_at=None, user__is_active=True, side__in=sides)
        .select_related("user", "engagement__client", "engagement__provider")
        .order_by("side", "joined_at", "pk")
    )
    own = [one for one in places if one.side == member.side]
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    secured = set(Authenticator.objects.filter(user__in=[one.user_id for one in own], type__in=kinds).values_list("user_id", flat=True))
    tokens = list(visible(ApiToken, member).filter(ended_at=None).values_list("member_id", flat=True))
    return [
        Person(one, one.user.email, one.user_id in secured, tokens.count(one.pk))
        if one.side == member.side
        else Person(one, None, None, None)
        for one in places
    ]


def invitations(member: Member) -> QuerySet[Invitation]:
    """The open invitations of the member's company, for those who invite."""
    rows = visible(Invitation, member).filter(accepted_at=None, withdrawn_at=None, expires_at__gt=member.engagement.now())
    rows = rows if roles.invites(member) or roles.reviews_access(member) else rows.none()
    return rows.select_related("invited_by__user").order_by("-invited_at")


def entries(member: Member, who: str = "", action: str = "") -> QuerySet[AuditEntry]:
    """The entries of the log that the member's company may see, the newest first."""
    rows = visible(AuditEntry, member).select_related("engagement")
    if who:
        rows = rows.filter(by__icontains=who)
    if action:
        rows = rows.filter(action=action)
    return rows.order_by("-sequence")


def kinds_of_entry(member: Member) -> list[str]:
    return sorted(visible(AuditEntry, member).order_by().values_list("action", flat=True).distinct())


@dataclass(frozen=True, slots=True)
class Chain:
    """The whole chain as verified at this moment: its length, its last digest, how many entries are the other company's own, breaks."""

    length: int
    digest: str
    hidden: int
    breaks: tuple[Break, ...]


def chain(member: Member) -> Chain:
    """Verifies every entry of both companies; of those that the member may not see only their number is told."""
    with row_level.acting_for(member.engagement_id):
        rows = list(AuditEntry.objects.filter(engagement=member.engagement).select_related("engagement").order_by("sequence"))
    hidden = sum(row.visible_to not in ("both", member.side) for row in rows)
    return Chain(len(rows), rows[-1].digest if rows else "", hidden, tuple(breaks(rows)))


def log_to_keep(member: Member) -> dict[str, Any]:
    """The log as a company can keep it: its own and the shared entries whole; of others the digests, so that it can be checked."""
    with row_level.acting_for(member.engagement_id):
        rows = list(AuditEntry.objects.filter(engagement=member.engagement).select_related("engagement").order_by("sequence"))
    seen = ("both", member.side)
    return {
        "engagement": member.engagement.key,
        "entries": [_kept(row) if row.visible_to in seen else _hidden(row) for row in rows],
        "checkpoint": checkpoint(member, rows[-1] if rows else None),
    }


def checkpoint(member: Member, last: AuditEntry | None) -> dict[str, Any]:
    """Number and digest of the last entry, dated: whoever keeps it sees later whether the chain was cut or written anew."""
    return {
        "engagement": member.engagement.key,
        "sequence": last.sequence if last else 0,
        "digest": last.digest if last else "",
        "at": str(member.engagement.now()),
    }


def last_entry(member: Member) -> AuditEntry | None:
    with row_level.acting_for(member.engagement_id):
        return AuditEntry.objects.filter(engagement=member.engagement).order_by("-sequence").first()


def _kept(row: AuditEntry) -> dict[str, Any]:
    return {**body(row), "digest": row.digest}


def _hidden(row: AuditEntry) -> dict[str, Any]:
    return {"sequence": row.sequence, "previous": row.previous, "digest": row.digest, "hidden": "the other company's own entry"}


def tokens_of(user: Any) -> QuerySet[ApiToken]:
    """A person's own tokens that have not ended, in every place."""
    mine = Q(member__user=user, member__ended_at=None, ended_at=None)
    return ApiToken.objects.filter(mine).select_related("member__engagement").order_by("engagement", "-made_at")
