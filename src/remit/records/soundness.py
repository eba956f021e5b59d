"""Whether all that is stored still is what it was: chains of the audit log, checkpoints, statements, contracts, files, references.

It computes nothing anew from the work; the statements prove their own sums (`exchange.verification`).
"""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from django.db import DatabaseError, connection

from remit.exchange import verification
from remit.exchange.verification import Check
from remit.records import audit, row_level
from remit.records.models.attachment import Attachment
from remit.records.models.audit_entry import AuditEntry
from remit.records.models.checkpoint import Checkpoint
from remit.records.models.engagement import Engagement
from remit.records.models.issued_statement import IssuedStatement
from remit.records.models.terms_text import TermsText


def checks() -> Iterator[Check]:
    """Every check, those that hold as well, in order of the engagements."""
    yield _references()
    with row_level.installation():
        yield _chain(None)
        for engagement in Engagement.objects.order_by("pk"):
            yield _chain(engagement)
            yield from _checkpoints(engagement)
            yield from _statements(engagement)
            yield from _bytes(engagement)


def _references() -> Check:
    try:
        connection.check_constraints()
    except DatabaseError as error:
        return Check("the database", "refers to nothing that is not there", False, str(error).strip())
    return Check("the database", "refers to nothing that is not there", True, "")


def _chain(engagement: Engagement | None) -> Check:
    entries = AuditEntry.objects.filter(engagement=engagement).select_related("engagement").order_by("sequence")
    found = audit.breaks(entries.iterator(2_000))
    about = f"audit log of {engagement.code}" if engagement is not None else "audit log of the installation"
    detail = "; ".join(f"entry {one.sequence}: {one.what}" for one in found[:5])
    return Check(about, f"is one unbroken chain ({entries.count():,} entries)", not found, detail)


def _checkpoints(engagement: Engagement) -> Iterator[Check]:
    kept = list(Checkpoint.objects.filter(engagement=engagement).values_list("sequence", "digest"))
    if kept:
        entries = AuditEntry.objects.filter(engagement=engagement, sequence__in=[sequence for sequence, _ in kept])
        there = dict(entries.values_list("sequence", "digest"))
        off = [str(sequence) for sequence, digest in kept if there.get(sequence) != digest]
        yield Check(f"checkpoints of {engagement.code}", f"agree with the chain ({len(kept):,})", not off, f"entry {', '.join(off[:5])}")


def _statements(engagement: Engagement) -> Iterator[Check]:
    for row in IssuedStatement.objects.filter(engagement=engagement).order_by("cut", "version").iterator(50):
        about = f"{engagement.code} {row.month} version {row.version}"
        found, statement, digest = verification.statement(bytes(row.content), about)
        failed = [one for one in found if not one.holds]
        detail = "; ".join(str(one) for one in failed[:3])
        if statement is not None and (digest != row.digest or str(statement.month) != row.month or statement.total != row.total):
            failed, detail = failed or found, "its columns do not say what its bytes say"
        yield Check(about, f"proves itself ({len(found)} checks)", not failed, detail)


def _bytes(engagement: Engagement) -> Iterator[Check]:
    texts = TermsText.objects.filter(engagement=engagement).values_list("name", "content", "digest")
    files = Attachment.objects.filter(engagement=engagement).values_list("name", "content", "digest")
    for what, rows in (("texts of the contract", texts), ("files", files)):
        off, count = [], 0
        for name, content, digest in rows.iterator(20):
            count += 1
            if f"sha256:{sha256(bytes(content)).hexdigest()}" != digest:
                off.append(name)
        if count:
            yield Check(f"{what} of {engagement.code}", f"have the bytes that were brought in ({count:,})", not off, ", ".join(off[:5]))
