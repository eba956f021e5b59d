"""The process register: what the company does, what it costs, which few carry most of it, and which of them could go."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _

from remit.choice import audit, pareto, suitability
from remit.choice.templates import TEMPLATES
from remit.discovery import takeaway
from remit.exchange.statement_words import Answer
from remit.records.models.batch import Batch
from remit.records.scoping import visible
from remit.stages import roles
from remit.stages.needs import maps, queries
from remit.stages.needs.add_process import add_process
from remit.stages.needs.queries import Known
from remit.stages.needs.register_batches import KIND
from remit.stages.needs.select_scope import select_scope
from remit.terms.words import SIGN_OF, Words, decimals, listed, money
from remit.values.fault import Refused
from remit.values.money import Rounding
from remit.web.charts.quadrant import kind_of, quadrant
from remit.web.download import as_file
from remit.web.page import Answered, Visit, page

PAGE = page("processes/", may=roles.is_client, label="Process register", place=2, visible_to="client")
HEADS = (
    *("number", "name", "area", "unit", "volume", "minutes", "rate", "hours a month", "cost a month", "tools", "baseline"),
    *("figures_from", "begins", "ends", "components", "systems", "owner", "management_hours"),
    *(*audit.RATINGS, "place", "intent", "complete"),
)
TEMPLATE = (*("name", "area", "unit", "volume", "minutes", "rate", "tools", "baseline", "figures_from", "begins", "ends"),
            *("components", "systems", "owner", "management_hours", *audit.RATINGS))  # fmt: skip
WIDTH = 214
"""The longest bar, in the units of its drawing."""


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the register in its place, with the width of its bar and how that is drawn."""

    known: Known
    cost: Decimal
    width: float
    kind: str
    running: Fraction


@PAGE.reads
def read(visit: Visit) -> Answered:
    """`by` is cost or hours; `form` gives the register as a file, with `list=template` an empty sheet to fill in."""
    by = visit.by
    found = queries.processes(by)
    if visit.asked("list") == "template" and (file := as_file(visit, "register-template", TEMPLATE, ())) is not None:
        return file
    if (file := as_file(visit, "register", HEADS, (_cells(one) for one in found))) is not None:
        return file
    hours = visit.asked("by") == "hours"
    rows = pareto.ranked((one.row.public_id, one.hours if hours else one.cost) for one in found)
    known = {one.row.public_id: one for one in found}
    most = rows[0].size if rows else Fraction(0)
    lines = [
        Line(
            known[row.key],
            Rounding().of(known[row.key].cost),
            float(row.size / most) * WIDTH if most else 0.0,
            kind_of(known[row.key]),
            row.running,
        )
        for row in rows
    ]
    currency = queries.currency(by)
    drawing = quadrant(found)
    complete = audit.complete([one.audited for one in found])
    return {
        "answer": said(found, currency),
        "lines": lines,
        "hours": hours,
        "currency": currency,
        "sign": SIGN_OF.get(currency, currency),
        "total_cost": Rounding().of(queries.total_cost(found)),
        "total_hours": queries.total_hours(found),
        "count_said": _count(len(found)),
        "vital_said": _vital(rows, hours),
        "drawing": drawing,
        "core_said": core_said(found),
        "complete": round(complete * 100),
        "unrated": sum(one.place is None for one in found),
        "may_write": add_process.allowed(by),
        "may_select": select_scope.allowed(by),
        "ratings": audit.RATINGS,
        "templates": TEMPLATES,
        "imports": list(visible(Batch, by).filter(kind=KIND).select_related("brought_by__user").order_by("-pk")[:5]),
        "columns": HEADS,
        **_strip(visit, found),
    }


def _strip(visit: Visit, found: Sequence[Known]) -> dict[str, Any]:
    """The map of the newest log of a proposed process, with its sentence; nothing where there is none, or its content is damaged."""
    proposed = {one.row.pk for one in queries.proposed(found)}
    row = next((one for one in maps.logs(visit.by) if one.process_id in proposed), None)
    if row is None:
        return {}
    try:
        seen = maps.seen(visit.by, row.number, share=0.005)
    except Refused:
        return {}
    if seen is None or not seen.found.cases or row.process is None:
        return {}
    unit = (row.process.unit or _("case")).split()[-1]
    sentence = takeaway.said(seen.takeaway, unit)
    told = {"name": _lower(row.process.name), "said": sentence[:1].lower() + sentence[1:]}
    cases = {"cases": f"{seen.found.cases:,}", "file": row.file}
    return {
        "strip": seen.drawing,
        "strip_said": _("In %(name)s %(said)s") % told,
        "strip_address": f"/e/{visit.engagement.code}/{row.path}",
        "strip_from": _("Width: how often. Dashed: back. Found in %(cases)s cases of %(file)s.") % cases,
    }


def said(found: Sequence[Known], currency: str) -> str | Answer:
    """The audit in a sentence: what is proposed and what it costs; before that what carries most."""
    if not found:
        return _("No process is recorded yet: add the first, or bring in the sheet in which you keep them.")
    chosen = queries.proposed(found)
    whole = queries.total_cost(found)
    cost = _round_money(queries.total_cost(chosen), currency)
    if not chosen:
        dearest = sorted(found, key=lambda one: (-one.cost, one.row.number))[:3]
        names = names_of(dearest)
        told = {
            "names": names,
            "cost": _round_money(queries.total_cost(dearest), currency),
            "share": _share(queries.total_cost(dearest), whole),
        }
        return _("%(names)s cost %(cost)s a month, %(share)s of the total; nothing is proposed yet.") % told
    told = {"names": names_of(chosen), "cost": cost, "share": _share(queries.total_cost(chosen), whole)}
    core = [one for one in chosen if one.place is not None and one.place.core]
    one = len(chosen) == 1
    before = (
        _("%(names)s costs %(cost)s a month, %(share)s of the total, and")
        if one
        else _("%(names)s cost %(cost)s a month, %(share)s of the total, and")
    ) % told
    if any(item.place is None for item in chosen):
        return Answer(f"{before} ", _("not all of it is rated"), ".", "amber")
    if core:
        return Answer(
            f"{before} ", _("%(names)s is close to the core") % {"names": _lower(listed([item.row.name for item in core]))}, ".", "missed"
        )
    return f"{before} {_('it is not core') if one else _('none of them is core')}."


def core_said(found: Sequence[Known]) -> str:
    """The takeaway of the quadrant."""
    core = [one for one in found if one.place is not None and one.place.core]
    if core:
        return (_("%(names)s is core and stays.") if len(core) == 1 else _("%(names)s are core and stay.")) % {"names": names_of(core)}
    fitting = [one for one in found if one.place is not None and one.place.verdict == suitability.SUITS]
    return _("None of the rated processes is core; %(count)s suit outsourcing.") % {"count": Words().small(len(fitting))}


def _vital(rows: Sequence[pareto.Ranked], hours: bool) -> str:
    count = pareto.vital(rows)
    if not count:
        return _("The figures of the processes are still missing.")
    words = Words()
    told = {
        "few": words.small(count).capitalize(),
        "all": words.small(len(rows)),
        "share": f"{decimals(rows[count - 1].running * 100, 0)} %",
    }
    what = (
        _("%(few)s of %(all)s processes take %(share)s of the hours.")
        if hours
        else _("%(few)s of %(all)s processes carry %(share)s of the cost.")
    )
    return what % told


def _count(count: int) -> str:
    return _("One process") if count == 1 else _("%(count)s processes") % {"count": Words().small(count).capitalize()}


def names_of(found: Sequence[Known]) -> str:
    """`Customer email, live chat and order data entry`."""
    names = [one.row.name for one in found]
    return listed([names[0], *(_lower(name) for name in names[1:])])


def _lower(name: str) -> str:
    return name if name[1:2].isupper() else name[:1].lower() + name[1:]


def _share(part: Fraction, whole: Fraction) -> str:
    return f"{decimals(part / whole * 100 if whole else 0, 0)} %"


def _round_money(amount: Fraction, currency: str) -> str:
    """An exact sum without pennies where it has none: `£21,600`."""
    return money(Rounding().of(amount), currency).removesuffix(".00")


def _cells(one: Known) -> tuple[object, ...]:
    return tuple(_each(one))


def _each(one: Known) -> Iterator[object]:
    row = one.row
    exact = one.audited.effort is not None
    yield from (row.number, row.name, row.area, row.unit, row.volume, row.minutes, row.rate)
    yield from (decimals(one.hours, 2).replace(",", "") if exact else None, Rounding().of(one.cost) if exact else None, row.tools)
    yield from (row.baseline, row.figures_from, row.begins, row.ends, "; ".join(one.audited.components), "; ".join(one.audited.systems))
    yield from (row.owner, row.management_hours, *(one.audited.ratings.get(name) for name in audit.RATINGS))
    yield from (one.place.verdict if one.place else "", row.intent, f"{round(audit.complete([one.audited]) * 100)} %")
