"""The audit log: append an entry, check the chain.

Each engagement has a chain of its own. An entry's digest is the SHA-256 of its canonical JSON (RFC 8785), which names the digest before
it; a changed, missing or reordered entry breaks the chain at that place, and a checkpoint that both companies hold shows a cut end.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import rfc8785

from remit.records import row_level
from remit.records.models.audit_entry import AuditEntry
from remit.records.models.engagement import Engagement
from remit.records.models.member import Member
from remit.records.models.user import User


@dataclass(frozen=True, slots=True)
class Break:
    """Where a chain does not hold, and what is wrong there."""

    sequence: int
    what: str


def digest_of(entry: Mapping[str, Any]) -> str:
    """`sha256:` and the hash of an entry's canonical JSON.

    >>> digest_of({"sequence": 1, "action": "close month"})[:14]
    'sha256:c2ae048'
    """
    return f"sha256:{sha256(rfc8785.dumps(dict(entry))).hexdigest()}"


def body(entry: AuditEntry) -> dict[str, Any]:
    """What is hashed of an entry: everything a reader sees, and the digest before it."""
    return {
        "engagement": entry.engagement.key if entry.engagement is not None else "",
        "sequence": entry.sequence,
        "at": str(entry.at),
        "by": entry.by,
        "action": entry.action,
        "subject": entry.subject,
        "visible_to": entry.visible_to,
        "said": entry.said,
        "previous": entry.previous,
    }


def append(
    engagement: Engagement | None,
    at: int,
    action: str,
    *,
    by: Member | User | None,
    subject: str = "",
    said: Mapping[str, Any] | None = None,
    visible_to: str = "both",
) -> AuditEntry:
    """Adds an entry; the caller's transaction holds the engagement's row, so numbers have no gaps. The chain is one for both companies, so
    the program reads its end on behalf of the engagement, whoever may see that entry."""
    with row_level.acting_for(engagement.pk) if engagement is not None else row_level.installation():
        return _appended(engagement, at, action, by, subject, said, visible_to)


def _appended(
    engagement: Engagement | None,
    at: int,
    action: str,
    by: Member | User | None,
    subject: str,
    said: Mapping[str, Any] | None,
    visible_to: str,
) -> AuditEntry:
    last = AuditEntry.objects.filter(engagement=engagement).order_by("-sequence").first()
    entry = AuditEntry(
        engagement=engagement,
        sequence=(last.sequence if last else 0) + 1,
        at=at,
        member=by if isinstance(by, Member) else None,
        user=by.user if isinstance(by, Member) else by,
        by=str(by) if by is not None else "Remit",
        action=action,
        subject=subject,
        visible_to=visible_to,
        said=dict(said or {}),
        previous=last.digest if last else "",
    )
    entry.digest = digest_of(body(entry))
    entry.save(force_insert=True)
    return entry


def breaks(entries: Iterable[AuditEntry]) -> list[Break]:
    """Where a chain, given in order of its numbers, does not hold; empty where it does."""
    found: list[Break] = []
    before, expected = "", 1
    for entry in entries:
        if entry.sequence != expected:
            found.append(Break(expected, f"entry {expected} is missing"))
        if entry.previous != before:
            found.append(Break(entry.sequence, "it does not follow the entry before it"))
        if entry.digest != digest_of(body(entry)):
            found.append(Break(entry.sequence, "its content was changed"))
        before, expected = entry.digest, entry.sequence + 1
    return found
