"""What members read of signing keys."""

from __future__ import annotations

from remit.records.models.member import Member
from remit.records.models.signing_key import SigningKey
from remit.records.scoping import visible


def keys(member: Member) -> list[SigningKey]:
    """The keys of both companies' people, those in use first."""
    rows = visible(SigningKey, member).select_related("holder__user", "holder__engagement__client", "holder__engagement__provider")
    return sorted(rows.order_by("-added_at", "-pk"), key=lambda row: row.ended_at is not None)


def own_key(member: Member, public_key: bytes) -> SigningKey | None:
    """The member's key with these 32 bytes, also one that has ended."""
    return visible(SigningKey, member).filter(holder=member, public_key=public_key.hex()).first()
