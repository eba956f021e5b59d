"""Object to items behind a statement: ask that they be excused, reattributed or corrected, with a reason and evidence.

The claims enter the facts at once, open: from then on the statement's agreed and disputed parts stand apart. The other company answers.
"""

from __future__ import annotations

import polars as pl

from remit.intake.knowledge import knowledge
from remit.intake.store import add_facts
from remit.records.models.dispute import Dispute
from remit.records.models.issued_statement import IssuedStatement
from remit.records.models.member import Member
from remit.records.scoping import visible
from remit.relief import reached
from remit.stages import roles
from remit.stages.action import action
from remit.stages.inputs import ItemsInput
from remit.terms.document import Terms
from remit.terms.words import listed
from remit.values.fault import Fault, Place, Refused
from remit.values.period import Month, moment
from remit.work.clocks import schedules
from remit.work.targets import always

ASKED = ("excuse", "reattribute", "correct")


@action(may=roles.is_provider & roles.objects, says="objected to {items} items of statement {statement}", happening="dispute opened")
def dispute_items(
    *, by: Member, statement: str, relief: str, items: ItemsInput, reason: str, asked: str = "excuse", evidence: str = "", level: str = ""
) -> Dispute:
    """Opens a dispute under a relief clause (section 9). `Refused` after the last day to object, for a clause that is no relief, for an
    item that is claimed already or that the record does not know."""
    engagement, now = by.engagement, by.engagement.now()
    row = visible(IssuedStatement, by).filter(public_id=statement).first()
    if row is None:
        raise Refused([Fault(Place(column="statement"), f"there is no statement {statement}", "open it again from the list")])
    terms = knowledge(engagement).agreements(Month.read(row.month)).terms
    faults = _faults(by, row, terms, relief, items, reason, asked, now)
    if faults:
        raise Refused(faults)
    number = 1 + Dispute.objects.filter(engagement=engagement).count()
    dispute = Dispute.objects.create(
        engagement=engagement,
        number=number,
        month=row.month,
        statement=row,
        relief=relief,
        level=level,
        asked=asked,
        items=items,
        reason=reason,
        evidence=evidence,
        opened_by=by,
        opened_at=now,
        answer_until=_answer_until(terms, relief, now),
    )
    add_facts(engagement, claims(engagement.zone, dispute, now), None, by=by)
    return dispute


def _answer_until(terms: Terms, relief: str, now: int) -> int:
    """Until when the other party may be silent: what the relief's own clause says, as the settlement counts it."""
    business = terms.statement["calendar"]
    zone = str(terms.named(4, business)["zone"])
    return reached(always(zone), schedules(terms)[business], now, terms.clause(relief)["silence accepts after"])


def claims(zone: str, dispute: Dispute, at: int, *, approved_by: str | None = None, refused: bool = False) -> pl.DataFrame:
    """The facts of a dispute: one claim an item, or the answer to each."""
    word = "refused" if refused else None if dispute.asked == "excuse" else dispute.asked
    answer = "" if approved_by is None and not refused else " answer"
    return pl.DataFrame(
        [
            {
                "kind": "relief",
                "subject": item,
                "day": moment(at, zone).date(),
                "value": None,
                "unit": word,
                "clause": dispute.relief,
                "approved_by": approved_by,
                "source": f"dispute {dispute.number}: {dispute.evidence or dispute.reason}"[:400],
                "received_at": at,
                "id": f"dispute {dispute.number}{answer} {item}",
            }
            for item in dispute.items
        ],
        schema_overrides={"value": pl.String, "unit": pl.String, "approved_by": pl.String},
    )


def _faults(
    by: Member, row: IssuedStatement, terms: Terms, relief: str, items: list[str], reason: str, asked: str, now: int
) -> list[Fault]:
    faults = []
    if row.object_until is not None and now > row.object_until:
        last = moment(row.object_until, by.engagement.zone)
        faults.append(Fault(Place(), f"the last moment to object was {last:%d %B %Y, %H:%M}", "agree a correction for the next statement"))
    clauses = {clause.number: clause for clause in terms.section(9)}
    if relief not in clauses:
        there = listed([f"{number} {clause.name}" for number, clause in clauses.items()]) or "none"
        faults.append(Fault(Place(column="relief"), f"clause '{relief}' is no relief of this contract", f"there is {there}"))
    if asked not in ASKED:
        faults.append(Fault(Place(column="asked"), f"'{asked}' cannot be asked", f"write one of {listed(ASKED, 'or')}"))
    if not items:
        faults.append(Fault(Place(column="items"), "no item is named", "mark at least one item"))
    if not reason:
        faults.append(Fault(Place(column="reason"), "is missing", "say in a sentence why the items should not count"))
    log = knowledge(by.engagement).log
    known = set(log.filter(pl.col("item").is_in(items))["item"].to_list()) if items else set()
    unknown = [item for item in items if item not in known]
    if unknown:
        faults.append(Fault(Place(column="items"), f"the record does not know {listed(unknown[:5])}", "check the numbers"))
    claimed = {item for dispute in Dispute.objects.filter(engagement=by.engagement, state="open") for item in dispute.items}
    again = [item for item in items if item in claimed]
    if again:
        faults.append(Fault(Place(column="items"), f"{listed(again[:5])} are in an open dispute already", "take them out"))
    return faults
