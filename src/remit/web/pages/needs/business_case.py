"""The business case: what the work costs now, every line of what it would cost, the range, what moves it most, and the people behind it."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from remit.choice.business_case import KINDS, PHASES, Line, expected, unnamed
from remit.choice.role_plan import OUTCOMES, column
from remit.choice.simulation import simulated
from remit.exchange.statement_words import Answer
from remit.stages import roles
from remit.stages.needs import case as cases
from remit.stages.needs import queries
from remit.stages.needs.approve_case import approve_case
from remit.stages.needs.case import Seen, pennies
from remit.stages.needs.record_case_line import record_case_line
from remit.stages.needs.record_freed_hours import USES
from remit.terms.words import Words, money
from remit.values.period import Month, moment
from remit.web.charts.tornado import drawn, tornado
from remit.web.download import as_file
from remit.web.page import Answered, Visit, page

PAGE = page("business-case/", may=roles.is_client, label="Business case", place=7, visible_to="client")
HEADS = ("phase", "kind", "name", "per", "low", "likely", "high", "expected", "because", "source")
_SEED, _DRAWS = 2026, 10_000


@PAGE.reads
def read(visit: Visit) -> Answered:
    """`form` gives the lines as a file."""
    by = visit.by
    found = cases.seen(by)
    if (
        file := as_file(visit, "business-case", HEADS, (_cells(one, row) for one, row in zip(found.case.lines, found.lines, strict=True)))
    ) is not None:
        return file
    case, currency = found.case, found.currency
    begun = bool(case.baseline.units)
    row = found.row
    result = simulated(case, seed=row.seed if row else _SEED, draws=row.draws if row else _DRAWS) if begun and case.lines else None
    swings = case.tornado()
    month, mean = case.monthly(), case.monthly(expected)
    return {
        "answer": _said(found),
        "seen": found,
        "row": row,
        "currency": currency,
        "units": [(one, pennies(one.cost), _each(one.each)) for one in case.baseline.units],
        "baseline": pennies(case.baseline.cost),
        "phases": [(phase, _lines(found, phase), _sums(found, phase)) for phase in PHASES],
        "saving": pennies(month.saving),
        "share": month.share,
        "expected_saving": pennies(mean.saving),
        "payback": case.payback(),
        "expected_payback": case.payback(expected),
        "net": pennies(case.net()),
        "expected_net": pennies(case.net(expected)),
        "result": result,
        "drawn": drawn(result) if result else None,
        "marks": [pennies(Fraction(Decimal(str(round(value, 2))))) for value in (result.net.p10, result.net.p50, result.net.p90)]
        if result
        else [],
        "monthly_range": [pennies(Fraction(Decimal(str(round(value, 2))))) for value in (result.saving.p10, result.saving.p90)]
        if result
        else [],
        "tornado": tornado(swings, case.net()),
        "swings": [(one, pennies(one.at_low), pennies(one.at_high), pennies(one.width)) for one in swings],
        "unnamed": unnamed(case.lines) if begun else (),
        "roles": [(one, column(one.outcome)) for one in found.roles],
        "gap": pennies(found.plan.covers(case.baseline.cost)),
        "excess": -pennies(found.plan.covers(case.baseline.cost)),
        "cash": pennies(found.plan.cash),
        "avoided": pennies(found.plan.avoided),
        "severance": pennies(found.plan.severance),
        "freed": cases.freed(by),
        "kinds": KINDS,
        "outcomes": OUTCOMES,
        "uses": USES,
        "sources": queries.sources(by),
        "unit_names": ["month", *(one.name for one in case.baseline.units)],
        "this_month": Month.of(moment(visit.now, visit.engagement.zone).date()),
        "may_write": record_case_line.allowed(by),
        "may_approve": approve_case.allowed(by) and begun and row is not None,
        "columns": HEADS,
    }


def _said(found: Seen) -> str | Answer:
    case, currency = found.case, found.currency
    if not case.baseline.units:
        return Answer(_("Nothing is proposed yet, so "), _("there is nothing to count"), ".", "no data")
    month = case.monthly()
    told = {
        "saving": _money(month.saving, currency),
        "share": Words().percent(Fraction(round(month.share * 1000), 1000)),
        "base": _money(case.baseline.cost, currency),
        "spent": _money(case.transition().likely, currency),
    }
    if not case.lines:
        return _("The proposed work costs %(base)s a month; what it would cost elsewhere is not recorded yet.") % told
    if month.saving <= 0:
        told["loss"] = _money(-month.saving, currency)
        return Answer(
            _("Outsourcing would cost "), _("%(loss)s a month more") % told, _(" than the %(base)s it costs now.") % told, "missed"
        )
    before = _("Outsourcing saves %(saving)s a month, %(share)s of %(base)s") % told
    paid = case.payback()
    if paid is None:
        return Answer(f"{before}, ", _("and never pays the transition of %(spent)s back") % told, ".", "missed")
    told["month"] = Words().small(paid)
    return f"{before}, " + _("and pays the transition of %(spent)s back in month %(month)s.") % told


def _money(value: Fraction, currency: str) -> str:
    return money(pennies(value), currency).removesuffix(".00")


def _each(value: Fraction) -> Decimal:
    """What a unit costs, to a hundredth of a penny."""
    return Decimal(round(value * 10_000)).scaleb(-4).normalize() + 0


def _lines(found: Seen, phase: str) -> list[dict[str, Any]]:
    return [
        {
            "row": row,
            "line": one,
            "low": pennies(_monthly(found, one, one.least)),
            "likely": pennies(_monthly(found, one, one.likely)),
            "high": pennies(_monthly(found, one, one.most)),
        }
        for one, row in zip(found.case.lines, found.lines, strict=True)
        if one.phase == phase
    ]


def _monthly(found: Seen, line: Line, figure: Fraction) -> Fraction:
    return found.case.each_month(line, figure) if line.phase == "running" else figure


def _sums(found: Seen, phase: str) -> dict[str, Decimal]:
    sums = found.case.range(phase)
    return {"low": pennies(sums.low), "likely": pennies(sums.likely), "high": pennies(sums.high), "expected": pennies(sums.expected)}


def _cells(line: Line, row: Any) -> tuple[object, ...]:
    cited = f"S{row.cited.number}" if row.cited is not None else ""
    return line.phase, line.kind, line.name, line.per, row.low, row.likely, row.high, pennies(line.expected), row.because, cited
