"""Suitability: each process between the core and what is easy to hand over, a first function to begin with, and the choice of the scope."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from remit.choice import audit, suitability
from remit.exchange.statement_words import Answer
from remit.stages import roles
from remit.stages.needs import queries
from remit.stages.needs.queries import Known
from remit.stages.needs.select_scope import against, select_scope
from remit.terms.words import Words, listed
from remit.values.fault import Fault
from remit.values.money import Rounding
from remit.web.charts.quadrant import quadrant
from remit.web.page import Visit, page
from remit.web.pages.needs.register import core_said, names_of

PAGE = page("suitability/", may=roles.is_client, label="Suitability", place=3, visible_to="client")
NEEDED = 3
"""A picture of fewer processes says nothing."""


@dataclass(frozen=True, slots=True)
class Judged:
    """A process with what speaks against proposing it, and whether it is chosen in the form."""

    known: Known
    against: tuple[Fault, ...]
    chosen: bool
    cost: Any


@PAGE.reads
def read(visit: Visit) -> dict[str, Any]:
    """`starter=1` fills the form with the one function to begin with; the choice itself is an action."""
    by = visit.by
    found = queries.processes(by)
    first = suitability.starter([one.audited for one in found])
    preset = first.key if first is not None and visit.asked("starter") else ""
    judged = [
        Judged(one, tuple(against(one)), one.row.public_id == preset if preset else one.row.intent == "proposed", Rounding().of(one.cost))
        for one in sorted(found, key=lambda one: (-(one.place.candidate if one.place else 0), -one.cost, one.row.number))
    ]
    return {
        "answer": _said(found),
        "judged": judged,
        "drawing": quadrant(found) if len(found) >= NEEDED else None,
        "enough": len(found) >= NEEDED,
        "core_said": core_said(found) if found else "",
        "starter": first,
        "preset": bool(preset),
        "chosen_against": [one for one in judged if one.known.row.intent == "proposed" and one.against],
        "currency": queries.currency(by),
        "ratings": audit.RATINGS,
        "many": suitability.MANY_HOURS,
        "may_select": select_scope.allowed(by),
    }


def _said(found: Sequence[Known]) -> str | Answer:
    rated = [one for one in found if one.place is not None]
    if not rated:
        return _("No process is rated yet, so nothing can be said about what suits.")
    words = Words()
    fitting = [one for one in rated if one.place is not None and one.place.verdict == suitability.SUITS]
    core = [one for one in rated if one.place is not None and one.place.core]
    told = {"fit": words.small(len(fitting)).capitalize(), "all": words.small(len(found)), "core": words.small(len(core))}
    before = _("%(fit)s of %(all)s processes suit outsourcing, %(core)s are core and stay") % told
    wrong = [one.row.name for one in queries.proposed(found) if list(against(one))]
    if wrong:
        return Answer(f"{before}; ", _("something speaks against %(names)s") % {"names": listed(wrong)}, ".", "amber")
    distracting = [one for one in rated if one.place is not None and one.place.distracts and one.place.verdict != suitability.SUITS]
    if distracting:
        names = names_of(distracting)
        return f"{before}. " + _("%(names)s cost managers many hours, and would have to be improved first.") % {"names": names}
    return f"{before}."
