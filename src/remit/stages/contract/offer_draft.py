"""Offer a draft to the other company. From now on both see it, and it never changes: an answer is a draft of its own."""

from __future__ import annotations

from hashlib import sha256

from remit.catalogue import standard_catalogue
from remit.records.models.draft import Draft, DraftRevision
from remit.records.models.member import Member
from remit.stages import roles
from remit.stages.action import action
from remit.stages.contract.drafts import in_force, own_draft
from remit.stages.contract.queries import closed_until
from remit.terms.amending import amendment
from remit.terms.versions import consolidate
from remit.values.fault import Fault, Place, Refused
from remit.values.period import moment


@action(may=roles.writes_terms, says="offered draft {result}", happening="contract offered")
def offer_draft(*, by: Member, draft: str, revision: int, message: str = "") -> Draft:
    """Makes the amendment that both would sign and checks it as a signature would: `Refused` with every fault of the draft, where the
    contract has changed since the draft was started, or where the person did not see the newest revision."""
    row, terms = own_draft(by, draft), in_force(by)
    if revision != row.revision:
        raise Refused([Fault(Place(), "the draft was changed since you opened it", "read it again, then offer it")])
    if row.base != terms.digest:
        raise Refused([Fault(Place(), "the contract was amended since this draft was started", "start a new draft")])
    now = by.engagement.now()
    text = amendment(terms, bytes(row.content), signed=moment(now, by.engagement.zone).date(), starts=row.starts)
    consolidate(terms.text, [text], standard_catalogue(), names=[row.title], closed=closed_until(by))
    row.state, row.visible_to, row.message = "offered", "both", message
    row.amendment, row.digest = text, f"sha256:{sha256(text).hexdigest()}"
    row.offered_by, row.offered_at = by, now
    row.save()
    DraftRevision.objects.filter(draft=row, revision=row.revision).update(visible_to="both")  # how they got there stays theirs
    if row.answers is not None and row.answers.state == "offered":
        Draft.objects.filter(pk=row.answers.pk).update(state="answered")
    return row
