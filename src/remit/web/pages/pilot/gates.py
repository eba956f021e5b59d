"""The gates of a pilot: what each was asked, how it was decided, who signed; and the next one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from remit.criteria import criteria, gate_clauses
from remit.exchange.statement_words import Answer
from remit.stages import roles
from remit.stages.pilot import queries
from remit.stages.pilot.gate_seen import GateSeen
from remit.stages.pilot.open_gate import open_gate
from remit.stages.pilot.tasks import terms_now
from remit.values.period import moment
from remit.web.page import Visit, page

PAGE = page("gates/", may=roles.is_party, label="Gates", place=2)


@PAGE.reads
def read(visit: Visit) -> dict[str, Any]:
    """The latest gate first; before the first one, what the contract would ask."""
    found, terms = queries.gates(visit.by), terms_now(visit.engagement, visit.now)
    clauses = gate_clauses(terms) if terms is not None else ()
    pending = any(not one.row.decision for one in found)
    return {
        "answer": _said(found, visit),
        "gates": found[::-1],
        "clauses": clauses,
        "asked": criteria(terms, clauses[0] if clauses else None) if terms is not None else (),
        "has_terms": terms is not None,
        "may_open": open_gate.allowed(visit.by) and terms is not None and not pending,
        "today": moment(visit.now, visit.engagement.zone).date(),
    }


def _said(found: Sequence[GateSeen], visit: Visit) -> Answer:
    if not found:
        return Answer(_("No gate has been opened: nothing yet says that the pilot is good enough."), "", "", "no data")
    last = found[-1]
    words = {"number": last.row.number, "day": f"{last.row.day.day} {last.row.day:%B %Y}"}
    opening = _("Gate %(number)s of %(day)s ") % words
    if last.word == "open":
        told = last.answer
        return Answer(opening + _("is open: %(told)s") % {"told": told.before}, told.marked, told.after, told.status)
    decided = {
        "go": _("was decided as a go"),
        "conditional": _("was decided as conditional"),
        "no-go": _("was decided as a no-go"),
    }[last.row.decision]
    passed = _(", with %(passed)s of %(all)s criteria passed") % {"passed": last.passed, "all": len(last.verdicts)}
    if last.word == "signed":
        return Answer(f"{opening}{decided}{passed}" + _("; both companies have signed."), "", "", "met")
    missing = [str(visit.engagement.organisation(side) or side) for side in ("client", "provider") if last.signature(side) is None]
    waits = _("the signature of %(who)s is missing") % {"who": _(" and ").join(missing)}
    return Answer(f"{opening}{decided}{passed}; ", waits, ".", "amber")
