"""Record what was found for a criterion of an open gate, with its evidence. A later result replaces an earlier one, and both stay."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from remit.readiness import Criterion
from remit.records.models.gate import Gate, GateResult
from remit.records.models.member import Member
from remit.records.scoping import visible
from remit.stages import roles
from remit.stages.action import action
from remit.values.fault import Fault, Place, Refused


@action(may=roles.finds_results, says="recorded a result for criterion {criterion} of gate {gate}")
def record_result(
    *,
    by: Member,
    gate: str,
    criterion: int,
    evidence: str,
    good: Decimal | None = None,
    count: int | None = None,
    value: Decimal | None = None,
) -> GateResult:
    """`criterion` is its place in the gate, from 0. `good` of `count` for a share (units without fault) or a mean (sum of the scores);
    otherwise `value` (per cent for a share), with `count` where it rests on counted units. What must be proven needs the counts. Of a
    criterion of each company everybody records the own company's result."""
    row = open_one(by, gate)
    if not 0 <= criterion < len(row.criteria):
        raise Refused([Fault(Place(column="criterion"), f"the gate has no criterion {criterion}", f"write 0 to {len(row.criteria) - 1}")])
    asked = Criterion.read(row.criteria[criterion])
    faults = list(_faults(asked, evidence, good, count, value))
    if faults:
        raise Refused(faults)
    return GateResult.objects.create(
        engagement=by.engagement,
        gate=row,
        criterion=criterion,
        whose=by.side if asked.of_each else "",
        good=good,
        count=count,
        value=None if good is not None else value,
        evidence=evidence,
        recorded_by=by,
        recorded_at=by.engagement.now(),
    )


def open_one(by: Member, gate: str) -> Gate:
    """The gate with this number, while it is open; `Refused` where there is none, and once it is decided."""
    row = visible(Gate, by).filter(public_id=gate).first()
    if row is None:
        raise Refused([Fault(Place(column="gate"), f"there is no gate {gate[:40]}", "open it again from the list")])
    if row.decision:
        raise Refused([Fault(Place(), f"gate {row.number} is decided, and never changes", "open the next gate")])
    return row


def _faults(asked: Criterion, evidence: str, good: Decimal | None, count: int | None, value: Decimal | None) -> Iterator[Fault]:
    if not evidence:
        yield Fault(Place(column="evidence"), "is missing", "say where the figure can be looked up")
    if good is None and value is None:
        yield Fault(Place(column="value"), "there is neither a value nor a count", "write the result")
    if good is not None and count is None:
        yield Fault(Place(column="count"), "is missing", "say of how many")
    if count is not None and count <= 0:
        yield Fault(Place(column="count"), f"{count} units hold no result", "write how many were counted, at least 1")
    if any(one is not None and (not one.is_finite() or one < 0 or one >= 10**14) for one in (good, value)):
        yield Fault(Place(column="value"), "a result is a number from 0", "write it in figures")
    elif asked.kind == "share":
        if good is not None and count is not None and (good > count or good != int(good)):
            yield Fault(Place(column="good"), f"{good} of {count} is no count of good units", "write a whole number, at most all of them")
        if good is None and value is not None and value > 100:
            yield Fault(Place(column="value"), f"{value} % is more than all", "write a share in per cent")
    if asked.proven_at is not None and (good is None or count is None):
        yield Fault(Place(column="good"), "what must be proven needs its counts", "write how many were good, and of how many")
    if asked.sample and count is None:
        yield Fault(Place(column="count"), f"it must rest on {asked.sample} units, and none are counted", "say how many it rests on")
