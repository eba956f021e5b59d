"""Several rows of a list of items at once: chosen by box or key, looked at before anything is done, then claimed, objected to, or a file.

The choice stands in the address like every filter (`pick`, or `every` for all that fit the filters), so it survives reloading and works
without scripts. `do=claim` shows what would be asked and what it would move; only the form below that writes anything.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import polars as pl

from remit.intake.knowledge import knowledge
from remit.records.models.issued_statement import IssuedStatement
from remit.scorecard import Attainment
from remit.stages.improvement import queries
from remit.stages.improvement.claim_relief import claim_relief
from remit.stages.improvement.dispute_items import dispute_items
from remit.stages.operations.at_risk import CLAIMED, reliefs_for
from remit.stages.operations.levels import missed
from remit.terms.document import Clause
from remit.values.period import Month
from remit.web.page import Visit

MOST = 2_000
"""So many items are asked for at once."""


@dataclass(frozen=True, slots=True)
class Asking:
    """What can be done with chosen items: `act` is the action's address, `statement` the version objected to (None before the close).
    `moves` says what the level would be without them, where that is a count of items and the first of the reliefs takes items out."""

    act: str
    month: Month
    statement: IssuedStatement | None
    reliefs: tuple[Clause, ...]
    items: tuple[str, ...]
    moves: str = ""

    @property
    def numbers(self) -> str:
        return "\n".join(self.items)


def chosen(visit: Visit, items: pl.DataFrame) -> pl.DataFrame:
    """The rows that were chosen: those picked, all where `every` is asked; all where nothing is, so that a file holds the whole list."""
    picks = [one[:200] for one in visit.request.GET.getlist("pick")][:MOST]
    return items if visit.asked("every") or not picks else items.filter(pl.col("item").is_in(picks))


def picked(visit: Visit) -> frozenset[str]:
    return frozenset(visit.request.GET.getlist("pick"))


def asking(visit: Visit, month: Month, items: pl.DataFrame, level: Attainment | None = None) -> Asking | None:
    """What the preview shows where `do=claim` is asked for chosen items; None where nothing is asked or nothing can be."""
    possible = may_ask(visit, month)
    if visit.asked("do") != "claim" or possible is None or not (picked(visit) or visit.asked("every")):
        return None
    rows = chosen(visit, items)
    names = tuple(dict.fromkeys(rows["item"].to_list()))[:MOST]
    act, row = possible
    terms = knowledge(visit.engagement).agreements(month).terms
    every = tuple(clause for clause in terms.section(9) if clause.rule in CLAIMED)
    reliefs = reliefs_for(terms, level.clause) if level is not None else every
    takes_out = bool(reliefs) and reliefs[0]["effect"] == "removed from both sides" and visit.by.side == "provider"
    moves = _moves(level, rows) if level is not None and takes_out else ""
    return Asking(act, month, row, reliefs, names, moves) if names and reliefs else None


def may_ask(visit: Visit, month: Month) -> tuple[str, IssuedStatement | None] | None:
    """The action that fits the month: a claim before it closes, an objection to its latest version while there is time."""
    where = queries.standing(visit.by, month, visit.now)
    if where.latest is None:
        return ("do/improvement/claim_relief", None) if claim_relief.allowed(visit.by) else None
    in_time = where.latest.object_until is None or visit.now <= where.latest.object_until
    return ("do/improvement/dispute_items", where.latest) if in_time and dispute_items.allowed(visit.by) else None


def _moves(level: Attainment, rows: pl.DataFrame) -> str:
    """`83.1 % now, 83.4 % without them`: the chosen items that count leave both sides of the level."""
    value, count = level.measure.value, level.measure.count
    if level.result != "percentage" or value is None or "counted" not in rows.columns:
        return ""
    counted, bad = rows.filter("counted").height, missed(rows).height
    if count <= counted or not counted:
        return ""
    good = value * count - (counted - bad)
    return f"{level.written(value)} now, {level.written(Fraction(good) / (count - counted))} without them"
