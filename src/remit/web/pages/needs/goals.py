"""The goals: what is wanted, from which baseline to which target by when, and how far each has come, month by month."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from remit.choice import goals
from remit.choice.goals import KINDS, Kind
from remit.choice.saving import Saved, saved
from remit.exchange.statement_words import Answer
from remit.records.models.goal import Goal
from remit.records.scoping import visible
from remit.scorecard import Attainment
from remit.stages import roles
from remit.stages.improvement import queries
from remit.stages.needs import case
from remit.stages.needs.case import pennies
from remit.stages.needs.set_goal import set_goal
from remit.stages.selection.directory import has_skill, providers
from remit.statement import Statement
from remit.terms.words import decimals, exact
from remit.values.period import Month, moment
from remit.web.page import Visit, page

SAVING = "saving"
PAGE = page("goals/", may=roles.is_client, label="Goals", place=6, visible_to="client")


@dataclass(frozen=True, slots=True)
class Result:
    """A month's result of the service level that measures a goal."""

    month: Month
    value: Fraction
    said: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """A goal with what was measured since, the last first, and the share of its way that is done."""

    row: Goal
    kind: Kind | None
    results: tuple[Result, ...]
    progress: Fraction | None
    overdue: bool
    unit_said: str

    @property
    def met(self) -> bool:
        return self.progress is not None and self.progress >= 1


@PAGE.reads
def read(visit: Visit) -> dict[str, Any]:
    """Goals that were set anew keep their earlier rows below."""
    by = visit.by
    rows = list(visible(Goal, by).select_related("recorded_by__user", "replaces").order_by("number", "-pk"))
    today = moment(visit.now, visit.engagement.zone).date()
    live = [row for row in rows if row.ended_at is None]
    statements = list(_statements(visit)) if live else []
    months = [(month, one.scorecard.levels) for month, one in statements]
    savings = list(_savings(visit, statements)) if any(row.kind == SAVING for row in live) else []
    wanted = [_wanted(row, months, today, savings) for row in live]
    return {
        "answer": _said(wanted),
        "wanted": wanted,
        "earlier": {row.number: [one for one in rows if one.number == row.number and one.ended_at is not None] for row in live},
        "skilled": {row.number: sum(has_skill(one, row.name) for one in providers(by)) for row in live if row.kind == "skill"},
        "kinds": KINDS,
        "absent": [(key, kind) for key, kind in KINDS.items() if key not in {row.kind for row in live}],
        "may_write": set_goal.allowed(by),
        "levels": [(level.clause, level.name) for level in months[0][1]] if months else [],
    }


def _statements(visit: Visit) -> Iterator[tuple[Month, Statement]]:
    """The issued statements, the newest first."""
    for month, where in list(queries.standings(visit.by, visit.now).items())[:12]:
        if where.latest is not None:
            yield month, queries.issued(visit.by, where.latest)


def _savings(visit: Visit, statements: Sequence[tuple[Month, Statement]]) -> Iterator[tuple[Month, Saved]]:
    """What each month saved against the approved baseline, with the governance of the case."""
    base, found = case.approved_baseline(visit.by), case.seen(visit.by)
    lines = [line for line in found.case.lines if line.kind == "governance" and line.phase == "running"]
    governance = sum((found.case.each_month(line, line.likely) for line in lines), Fraction(0))
    for month, one in statements:
        units = {volume.unit: volume.billed for volume in one.volumes}
        yield month, saved(base, units, Fraction(one.total), governance)


def _wanted(row: Goal, months: Sequence[tuple[Month, Sequence[Attainment]]], today: Any, savings: Sequence[tuple[Month, Saved]]) -> Wanted:
    results = tuple(_saving_results(row, savings) if row.kind == SAVING else _results(row, months))
    done = goals.progress(Fraction(row.baseline), Fraction(row.target), results[0].value, row.better) if results else None
    overdue = row.due < today and done is not None and done < 1
    return Wanted(row, KINDS.get(row.kind), results, done, overdue, f" {row.unit}" if row.unit else "")


def _saving_results(row: Goal, savings: Sequence[tuple[Month, Saved]]) -> Iterator[Result]:
    """The baseline less what the month saved: what the work costs now, at the volume it had then."""
    for month, one in savings:
        yield Result(month, Fraction(row.baseline) - one.saving, decimals(pennies(one.saving), 2))


def _results(row: Goal, months: Sequence[tuple[Month, Sequence[Attainment]]]) -> Iterator[Result]:
    for month, levels in months:
        level = next((one for one in levels if one.clause == row.level), None)
        if level is not None and level.judged is not None:
            value = level.judged * 100 if level.result == "percentage" else Fraction(level.judged)
            yield Result(month, value, exact(Fraction(round(value * 100), 100)))


def _said(wanted: Sequence[Wanted]) -> str | Answer:
    if not wanted:
        return Answer(_("No goal is set yet: "), _("nobody could say later whether it was worth it"), ".", "no data")
    late = [one for one in wanted if one.overdue]
    met = sum(one.met for one in wanted)
    before = ngettext("One goal has", "%(count)s goals have", len(wanted)) % {"count": len(wanted)}
    before += " " + _("a baseline, a target and a date")
    if late:
        return Answer(f"{before}; ", _("%(name)s is overdue") % {"name": late[0].row.name}, ".", "amber")
    return f"{before}; " + (_("%(met)s reached its target in the last closed month.") % {"met": met} if met else _("none is reached yet."))
