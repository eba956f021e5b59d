"""Live service levels: how each stands, how many misses are left, when misses come, how the month will end, and what hangs on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from remit.foresight.forecast import Forecast, Outlook
from remit.scorecard import Attainment, good_items
from remit.stages import roles
from remit.stages.operations import levels, sentences
from remit.stages.operations.levels import Board, Stake
from remit.stages.operations.queries import places_of
from remit.terms.typed import Length
from remit.terms.words import Words
from remit.values.period import Month
from remit.web.charts.fan import Fan, fan, range_said
from remit.web.charts.heat import Heat, heat
from remit.web.charts.trend import Trend, places, trend
from remit.web.page import Visit, page

PAGE = page("levels/", may=roles.is_party, label="Live service levels", place=2)
_ORDER = {"missed": 0, "amber": 1, "too little evidence": 3, "met": 2, "reported": 4, "no data": 5}
_SHOWN = {"missed": 0, "amber": 1}
"""What is not as promised stands first; the rest in the order of the clauses."""


@dataclass(frozen=True, slots=True)
class Row:
    """A level as the table prints it. `left` is how many more items may miss before it costs: until the month's end where that is drawn
    (`to_come` is True), else of the items counted so far. `used` is the share of the misses allowed that is used, in per cent."""

    level: Attainment
    subtitle: str
    trend: Trend
    left: int | None
    to_come: bool
    allowed: int | None
    used: int
    short_by: int | None
    month_end: str
    at_risk: str
    stake: Stake | None
    undecided: int

    @property
    def bar(self) -> float:
        """How wide the part used is drawn."""
        return 115 * min(self.used, 100) / 100


@PAGE.reads
def read(visit: Visit) -> dict[str, Any]:
    """`month` picks another month, `forecast=1` works the month's end out where it is not known yet, `level` the one that the charts
    show. The page asks for the forecast by itself once it is shown, so it never waits for it."""
    month = _month(visit)
    board = levels.board(visit.by, month, visit.now)
    drawn = levels.forecast(visit.by, month, visit.now, compute=bool(visit.asked("forecast"))) if board.runs else None
    stakes = levels.stakes(visit.by, board.agreement, month)
    ordered = sorted(board.scorecard.levels, key=lambda level: _SHOWN.get(level.status, 2))
    rows = [_row(board, level, drawn, stakes.get(level.clause)) for level in ordered]
    worst = _worst(board.scorecard.levels)
    shown = next((level for level in board.scorecard.levels if level.clause == visit.asked("level")), worst)
    outlook = next((one for one in drawn.levels if shown and one.clause == shown.clause), None) if drawn is not None else None
    left = next((row.left for row in rows if row.level is worst and row.to_come), None)
    return {
        "answer": sentences.standing(board.scorecard.levels, worst, left),
        "month": month,
        "board": board,
        "rows": rows,
        "months": list(zip(places(len(board.before) + 1), [*(one for one, _ in board.before), month], strict=True)),
        "history": [_history(board, level) for level in ordered],
        "business_day": levels.business_day(board, board.live, visit.now) if board.runs and board.live is not None else None,
        "shown": shown,
        "heat": _heat(visit, board, shown),
        "outlook": outlook,
        "fan": _fan(visit, board, shown, outlook),
        "fan_said": sentences.month_end(shown, outlook, month, levels.DRAWS) if shown and outlook else "",
        "fan_more": sentences.what_saves(shown, outlook) if shown and outlook else "",
        "currency": board.agreement.terms.currency,
        "stake_of": next((stake.of for stake in stakes.values() if stake.of is not None), None),
        "waits": board.runs and drawn is None,
        "earlier": [one for one, card in board.before if card is not None],
    }


def _month(visit: Visit) -> Month:
    asked = visit.asked("month")
    try:
        return Month.read(asked) if asked else levels.this_month(visit.by, visit.now)
    except ValueError:
        return levels.this_month(visit.by, visit.now)


def _worst(found: Sequence[Attainment]) -> Attainment | None:
    """The level in the worst state; among equals the one with the fewest misses left for its size."""
    judged = [level for level in found if level.status not in ("no data", "reported")]

    def rank(level: Attainment) -> tuple[int, float]:
        room = level.misses_left / level.measure.count if level.misses_left is not None and level.measure.count else 1.0
        return _ORDER.get(level.status, 9), room

    return min(judged, key=rank, default=None)


def _row(board: Board, level: Attainment, drawn: Forecast | None, stake: Stake | None) -> Row:
    before = [(month, card.get(level.clause) if card is not None else None) for month, card in board.before]
    outlook = next((one for one in drawn.levels if one.clause == level.clause), None) if drawn is not None else None
    left, to_come = level.misses_left, False
    if outlook is not None and outlook.may_miss is not None:
        left, to_come = outlook.may_miss, True
    good = good_items(level.measure) if level.result == "percentage" else None
    bad = level.measure.count - good if good is not None else None
    allowed = bad + left if bad is not None and left is not None else None
    return Row(
        level,
        _subtitle(board, level),
        trend(level, before, board.month, board.runs),
        left,
        to_come,
        allowed,
        round(100 * (bad or 0) / allowed) if allowed else 0,
        level.short_by,
        range_said(level, outlook) if outlook is not None else "",
        _risk(outlook),
        stake,
        level.undecided,
    )


def _risk(outlook: Outlook | None) -> str:
    if outlook is None or not outlook.missed:
        return ""
    percent = round(outlook.missed * 100)
    return f"missed in {percent} % of runs" if percent else "missed in under 1 % of runs"


def _subtitle(board: Board, level: Attainment) -> str:
    """`within 60 seconds`, from the level's clock, else what its rule measures."""
    clause = board.agreement.terms.clause(level.clause)
    clock = next((one for one in board.agreement.terms.section(7) if one.name == clause.get("clock")), None)
    within = clock.get("within") if clock is not None else None
    if level.result == "percentage" and isinstance(within, Length):
        return f"within {Words().length(within)}"
    more = f", n ≥ {level.minimum_sample}" if level.minimum_sample > 30 else ""
    return f"{level.rule}{more}"


def _history(board: Board, level: Attainment) -> dict[str, Any]:
    cells = [card.get(level.clause) if card is not None else None for _, card in board.before]
    return {"level": level, "cells": [*cells, level]}


def _heat(visit: Visit, board: Board, shown: Attainment | None) -> Heat | None:
    if shown is None or shown.measure.count == 0:
        return None
    items = levels.items_behind(visit.by, board.month, shown.clause, visit.now)
    return heat(levels.hours_of_misses(items, board.agreement.zone), shown.name, board.month, places_of(visit.by))


def _fan(visit: Visit, board: Board, shown: Attainment | None, outlook: Outlook | None) -> Fan | None:
    if shown is None or outlook is None or board.live is None:
        return None
    zone = board.agreement.zone
    return fan(shown, outlook, levels.course(visit.by, board, board.live, shown), board.month.bounds(zone), board.as_of, zone)
