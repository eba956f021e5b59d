"""Escalations: whom each has reached in whose stead, when it climbs next, and the forms to raise, take on and close one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from remit.records.models.escalation import Escalation, EscalationReach
from remit.stages import roles
from remit.stages.operations import escalations
from remit.stages.operations.escalations import Step
from remit.stages.operations.raise_escalation import raise_escalation
from remit.terms.document import Clause, Terms
from remit.terms.kinds import Duration
from remit.terms.words import listed
from remit.web.page import Visit, page

PAGE = page("escalations/", may=roles.is_party, label="Escalations", place=8)


@dataclass(frozen=True, slots=True)
class Shown:
    """An escalation with the ladder it climbs; `told` are those it has reached, each with how
    long after the beginning; `next` is the step that comes next, None where it has reached the last or is closed."""

    row: Escalation
    ladder: Clause | None
    told: tuple[tuple[str, EscalationReach], ...]
    next: Step | None
    may_close: bool


@PAGE.reads
def read(visit: Visit) -> dict[str, Any]:
    """`about` and `link` fill in the form: what something on another page is escalated with."""
    terms = escalations.in_force(visit.engagement, visit.now)
    found = [_shown(visit, row, terms) for row in escalations.escalations(visit.by)]
    return {
        "answer": _answer([one for one in found if one.row.closed_at is None], len(found)),
        "found": found,
        "ladders": escalations.ladders(terms) if terms is not None else (),
        "climbs": [(one, list(_said(one))) for one in (escalations.ladders(terms) if terms is not None else ())],
        "may_raise": raise_escalation.allowed(visit.by),
        "about": visit.asked("about")[:200],
        "link": visit.asked("link")[:300],
    }


def _shown(visit: Visit, row: Escalation, terms: Terms | None) -> Shown:
    known = escalations.ladders(terms) if terms is not None else ()
    clause = next((one for one in known if one.number == row.clause), None)
    steps = escalations.steps(terms, clause["steps"], row.raised_at) if terms is not None and clause is not None else ()
    ahead = next((one for one in steps if one.at > visit.now), None) if row.closed_at is None else None
    mine = visit.by.pk in (row.raised_by_id, row.taken_by_id) or roles.leads(visit.by)
    after = {one.number: one.after for one in steps}
    told = tuple((after.get(reach.step, ""), reach) for reach in row.reached.all())
    return Shown(row, clause, told, ahead, mine and row.closed_at is None)


def _said(ladder: Clause) -> Iterator[str]:
    for row in ladder["steps"]:
        yield f"{Duration().write(row['after'])}: {listed([str(role) for role in row['to']])}"


def _answer(still: list[Shown], every: int) -> str:
    if not still:
        return "Nothing is escalated." if not every else f"Nothing is escalated now; {every} {'was' if every == 1 else 'were'} before."
    one = still[0]
    names = list(dict.fromkeys(reach.whom.name for reach in one.row.reached.all() if reach.whom is not None))
    who = f"{one.row.taken_by.name} has taken it on" if one.row.taken_by is not None else "nobody has taken it on"
    rest = f"; {len(still) - 1} more {'is' if len(still) == 2 else 'are'} open" if len(still) > 1 else ""
    reached = f"has reached {listed(names)}" if names else "has reached nobody yet"
    return f"“{one.row.about}” {reached}, and {who}{rest}."
