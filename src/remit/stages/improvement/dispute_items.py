"""Object to what a statement rests on: items that should not count, items that were excused and should, or the amount of a charge.

Both companies object in the same way, and whoever loses by it answers: the client where the provider asks that items be excused,
reattributed or corrected, the provider where the client says that excused items count after all; of a charge, whoever the change costs.
The claims enter the facts at once, open: from then on the statement's agreed and disputed parts stand apart.
"""

from __future__ import annotations

from decimal import Decimal

from remit.intake.knowledge import knowledge
from remit.records.models.dispute import Dispute
from remit.records.models.issued_statement import IssuedStatement
from remit.records.models.member import Member
from remit.records.scoping import visible
from remit.stages import roles
from remit.stages.action import action
from remit.stages.improvement.objections import raised
from remit.stages.inputs import ItemsInput
from remit.values.fault import Fault, Place, Refused
from remit.values.period import Month


@action(may=roles.is_party & roles.objects, says="opened {result}: {reason}", happening="dispute opened")
def dispute_items(
    *,
    by: Member,
    statement: str,
    reason: str,
    relief: str = "",
    items: ItemsInput | None = None,
    asked: str = "",
    line: str = "",
    amount: Decimal | None = None,
    evidence: str = "",
    level: str = "",
) -> Dispute:
    """Opens a dispute. Of `items` under a `relief` clause (section 9) the provider has `asked` to excuse, reattribute or correct them, the
    client to count them after all. Of a charge (`line` is its clause, section 10) either company says by what `amount` it should change,
    negative in the client's favour. `Refused` after the last day to object, for what the contract or the record does not know, and for
    items or charges in an open dispute already."""
    engagement, now = by.engagement, by.engagement.now()
    row = visible(IssuedStatement, by).filter(public_id=statement).first()
    if row is None:
        raise Refused([Fault(Place(column="statement"), f"there is no statement {statement}", "open it again from the list")])
    terms = knowledge(engagement).agreements(Month.read(row.month)).terms
    dispute = Dispute(
        engagement=engagement,
        month=row.month,
        statement=row,
        relief="" if line else relief,
        level=level,
        asked=asked or ("amount" if line else "count" if by.side == "client" else "excuse"),
        items=items or [],
        line=line,
        amount=amount,
        reason=reason,
        evidence=evidence,
        opened_by=by,
        opened_at=now,
    )
    return raised(dispute, row, terms)
