"""Open a pilot gate: on a day, with the criteria of the contract as they stand then."""

from __future__ import annotations

from datetime import date

from remit.criteria import criteria, gate_clauses
from remit.records.models.gate import Gate
from remit.records.models.member import Member
from remit.stages import roles
from remit.stages.action import action
from remit.stages.pilot.tasks import contract
from remit.terms.words import listed
from remit.values.fault import Fault, Place, Refused


@action(may=roles.opens_gates, says="opened a gate for {day}")
def open_gate(*, by: Member, day: date, clause: str = "") -> Gate:
    """`clause` is the number of a gate clause of section 13; without one the contract's first, and where it has none, the minimum of every
    service level is a criterion. `Refused` while another gate is open, and for a contract without anything to hold a pilot against."""
    terms, faults = contract(by), []
    clauses = gate_clauses(terms)
    chosen = next((one for one in clauses if clause in ("", one.number)), None)
    if clause and chosen is None:
        there = listed([f"{one.number} {one.name}" for one in clauses])
        faults.append(Fault(Place(column="clause"), f"clause '{clause}' is no gate of this contract", f"there is {there}"))
    pending = Gate.objects.filter(engagement=by.engagement, decision="").first()
    if pending is not None:
        faults.append(Fault(Place(), f"gate {pending.number} is not decided yet", "decide it first; the next gate is a new one"))
    asked = criteria(terms, chosen) if not faults else ()
    if not faults and not asked:
        what = "the contract has neither a gate clause nor a service level with a figure"
        faults.append(Fault(Place(), what, "amend it by a clause of the rule 'gate' in section 13"))
    if faults:
        raise Refused(faults)
    last = Gate.objects.filter(engagement=by.engagement).order_by("-number").values_list("number", flat=True).first()
    return Gate.objects.create(
        engagement=by.engagement,
        number=(last or 0) + 1,
        name=chosen.name if chosen is not None else "service levels",
        clause=chosen.number if chosen is not None else "",
        day=day,
        criteria=[one.plain() for one in asked],
        opened_by=by,
        opened_at=by.engagement.now(),
    )
