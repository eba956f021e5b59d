"""Approve a fact where the contract wants an approval: hours before they bill, milestones, receipts above their limit."""

from __future__ import annotations

import polars as pl

from remit.intake.store import add_facts
from remit.records.models.fact_record import FactRecord
from remit.records.models.member import Member
from remit.records.scoping import visible
from remit.stages import roles
from remit.stages.action import action
from remit.stages.operations.recorded_facts import APPROVED, approver, deputies, terms_of
from remit.values.fault import Fault, Place, Refused
from remit.work.facts import FACTS, REVERSED

ADD_UP = ("receipt", "hours")


@action(may=roles.is_party, says="approved {result}")
def approve_fact(*, by: Member, fact: str) -> str:
    """Records the approval as a further fact, in the member's role of section 1 of the terms; hours and receipts, which add up, are
    reversed and stand again as approved. `Refused` where no approval is wanted, or another role must give it."""
    row = visible(FactRecord, by).filter(fact_id=fact).first()
    role = approver(by, row) if row is not None else None
    if row is None or role is None or visible(FactRecord, by).filter(fact_id=f"{fact}{APPROVED}").exists():
        raise Refused([Fault(Place(), "this fact waits for no approval", "reload the list of facts")])
    terms = terms_of(by, row)
    assert terms is not None
    own = by.contract_role or by.role
    if role and own not in deputies(terms, role):
        what = f"the contract wants the approval of the {role}, and your role is {own}"
        raise Refused([Fault(Place(), what, f"let the {role} or a deputy approve it")])
    now = by.engagement.now()
    body = {name: getattr(row, name) for name in FACTS.names() if name != "id"} | {"received_at": now}
    new = [body | {"approved_by": own, "id": f"{fact}{APPROVED}"}]
    if row.kind in ADD_UP:
        value = row.value or "0"
        negative = value.removeprefix("-") if value.startswith("-") else f"-{value}"
        new.append(body | {"value": negative, "id": f"{fact}{REVERSED}"})
    add_facts(by.engagement, pl.DataFrame(new, schema=FACTS), None, by=by)
    return f"the {row.kind} of {row.subject}, {row.day}"
