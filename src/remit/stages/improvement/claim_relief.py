"""Claim relief for items before their month closes: many with one reason; the client answers, and silence accepts as for any claim."""

from __future__ import annotations

from remit.intake.knowledge import knowledge
from remit.records.models.dispute import Dispute
from remit.records.models.issued_statement import IssuedStatement
from remit.records.models.member import Member
from remit.records.scoping import visible
from remit.stages import roles
from remit.stages.action import action
from remit.stages.improvement.objections import raised
from remit.stages.inputs import ItemsInput, MonthInput
from remit.values.fault import Fault, Place, Refused


@action(may=roles.is_provider & roles.objects, says="claimed relief for {items} items of {month}: {reason}", happening="dispute opened")
def claim_relief(
    *, by: Member, month: MonthInput, relief: str, items: ItemsInput, reason: str, evidence: str = "", level: str = ""
) -> Dispute:
    """A claim under a clause of section 9 whose items count in a `month` without a statement. Once there is one, its latest version is
    objected to instead (`dispute items`). It can be withdrawn until it is answered."""
    engagement, now = by.engagement, by.engagement.now()
    if visible(IssuedStatement, by).filter(month=str(month)).exists():
        raise Refused([Fault(Place(column="month"), f"{month.name} has a statement already", "object to the statement instead")])
    terms = knowledge(engagement).agreements(month).terms
    dispute = Dispute(
        engagement=engagement,
        month=str(month),
        relief=relief,
        level=level,
        asked="excuse",
        items=items,
        reason=reason,
        evidence=evidence,
        opened_by=by,
        opened_at=now,
    )
    return raised(dispute, None, terms)
