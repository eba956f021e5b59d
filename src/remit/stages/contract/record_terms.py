"""Bring a signed text into the engagement: the terms, or the next amendment. The bytes are kept as they are."""

from __future__ import annotations

from hashlib import sha256

from remit.catalogue import standard_catalogue
from remit.intake.store import touch
from remit.records.models.member import Member
from remit.records.models.terms_text import TermsText
from remit.stages import roles
from remit.stages.action import action
from remit.stages.inputs import FileParameter
from remit.terms.versions import consolidate


@action(may=roles.leads, says="recorded the signed text {file}")
def record_terms(*, by: Member, file: FileParameter) -> TermsText:
    """Reads the text with all those before it and keeps it; `Refused` with every fault, each with its line and remedy."""
    engagement = by.engagement
    before = list(TermsText.objects.filter(engagement=engagement, signed=True).order_by("place"))
    texts = [bytes(text.content) for text in before] + [file.content]
    names = [text.name for text in before] + [file.name]
    consolidate(texts[0], texts[1:], standard_catalogue(), names=names[1:])
    kept = TermsText.objects.create(
        engagement=engagement,
        place=len(before),
        name=file.name,
        content=file.content,
        digest=f"sha256:{sha256(file.content).hexdigest()}",
        recorded_by=by,
        recorded_at=engagement.now(),
        signed=True,
    )
    touch(engagement)
    return kept
