"""What if: a closed month with more or less work, another rate of exchange, better or worse results, line by line."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from remit.records.models.draft import Draft
from remit.stages import roles
from remit.stages.contract import queries
from remit.stages.contract.effect import months
from remit.stages.contract.sentences import count
from remit.stages.contract.whatif import Shift, Tried, hiring_avoided, tried
from remit.terms.words import money
from remit.web.page import Visit, page
from remit.web.pages.contract.draft import found

PAGE = page("contract/whatif", may=roles.is_party, label="What if", place=3)
SLIDERS = (
    ("volume", "Work", -50, 100, "% more or less of every service"),
    ("rate", "Rates of exchange", -40, 40, "% up or down"),
    ("attainment", "Results", -20, 10, "points better or worse in every level"),
)
"""Name, label, least, most, and what one step is."""


@PAGE.reads
def read(visit: Visit) -> dict[str, Any]:
    """`month` is a closed month, `volume`, `rate` and `attainment` shift its figures; `draft` settles it by a draft."""
    closed = months(visit.by)
    if not closed:
        return {"answer": "No month is closed yet; what it would have cost otherwise is shown once one is.", "closed": ()}
    month = next((one for one in closed if str(one) == visit.asked("month")), closed[-1])
    asked = visit.asked("draft")
    row: Draft | None = found(visit, int(asked)) if asked.isdecimal() else None
    draft = queries.reading(visit.by, row).terms if row is not None else None
    given = {name: _number(visit.asked(name), least, most) for name, _label, least, most, _step in SLIDERS}
    result = tried(visit.by, month, Shift(**{name: Fraction(value, 100) for name, value in given.items()}), draft)
    assert result is not None
    return {
        "answer": _answer(result, given),
        "closed": tuple(reversed(closed)),
        "month": month,
        "row": row if draft is not None else None,
        "sliders": [(name, label, least, most, step, given[name]) for name, label, least, most, step in SLIDERS],
        "lines": list(result.lines()),
        "tried": result,
        "avoided": [(count(more, unit), cost) for unit, more, cost in hiring_avoided(visit.by, result)],
        "currency": result.after.currency,
        "levels": [(one, result.after.scorecard.get(one.clause)) for one in result.before.scorecard.levels],
        "fragments": ("moved",),
    }


def _number(text: str, least: int, most: int) -> int:
    try:
        return max(least, min(most, int(text)))
    except ValueError:
        return 0


def _answer(result: Tried, given: dict[str, int]) -> str:
    currency, month = result.after.currency, result.month.name
    if not any(given.values()):
        return f"{month} cost {money(result.before.total, currency)}; move a slider to see what it would have cost otherwise."
    parts = []
    if given["volume"]:
        parts.append(f"{abs(given['volume'])} % {'more' if given['volume'] > 0 else 'less'} work")
    if given["rate"]:
        parts.append(f"rates {abs(given['rate'])} % {'higher' if given['rate'] > 0 else 'lower'}")
    if given["attainment"]:
        parts.append(f"results {abs(given['attainment'])} points {'better' if given['attainment'] > 0 else 'worse'}")
    with_what = " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 2 else parts)
    return (
        f"With {with_what} {month} would have cost {money(result.after.total, currency)} instead of {money(result.before.total, currency)}."
    )
