"""One process: the sum behind its cost, what is still missing, its ratings, its map, and what the people who do it say."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from remit.choice import audit
from remit.exchange.statement_words import Answer
from remit.records.models.staff_interview import Suggestion
from remit.records.scoping import visible
from remit.stages import roles
from remit.stages.needs import maps, queries
from remit.stages.needs.add_process import add_process
from remit.stages.needs.interviews import interviews
from remit.stages.needs.queries import Known
from remit.stages.needs.select_scope import against
from remit.terms.words import exact, money, plural
from remit.values.money import Rounding
from remit.web.page import Visit, page

PAGE = page("processes/<int:number>/", may=roles.is_client, label="Process", under="register", visible_to="client")


@PAGE.reads
def read(visit: Visit, number: int) -> dict[str, Any]:
    """By its number in the register."""
    by = visit.by
    one = queries.process(by, number)
    if one is None:
        raise Http404
    currency = queries.currency(by)
    asked = interviews(by, one.row)
    return {
        "answer": _said(one, currency),
        "one": one,
        "row": one.row,
        "currency": currency,
        "calculation": calculation(one, currency),
        "complete": round(audit.complete([one.audited]) * 100),
        "missing": one.missing,
        "vague": audit.vague(one.audited),
        "against": list(against(one)),
        "ratings": [(name, words, one.audited.ratings.get(name)) for name, words in audit.RATINGS.items()],
        "scale": range(audit.LEAST, audit.MOST + 1),
        "logs": maps.logs(by, one.row),
        "drawings": maps.drawn(by, one.row),
        "interviews": asked,
        "answered": sum(item.answered_at is not None for item in asked),
        "suggestions": list(
            visible(Suggestion, by).filter(process=one.row).select_related("interview", "decided_by__user").order_by("-pk")
        ),
        "may_write": add_process.allowed(by),
    }


def _said(one: Known, currency: str) -> str | Answer:
    row = one.row
    if one.audited.effort is None:
        return Answer(f"{row.name}: ", _("%(count)s answers are still missing") % {"count": len(one.missing)}, ".", "no data")
    hours = exact(Rounding(to=Decimal("0.1")).of(one.hours))
    cost = money(Rounding().of(one.cost), currency)
    told = {"name": row.name, "hours": hours, "cost": cost}
    before = _("%(name)s takes %(hours)s h and costs %(cost)s a month") % told
    if one.place is None:
        return f"{before}."
    verdicts = {
        "suits outsourcing": _("it suits outsourcing."),
        "improve first": _("improve it before anybody else does it."),
        "keep in house": _("it is close to the core and stays."),
        "keep, but standardise": _("it is close to the core: keep it, and standardise it."),
    }
    if row.intent == "proposed" and list(against(one)):
        return Answer(f"{before}; ", _("something speaks against giving it away"), ".", "amber")
    return f"{before}; {verdicts[one.place.verdict]}"


def calculation(one: Known, currency: str) -> str:
    """The sum as one would do it by hand: `2,400 tickets × 10.5 min ÷ 60 = 420 h; 420 h × £24.00 = £10,080.00`."""
    row = one.row
    if row.volume is None or row.minutes is None or row.rate is None:
        return ""
    hours = exact(one.hours)
    cost = money(Rounding().of(one.cost), currency)
    unit = plural(row.unit or _("unit"))
    rate = money(Rounding(to=Decimal("0.0001")).of(row.rate).normalize() + 0, currency)
    return f"{exact(row.volume)} {unit} × {exact(row.minutes)} min ÷ 60 = {hours} h; {hours} h × {rate} = {cost}"
