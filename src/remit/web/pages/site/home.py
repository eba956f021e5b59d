"""Home: what needs this person today, what is at risk this month, what waits for others, and which dates come."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import polars as pl
from django.utils import dateformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from remit.exchange.statement_words import Answer
from remit.intake.knowledge import kept
from remit.records.models.member import Member
from remit.records.scoping import places
from remit.scorecard import Attainment
from remit.stages.improvement import queries
from remit.stages.improvement.dates import ahead
from remit.stages.improvement.decision import Waiting
from remit.stages.improvement.portfolio import portfolio
from remit.stages.improvement.waiting import waiting
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
            return ngettext("The other one is at target.", "The other %(count)s are at target.", met) % {"count": met}
        return _("%(met)s of the other %(count)s are at target.") % {"met": met, "count": len(rest)}


@PAGE.reads
def read(visit: Visit) -> dict[str, Any]:
    """One desk for each place the person holds; the first in full. `forecast=1` draws the end of a provider's month."""
    desks = [_desk(place, compute=bool(visit.asked("forecast"))) for place in places(visit.user)]
    if not desks:
        return {"answer": _("There is no engagement yet. Open one, or ask whoever invited you."), "desks": [], "desk": None}
    return {"answer": _answer(desks), "desks": desks, "desk": desks[0], "visible": desks[0].member.side, "clients": portfolio(visit.user)}


def _desk(member: Member, *, compute: bool) -> Desk:
    now = member.engagement.now()
    if member.side not in ("client", "provider") or not kept(member.engagement).versions:
        mine = tuple(one for one in waiting(member, now) if one.mine)
        return Desk(member, now, mine, (), None, None, (), "", (), "", ahead(member, now)[:6])
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
        ahead(member, now)[:6],
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
    if all(level.status in ("no data", "reported") for level in desk.levels):
        return Answer(_("%(decisions)s, and no work of this month has come in yet.") % {"decisions": opening}, "", "", "met")
    if worst.status in ("met", "no data", "too little evidence"):
        return Answer(_("%(decisions)s, and every service level is on its way.") % {"decisions": opening}, "", "", "met")
    said = _("%(level)s is below its minimum") if worst.status == "missed" else _("%(level)s is between minimum and target")
    return Answer(_("%(decisions)s, and ") % {"decisions": opening}, said % {"level": worst.name}, ".", worst.status)


def _decisions(mine: Sequence[Waiting], desk: Desk) -> str:
    if not mine:
        return _("Nothing waits for you")
    count = ngettext("One decision waits for you", "%(count)s decisions wait for you", len(mine)) % {"count": len(mine)}
    soonest = next((one.by for one in mine if one.by is not None), None)
    if soonest is None:
        return count
    days = (moment(soonest, desk.member.engagement.zone).date() - moment(desk.now, desk.member.engagement.zone).date()).days
    if days < 0:
        since = dateformat.format(moment(soonest, desk.member.engagement.zone), "j F")
        return _("%(decisions)s, the first overdue since %(day)s") % {"decisions": count, "day": since}
    when = {0: _("today"), 1: _("by tomorrow")}.get(days, ngettext("within %(days)s day", "within %(days)s days", days) % {"days": days})
    said = _("%(decisions)s, the first %(when)s") if len(mine) > 1 else _("%(decisions)s, due %(when)s")
    return said % {"decisions": count, "when": when}


def _at_stake(worst: Attainment | None, stake: Stake | None, currency: str) -> str:
    """What the worst level costs or would cost, and how near that is."""
    if worst is None:
        return ""
    amount = money(stake.amount, currency) if stake is not None else ""
    if worst.status == "missed":
        costs = _("As it stands about %(amount)s comes off this month.") % {"amount": amount} if amount else ""
        return f"{costs} {worst.because}".strip()
    if worst.misses_left is not None:
        words = {"count": f"{worst.misses_left:,}", "amount": amount}
        if amount:
            return (
                ngettext(
                    "%(count)s more miss in a row would take it below its minimum, which costs about %(amount)s.",
                    "%(count)s more misses in a row would take it below its minimum, which costs about %(amount)s.",
                    worst.misses_left,
                )
                % words
            )
        return (
            ngettext(
                "%(count)s more miss in a row would take it below its minimum.",
                "%(count)s more misses in a row would take it below its minimum.",
                worst.misses_left,
            )
            % words
        )
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
    return tuple(_columns(values)), _billed_said(len(values), total, credits, back, values[0][1].currency)


def _billed_said(count: int, total: str, credits: Decimal, back: Decimal, currency: str) -> str:
    """What was settled, and what of it was taken off and earned back."""
    words = {"total": total, "count": count, "off": money(credits, currency), "back": money(back, currency)}
    settled = ngettext("%(total)s was settled in %(count)s month", "%(total)s was settled in %(count)s months", count) % words
    if not credits:
        return f"{settled}."
    if back == credits:
        return _("%(settled)s; %(off)s was taken off and earned back.") % {**words, "settled": settled}
    if back:
        return _("%(settled)s; %(off)s was taken off, %(back)s earned back.") % {**words, "settled": settled}
    return _("%(settled)s; %(off)s was taken off.") % {**words, "settled": settled}


def _columns(values: Sequence[tuple[Month, Statement]]) -> Iterator[Column]:
    return columns(
        [
            (
                dateformat.format(month.first, "M"),
                value.total,
                value.base,
                money(value.total, value.currency),
                str(month),
                any(line.kind in ("credit", "damages") for line in value.lines),
            )
            for month, value in values[-12:]
        ]
    )
