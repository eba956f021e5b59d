"""Home: what needs this person today, what is at risk this month, what waits for others, and which dates come."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl

from remit.exchange.statement_words import Answer
from remit.intake.knowledge import kept
from remit.records.models.member import Member
from remit.records.scoping import places
from remit.scorecard import Attainment
from remit.stages.improvement import queries
from remit.stages.improvement.dates import coming
from remit.stages.improvement.portfolio import portfolio
from remit.stages.improvement.waiting import Waiting, waiting
from remit.stages.operations import levels, open_items
from remit.stages.operations.levels import Stake
from remit.statement import Statement
from remit.terms.words import money
from remit.values.period import Month, moment
from remit.web.bars import Column, columns
from remit.web.gain import Gain, gain
from remit.web.page import Visit, page, signed_in

PAGE = page("", may=signed_in, label="Home", place=1, visible_to=None)
_WORST = {"missed": 0, "amber": 1, "too little evidence": 2, "met": 3, "no data": 4, "reported": 5}


@dataclass(frozen=True, slots=True)
class Desk:
    """What one place of the person shows: an engagement with its decisions, its worst level, its months."""

    member: Member
    now: int
    mine: tuple[Waiting, ...]
    others: tuple[Waiting, ...]
    month: Month | None
    worst: Attainment | None
    levels: tuple[Attainment, ...]
    at_stake: str
    billed: tuple[Column, ...]
    billed_said: str
    dates: tuple[Any, ...]
    gain: Gain | None = None
    currency: str = ""
    next_items: tuple[dict[str, Any], ...] = ()

    @property
    def others_said(self) -> str:
        """How the other levels stand, in a sentence."""
        rest = [level for level in self.levels if level is not self.worst and level.target is not None]
        met = sum(level.status == "met" for level in rest)
        if not rest:
            return ""
        if met == len(rest):
            return f"The other {len(rest)} are at target."
        return f"{met} of the other {len(rest)} are at target."


@PAGE.reads
def read(visit: Visit) -> dict[str, Any]:
    """One desk for each place the person holds; the first in full. `forecast=1` draws the end of a provider's month."""
    desks = [_desk(place, compute=bool(visit.asked("forecast"))) for place in places(visit.user)]
    if not desks:
        return {"answer": "There is no engagement yet. Open one, or ask whoever invited you.", "desks": [], "desk": None}
    return {"answer": _answer(desks), "desks": desks, "desk": desks[0], "visible": desks[0].member.side, "clients": portfolio(visit.user)}


def _desk(member: Member, *, compute: bool) -> Desk:
    now = member.engagement.now()
    if member.side not in ("client", "provider") or not kept(member.engagement).versions:
        return Desk(member, now, (), (), None, None, (), "", (), "", ())
    every = waiting(member, now)
    month = queries.this_month(member, now)
    board = levels.board(member, month, now)
    found = tuple(sorted(board.scorecard.levels, key=lambda level: _WORST.get(level.status, 9)))
    worst = next((level for level in found if level.target is not None), None)
    stakes = levels.stakes(member, board.agreement, month)
    return Desk(
        member,
        now,
        tuple(one for one in every if one.mine),
        tuple(one for one in every if not one.mine),
        month,
        worst,
        found,
        _at_stake(worst, stakes.get(worst.clause) if worst is not None else None, board.agreement.terms.currency),
        *_billed(member),
        coming(member, now)[:6],
        gain(member, board, now, compute=compute) if member.side == "provider" else None,
        board.agreement.terms.currency,
        _next_items(member, now) if member.role == "agent" else (),
    )


def _next_items(member: Member, now: int) -> tuple[dict[str, Any], ...]:
    """The items that run, the soonest due first."""
    items = open_items.queue(member, now).items.filter(pl.col("waits").is_null() & (pl.col("left") >= 0))
    return tuple(items.head(8).iter_rows(named=True))


def _answer(desks: Sequence[Desk]) -> Answer:
    """Decisions and the soonest of them, what was settled, the level that is worst."""
    mine = [one for desk in desks for one in desk.mine]
    desk = desks[0]
    opening = _decisions(mine, desk)
    worst = desk.worst
    if worst is None:
        return Answer(f"{opening}.", "", "", "met")
    if worst.status in ("met", "no data", "too little evidence"):
        return Answer(f"{opening}, and every service level is on its way.", "", "", "met")
    said = f"{worst.name} is {'below its minimum' if worst.status == 'missed' else 'between minimum and target'}"
    return Answer(f"{opening}, and ", said, ".", worst.status)


def _decisions(mine: Sequence[Waiting], desk: Desk) -> str:
    if not mine:
        return "Nothing waits for you"
    count = "One decision waits" if len(mine) == 1 else f"{len(mine)} decisions wait"
    soonest = next((one.by for one in mine if one.by is not None), None)
    if soonest is None:
        return f"{count} for you"
    days = (moment(soonest, desk.member.engagement.zone).date() - moment(desk.now, desk.member.engagement.zone).date()).days
    when = {0: "today", 1: "by tomorrow"}.get(days, f"within {days} days")
    return f"{count} for you, {'the first' if len(mine) > 1 else 'due'} {when}"


def _at_stake(worst: Attainment | None, stake: Stake | None, currency: str) -> str:
    """What the worst level costs or would cost, and how near that is."""
    if worst is None:
        return ""
    amount = f"about {money(stake.amount, currency)}" if stake is not None else ""
    if worst.status == "missed":
        return f"As it stands {amount} comes off this month. {worst.because}" if amount else worst.because
    if worst.misses_left is not None:
        left = worst.misses_left
        costs = f", which costs {amount}" if amount else ""
        return f"{left:,} more {'miss' if left == 1 else 'misses'} in a row would take it below its minimum{costs}."
    return worst.because


def _billed(member: Member) -> tuple[tuple[Column, ...], str]:
    """The settled months as columns, and the sentence above them."""
    issued = sorted(queries.standings(member, 0).items())
    values = [(month, queries.issued(member, where.latest)) for month, where in issued if where.latest is not None]
    if not values:
        return (), ""
    total = money(queries.total_billed(member), values[0][1].currency)
    credits = sum(
        (abs(line.amount) for _, value in values for line in value.lines if line.kind in ("credit", "damages")),
        start=values[0][1].total * 0,
    )
    back = sum((line.amount for _, value in values for line in value.lines if line.kind == "earn back"), start=credits * 0)
    said = f"{total} was settled in {len(values)} month{'s' if len(values) != 1 else ''}"
    if credits:
        said += f"; {money(credits, values[0][1].currency)} was taken off"
        said += " and earned back" if back == credits else f", {money(back, values[0][1].currency)} earned back" if back else ""
    found = tuple(_columns(values))
    return found, f"{said}."


def _columns(values: Sequence[tuple[Month, Statement]]) -> Iterator[Column]:
    return columns(
        [
            (
                f"{month.first:%b}",
                value.total,
                value.base,
                money(value.total, value.currency),
                str(month),
                any(line.kind in ("credit", "damages") for line in value.lines),
            )
            for month, value in values[-12:]
        ]
    )
