"""How an objection is made: in time, by who may ask it, about what the contract and the record know, and not twice; then its claims enter
the facts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import polars as pl

from remit.intake.knowledge import knowledge
from remit.intake.store import add_facts
from remit.records.models.dispute import Dispute
from remit.records.models.issued_statement import IssuedStatement
from remit.relief import accepted, reached
from remit.stages.improvement import queries
from remit.stages.improvement.claims import claims
from remit.stages.operations.at_risk import CLAIMED
from remit.terms.document import Terms
from remit.terms.words import listed
from remit.values.fault import Fault, Place, Refused
from remit.values.period import Month, moment
from remit.work.clocks import schedules
from remit.work.targets import always

ASKED = {"provider": ("excuse", "reattribute", "correct", "amount"), "client": ("count", "amount")}
"""What each side may ask for."""


def raised(dispute: Dispute, row: IssuedStatement | None, terms: Terms) -> Dispute:
    """Opens a dispute under the next number, with its claims among the facts; `Refused` with everything that is wrong with it. `row` is the
    version objected to, None for a claim before the month closes."""
    now, engagement = dispute.opened_at, dispute.engagement
    faults = faults_of(dispute, row, terms, now)
    if faults:
        raise Refused(faults)
    dispute.number = 1 + Dispute.objects.filter(engagement=engagement).count()
    if dispute.asked in ("excuse", "reattribute", "correct"):
        dispute.answer_until = answer_until(terms, dispute.relief, now)
    dispute.save()
    add_facts(engagement, claims(engagement.zone, dispute, now), None, by=dispute.opened_by)
    return dispute


def answer_until(terms: Terms, relief: str, now: int) -> int:
    """Until when the other party may be silent: what the relief's own clause says, as the settlement counts it."""
    business = terms.statement["calendar"]
    zone = str(terms.named(4, business)["zone"])
    return reached(always(zone), schedules(terms)[business], now, terms.clause(relief)["silence accepts after"])


def faults_of(dispute: Dispute, row: IssuedStatement | None, terms: Terms, now: int) -> list[Fault]:
    """Everything that is wrong with it, told at once. `row` is the version objected to, None for a claim before the month closes."""
    by, faults = dispute.opened_by, []
    if row is not None and row.object_until is not None and now > row.object_until:
        last = moment(row.object_until, by.engagement.zone)
        faults.append(Fault(Place(), f"the last moment to object was {last:%d %B %Y, %H:%M}", "agree a correction for the next statement"))
    if dispute.asked not in ASKED.get(by.side, ()):
        remedy = f"write one of {listed(ASKED.get(by.side, ()), 'or')}"
        faults.append(Fault(Place(column="asked"), f"'{dispute.asked}' is nothing that the {by.side} can ask", remedy))
    if not dispute.reason:
        faults.append(Fault(Place(column="reason"), "is missing", "say in a sentence what is wrong"))
    return faults + list(_of_charge(dispute, row, terms) if dispute.asked == "amount" else _of_items(dispute, row, terms, now))


def _of_charge(dispute: Dispute, row: IssuedStatement | None, terms: Terms) -> Iterator[Fault]:
    clauses = [clause.number for clause in terms.section(10)]
    lines = queries.issued(dispute.opened_by, row).lines if row is not None else ()
    charged = sum(line.amount for line in lines if line.clause == dispute.line and line.kind in ("charge", "concession"))
    if dispute.line not in clauses:
        remedy = "of a credit, a bonus or an earn back, object to the items it follows from"
        yield Fault(Place(column="line"), f"'{dispute.line}' is no charge of this contract", remedy)
    elif not any(line.clause == dispute.line for line in lines):
        yield Fault(Place(column="line"), f"the statement has no line of clause {dispute.line}", "name one that it has")
    if not dispute.amount:
        yield Fault(Place(column="amount"), "is missing", "write by how much the line should change, such as -18.00")
    elif dispute.amount != round(dispute.amount, 2):
        yield Fault(Place(column="amount"), f"{dispute.amount} has more than two decimal places", "write pounds and pence, such as -18.00")
    elif (dispute.amount < 0) != (dispute.opened_by.side == "client"):
        yield Fault(Place(column="amount"), "this is in the other company's favour", "change its sign")
    elif charged + dispute.amount < 0:
        yield Fault(Place(column="amount"), f"{-dispute.amount} is more than the {charged} charged", "name at most the whole")
    if Dispute.objects.filter(engagement=dispute.engagement, month=dispute.month, state="open", line=dispute.line or "-").exists():
        yield Fault(Place(column="line"), f"clause {dispute.line} is in an open dispute already", "let it be answered first")


def _of_items(dispute: Dispute, row: IssuedStatement | None, terms: Terms, now: int) -> Iterator[Fault]:
    items, engagement = dispute.items, dispute.engagement
    clauses = {clause.number: clause for clause in terms.section(9)}
    relief = clauses.get(dispute.relief)
    if relief is None:
        there = listed([f"{number} {clause.name}" for number, clause in clauses.items()]) or "none"
        yield Fault(Place(column="relief"), f"clause '{dispute.relief}' is no relief of this contract", f"there is {there}")
    elif relief.rule not in CLAIMED:
        what = f"clause {relief.number} excuses without a claim, from the contract and the record alone"
        yield Fault(Place(column="relief"), what, "correct the fact it rests on, or object to the charge")
    if not items:
        yield Fault(Place(column="items"), "no item is named", "mark at least one item")
    log = knowledge(engagement).log
    known = set(log.filter(pl.col("item").is_in(items))["item"].to_list()) if items else set()
    if unknown := [item for item in items if item not in known]:
        yield Fault(Place(column="items"), f"the record does not know {listed(unknown[:5])}", "check the numbers")
    open_items = {item for one in Dispute.objects.filter(engagement=engagement, state="open") for item in one.items}
    if again := [item for item in items if item in open_items]:
        yield Fault(Place(column="items"), f"{listed(again[:5])} are in an open dispute already", "take them out")
    if dispute.asked == "count" and relief is not None and relief.rule in CLAIMED:
        excused = _excused(dispute, relief, now)
        if not_excused := [item for item in items if item in known and item not in excused]:
            what = f"{listed(not_excused[:5])} {'is' if len(not_excused) == 1 else 'are'} not excused under {relief.number}"
            yield Fault(Place(column="items"), what, "it counts already; name items that were excused")


def _excused(dispute: Dispute, relief: Any, now: int) -> set[str]:
    """The items that stand excused under a relief at this instant."""
    known = queries.evidence_of(dispute.opened_by, Month.read(dispute.month), now)
    return {claim.subject for claim in accepted(relief, known.evidence)}
