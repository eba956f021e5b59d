"""A gate: every criterion with its result, the bound that counts and how much more evidence it takes; the decision and both signatures."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404

from remit.readiness import Verdict
from remit.records.models.gate import GateResult
from remit.stages import roles
from remit.stages.pilot import queries
from remit.stages.pilot.decide_gate import decide_gate
from remit.stages.pilot.gate_seen import GateSeen
from remit.stages.pilot.record_result import record_result
from remit.stages.pilot.sign_gate import sign_gate
from remit.stages.workspace import passkey
from remit.terms.words import exact
from remit.values.period import moment
from remit.web.charts.readiness import Scale, scale
from remit.web.page import Visit, page

PAGE = page("gates/<int:number>", may=roles.is_party, label="Gate", under="gates")


@dataclass(frozen=True, slots=True)
class Row:
    """A criterion as the table prints it: `rests_on` are its counts, `parts` the results of both companies, where each gives one."""

    place: int
    verdict: Verdict
    scale: Scale | None
    rests_on: str
    results: tuple[GateResult, ...]
    replaced: int


@PAGE.reads
def read(visit: Visit, number: int) -> dict[str, Any]:
    """The gate of that number; 404 where there is none."""
    by, found = visit.by, queries.gates(visit.by)
    one = next((gate for gate in found if gate.row.number == number), None)
    if one is None:
        raise Http404
    return {
        "answer": one.answer,
        "gate": one.row,
        "seen": one,
        "rows": [_row(one, index) for index in range(len(one.verdicts))],
        "failing": len(one.verdicts) - one.passed,
        "others": [gate for gate in found[::-1] if gate.row.pk != one.row.pk],
        "may_record": record_result.allowed(by) and one.word == "open",
        "may_decide": decide_gate.allowed(by) and one.word == "open",
        "may_sign": sign_gate.allowed(by) and one.word == "decided" and one.signature(by.side) is None,
        "has_passkey": passkey.has_passkey(visit.user),
        "client_signature": one.signature("client"),
        "provider_signature": one.signature("provider"),
        "today": moment(visit.now, visit.engagement.zone).date(),
    }


def _row(one: GateSeen, index: int) -> Row:
    judged = one.verdicts[index]
    rests_on = "; ".join(_counts(judged, result) for result in judged.results if result.count)
    return Row(index, judged, scale(judged), rests_on, one.results[index], one.replaced[index])


def _counts(judged: Verdict, result: Any) -> str:
    asked = judged.criterion
    if asked.kind == "share" and result.good is not None:
        return f"{exact(result.good)} of {result.count:,}"
    return f"of {result.count:,}" if asked.kind == "count" else f"n = {result.count:,}"
