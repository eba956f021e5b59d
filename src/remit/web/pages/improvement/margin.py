"""The provider's margin: what closed months left to the penny, how the running one is likely to end, and the own costs it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.http import HttpResponse

from remit.foresight.chance import Spread
from remit.intake.knowledge import terms_in_force
from remit.stages import roles
from remit.stages.improvement import margin, own_costs
from remit.stages.improvement.margin import Closed, Running
from remit.terms.words import Words, money
from remit.values.money import Rounding
from remit.values.period import Month, moment
from remit.web.charts.margins import margins
from remit.web.download import asked_form, download
from remit.web.page import Answered, Visit, page

PAGE = page("margin/", may=roles.sees_own_cost, label="Margin", place=7, visible_to="provider")
HEADS = ("month", "version", "charges", "own cost", "margin", "share", "currency")
COSTS = ("name", "per", "amount", "month", "note", "recorded by", "recorded at")
_PENNIES = Rounding("half up", Decimal("0.01"))


@PAGE.reads
def read(visit: Visit) -> Answered:
    """`month` opens the cost lines of a closed month, `forecast=1` draws the running month's end where it is not drawn yet; `form` gives
    the months as a file, with `list=costs` the own costs, in the columns in which they can be brought in again."""
    by = visit.by
    months = margin.closed(by)
    if form := asked_form(visit):
        return _file(visit, months, form)
    running = margin.running(by, visit.now, compute=bool(visit.asked("forecast")))
    named = own_costs.services(by)
    rows = own_costs.recorded(by)
    currency = months[0].currency if months else _currency(visit)
    opened = next((one for one in months if str(one.month) == visit.asked("month")), None)
    found: dict[str, Any] = {
        "answer": _said(months, running, currency),
        "months": months,
        "opened": opened,
        "running": running,
        "waits": running is None,
        "range": _range(running.margin, currency) if running is not None and running.margin is not None else "",
        "likely": _amount(running.margin.p50) if running is not None and running.margin is not None else None,
        "revenue": _range(running.revenue, currency) if running is not None else "",
        "cost": _range(running.cost, currency) if running is not None and running.cost is not None else "",
        "drawing": margins(months, running),
        "costs": [(row, own_costs.per_said(row.per, named), _until(row, rows)) for row in reversed(rows)],
        "services": named.items(),
        "currency": currency,
        "this_month": Month.of(moment(visit.now, visit.engagement.zone).date()),
        "columns": HEADS,
    }
    return found


def _currency(visit: Visit) -> str:
    terms = terms_in_force(visit.engagement, Month.of(moment(visit.now, visit.engagement.zone).date()))
    return terms.currency if terms is not None else "GBP"


def _said(months: Sequence[Closed], running: Running | None, currency: str) -> str:
    last = months[0] if months else None
    if last is not None and last.margin is not None and last.share is not None:
        share = Words().percent(Fraction(round(last.share * 1000), 1000))
        before = f"{last.month.name} left {money(last.margin, currency)}, {share} of its charges"
    elif last is not None:
        return "Record what the work costs you, and each month says what it leaves."
    else:
        before = "No month is closed yet"
    if running is None or running.margin is None:
        return f"{before}."
    likely = money(_amount(running.margin.p50), currency)
    return f"{before}; {running.month.name} is likely to leave {likely}, in eight of ten runs {_range(running.margin, currency)}."


def _amount(value: Fraction) -> Decimal:
    return _PENNIES.of(value)


def _range(found: Spread, currency: str) -> str:
    return f"{money(_amount(found.p10), currency)} to {money(_amount(found.p90), currency)}"


def _until(row: Any, rows: Sequence[Any]) -> str:
    """The month from which a later line of the same name holds instead; "replaced" where one for the same month does."""
    later = [one for one in rows if one.name == row.name and (one.month, one.recorded_at, one.pk) > (row.month, row.recorded_at, row.pk)]
    return "" if not later else "replaced" if later[0].month == row.month else later[0].month


def _file(visit: Visit, months: Sequence[Closed], form: str) -> HttpResponse:
    chosen = visit.request.GET.getlist("columns")
    if visit.asked("list") == "costs":
        rows = own_costs.recorded(visit.by)
        zone = visit.engagement.zone
        cells = (
            (row.name, row.per, row.amount, row.month, row.note, row.recorded_by.name, f"{moment(row.recorded_at, zone):%Y-%m-%d %H:%M}")
            for row in rows
        )
        return download(f"{visit.engagement.code}-own-costs", COSTS, cells, form, chosen=chosen)
    return download(f"{visit.engagement.code}-margin", HEADS, _month_cells(months), form, chosen=chosen)


def _month_cells(months: Sequence[Closed]) -> Iterator[tuple[object, ...]]:
    for one in months:
        share = "" if one.share is None else Words().percent(Fraction(round(one.share * 1000), 1000))
        yield str(one.month), one.version, one.revenue, one.cost, one.margin, share, one.currency
