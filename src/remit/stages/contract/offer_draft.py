"""Offer a draft to the other company. From now on both see it, and it never changes: an answer is a draft of its own."""

from __future__ import annotations

from hashlib import sha256

from remit.catalogue import standard_catalogue
from remit.records.models.draft import Draft, DraftRevision
from remit.records.models.member import Member
from remit.stages import roles
from remit.stages.action import action
from remit.stages.contract.drafts import in_force, own_draft, refuse_if_outgrown
from remit.stages.contract.queries import closed_until
from remit.terms.amending import amendment
from remit.terms.reader import read
from remit.terms.versions import consolidate
from remit.values.fault import Fault, Place, Refused
from remit.values.period import moment


@action(may=roles.writes_terms, says="offered draft {result}", happening="contract offered")
def offer_draft(*, by: Member, draft: str, revision: int, message: str = "") -> Draft:
    """Makes the amendment that both would sign (a first contract is signed as its whole text) and checks it as a signature would:
    `Refused` with every fault of the draft, where the contract has changed since the draft was started, or where the person did not see
    the newest revision."""
    row = own_draft(by, draft)
    if revision != row.revision:
        raise Refused([Fault(Place(), "the draft was changed since you opened it", "read it again, then offer it")])
    refuse_if_outgrown(by, row)
    now = by.engagement.now()
    text = _to_sign(by, row)
    row.state, row.visible_to, row.message = "offered", "both", message
    row.amendment, row.digest = text, f"sha256:{sha256(text).hexdigest()}"
    row.offered_by, row.offered_at = by, now
    row.save()
    DraftRevision.objects.filter(draft=row, revision=row.revision).update(visible_to="both")  # how they got there stays theirs
    if row.answers is not None and row.answers.state == "offered":
        Draft.objects.filter(pk=row.answers.pk).update(state="answered")
    return row


def _to_sign(by: Member, row: Draft) -> bytes:
    """The bytes of the whole first contract, or of the amendment of the one in force."""
    if not row.base:
        row.starts = read(bytes(row.content), standard_catalogue()).term["in force from"]
        return bytes(row.content)
    terms = in_force(by)
    text = amendment(terms, bytes(row.content), signed=moment(by.engagement.now(), by.engagement.zone).date(), starts=row.starts)
    consolidate(terms.text, [text], standard_catalogue(), names=[row.title], closed=closed_until(by))
    return text
