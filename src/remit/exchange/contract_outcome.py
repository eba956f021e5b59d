"""Contract tests run: each case is settled with the statements that it follows as history, and compared with what it expects.

Differences are told in words, so that a person who never saw the program can tell what to look at.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

import polars as pl

from remit.agreement import Agreement
from remit.exchange.contract_case import Case, ContractTests, Excuse, Stands
from remit.line import Volume
from remit.measure import Measure
from remit.provisions.termination_right import Standing
from remit.scorecard import good_items
from remit.statement import Statement, Summaries, rights, statement
from remit.terms.document import Clause
from remit.terms.typed import Length
from remit.terms.words import money, plural
from remit.values.fault import Refused
from remit.values.period import Month
from remit.work import facts as facts_of

_Settled = tuple[Statement, tuple[Statement, ...]]
_CUT = 2**62
"""Every fact of a test is known when its month is settled."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one case: the statement, or None where it was refused, and the differences in words."""

    case: Case
    statement: Statement | None
    differences: tuple[str, ...]

    @property
    def agrees(self) -> bool:
        return not self.differences


def outcomes(tests: ContractTests, agreement: Agreement) -> tuple[Outcome, ...]:
    """Every case of the file, in its order."""
    settled: dict[str, _Settled | Refused] = {}
    cases = {case.name: case for case in tests.cases}
    found = []
    for case in tests.cases:
        one = _settle(case, cases, tests.at_target, agreement, settled)
        if isinstance(one, Refused):
            found.append(Outcome(case, None, tuple(f"the statement is refused: {fault}" for fault in one.faults)))
        else:
            got, history = one
            standing = rights(agreement, got, history) if case.rights is not None else ()
            found.append(Outcome(case, got, (*_differences(case, got), *_right_differences(case.rights or {}, standing))))
    return tuple(found)


def _settle(
    case: Case, cases: Mapping[str, Case], at_target: bool, agreement: Agreement, settled: dict[str, _Settled | Refused]
) -> _Settled | Refused:
    """The statement of a case, after those of the cases it follows, and these."""
    if case.name in settled:
        return settled[case.name]
    history = []
    for name in case.follows:
        before = _settle(cases[name], cases, at_target, agreement, settled)
        if isinstance(before, Refused):
            settled[case.name] = before
            return before
        history.append(before[0])
    try:
        known = _facts(case, cases)
        got = statement(agreement, summaries(case, cases, at_target, agreement), known, history, case.month, _CUT)
        settled[case.name] = got, tuple(history)
    except Refused as refused:
        settled[case.name] = refused
    return settled[case.name]


def _facts(case: Case, cases: Mapping[str, Case]) -> pl.DataFrame:
    """The facts of a case and of those it follows."""
    rows = []
    for one in (*(cases[name] for name in _before(case, cases)), case):
        for index, row in enumerate(one.facts):
            rows.append({"received_at": 0, **row, "id": f"{one.name} {index}"})
    if not rows:
        return facts_of.empty()
    known, _ = facts_of.append(facts_of.empty(), pl.DataFrame(rows, schema=facts_of.FACTS, orient="row"))
    return known


def _before(case: Case, cases: Mapping[str, Case]) -> dict[str, None]:
    """The names of all cases that lie in a case's past, its own list first where months are told twice."""
    found: dict[str, None] = {}
    months: set[Month] = set()
    waiting = list(case.follows)
    while waiting:
        name = waiting.pop(0)
        if name not in found and cases[name].month not in months:
            found[name] = None
            months.add(cases[name].month)
            waiting += cases[name].follows
    return found


# ── what is given ──


def summaries(case: Case, cases: Mapping[str, Case], at_target: bool, agreement: Agreement) -> Summaries:
    """What a log would have given: volumes, forecasts, and the results of the levels."""
    terms = agreement.terms
    measures: dict[str, Measure] = {}
    excused: dict[str, int] = {}
    for level in agreement.in_force(8, case.month):
        measures[level.number] = case.results.get(level.name) or _other(level, at_target)
        for excuse in case.relief:
            if _concerned(level, excuse, agreement):
                measures[level.number] = _excused(measures[level.number], excuse, agreement.metric(level).better_when(level))
                excused[level.number] = excused.get(level.number, 0) + excuse.items
    volumes = {service.number: _volume(service, case, cases, agreement) for service in terms.section(6)}
    return Summaries(volumes=volumes, measures=measures, excused=excused)


def _other(level: Clause, at_target: bool) -> Measure:
    """The result of a level that the case does not list."""
    target = level.get("target")
    if not at_target or target is None:
        return Measure(None, 0)
    value = Fraction(target.microseconds) if isinstance(target, Length) else target
    return Measure(value, max(1, level.get("minimum sample") or 0))


def _concerned(level: Clause, excuse: Excuse, agreement: Agreement) -> bool:
    """Whether excused items are items of this level: of the same service, wrong ones for accuracy and late ones for clocks."""
    if excuse.counted_as == "wrong" and level.rule != "accuracy":
        return False
    if excuse.counted_as == "late" and level.get("clock") is None:
        return False
    name = level.get("covers")
    if name is None and level.get("clock"):
        name = agreement.terms.named(7, level["clock"]).get("covers")
    service = next((one.name for one in agreement.terms.section(6) if name in (one.get("components") or {})), None)
    return excuse.clause["covers"] in (name, service)


def _excused(measure: Measure, excuse: Excuse, better: str) -> Measure:
    """The result without the excused items, or with them counted as met; one that names no numbers of items stays as it is."""
    good = good_items(measure)
    if good is None or not measure.parts:
        return measure
    count, bad = measure.count, measure.count - good
    met, missed = (good, bad) if better == "more" else (bad, good)
    if excuse.clause["effect"] == "counted as met":
        moved = min(excuse.items, missed)
        met, missed = met + moved, missed - moved
    elif excuse.counted_as is None:
        met, missed = met - min(excuse.items, met), missed - max(0, excuse.items - met)
    else:
        missed -= min(excuse.items, missed)
    count = met + missed
    kept = met if better == "more" else missed
    return Measure(Fraction(kept, count), count, {"good": kept, "counted": count}) if count else Measure(None, 0)


def _volume(service: Clause, case: Case, cases: Mapping[str, Case], agreement: Agreement) -> Volume:
    """Units of a service, all on one day: the first of the month on which one of its prices holds."""
    count = case.volume.get(service.name, 0)
    for excuse in case.relief:
        if excuse.clause["billing"] == "not billed" and excuse.clause["covers"] in (service.name, *(service.get("components") or {})):
            count -= min(count, excuse.items)
    prices = [clause for clause in agreement.terms.section(10) if clause.get("service") == service.name and clause.holds_in(case.month)]
    based = [clause for clause in prices if clause["base charge"]] or prices
    day = max(case.month.first, min((clause.starts or case.month.first for clause in based), default=case.month.first))
    relief = _excess_clause(service, case.month, agreement)
    forecast = _forecast(service, case, cases, relief)
    excess = 0
    if relief is not None and forecast is not None:
        excess = max(0, count - int(relief["above"] * forecast))
    return Volume(service.number, service.name, service["unit"], count, forecast, excess, {day: count} if count else {})


def _excess_clause(service: Clause, month: Month, agreement: Agreement) -> Clause | None:
    clauses = (clause for clause in agreement.in_force(9, month) if clause.rule == "forecast excess")
    return next((clause for clause in clauses if service.name in clause["services"]), None)


def _forecast(service: Clause, case: Case, cases: Mapping[str, Case], relief: Clause | None) -> int | None:
    """The case's forecast; without one what the relief clause lets stand for it."""
    own = case.forecast.get(service.name)
    if own is not None or relief is None:
        return own
    if relief["without a forecast"] == "expected volume":
        return int(service["expected volume"])
    earlier = sorted((cases[name] for name in _before(case, cases)), key=lambda one: one.month, reverse=True)
    return next((one.forecast[service.name] for one in earlier if service.name in one.forecast), None)


# ── what comes out ──


def _differences(case: Case, got: Statement) -> Iterator[str]:
    for name, status in case.levels.items():
        level = got.scorecard.get(name)
        standing = level.status if level is not None else "not in force"
        if standing != status:
            because = f" ({level.because})" if level is not None else ""
            yield f"level {name}: expected {status}, got {standing}{because}"
    excess = {volume.service: volume for volume in got.volumes}
    if case.left_out:
        for service, volume in excess.items():
            wanted = case.left_out.get(service, 0)
            if volume.excess != wanted:
                unit = plural(volume.unit)
                yield f"left out of the levels, {service}: expected {wanted:,} {unit}, got {volume.excess:,}"
    if case.lines is not None:
        yield from _line_differences(case.lines, got)
    if case.total is not None and case.total != got.total:
        yield f"total: expected {money(case.total, got.currency)}, got {money(got.total, got.currency)}"


def _line_differences(expected: Mapping[str, Decimal], got: Statement) -> Iterator[str]:
    amounts: dict[str, Decimal] = {}
    because: dict[str, str] = {}
    for line in got.lines:
        amounts[line.title] = amounts.get(line.title, Decimal(0)) + line.amount
        because[line.title] = f" ({line.because.rstrip('.')})"
    for title in dict.fromkeys((*expected, *amounts)):
        wanted, amount = expected.get(title), amounts.get(title)
        if wanted == amount:
            continue
        told = "nothing" if wanted is None else money(wanted, got.currency)
        came = "nothing" if amount is None else money(amount, got.currency) + because[title]
        yield f"line {title}: expected {told}, got {came}"


def _right_differences(expected: Mapping[str, Stands], got: Sequence[Standing]) -> Iterator[str]:
    """Rights to end, which like lines must match completely; a day is compared where the test names one."""
    found = {one.clause.number: one for one in got}
    for number in dict.fromkeys((*expected, *found)):
        wanted, one = expected.get(number), found.get(number)
        if wanted is not None and one is not None and wanted.since == one.since and wanted.until in (None, one.until):
            continue
        told = "none" if wanted is None else _since(wanted.since, wanted.until)
        came = "none" if one is None else f"{_since(one.since, one.until)} ({one.told.rstrip('.')})"
        yield f"right {number}: expected {told}, got {came}"


def _since(since: Month, until: date | None) -> str:
    return f"since {since}" + (f", until {until}" if until is not None else "")
