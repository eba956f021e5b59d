"""What members read of the service levels: a month as it stands, the months before, the items behind, when misses come, how it will end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from fractions import Fraction

import polars as pl

from remit import rehearsal
from remit.agreement import Agreement
from remit.catalogue import standard_catalogue
from remit.clock.elapsed import elapsed
from remit.engines import local
from remit.engines.live import Live
from remit.foresight.forecast import Forecast
from remit.intake.knowledge import kept, knowledge
from remit.intake.running import lately, running
from remit.measure import Summary, summed
from remit.prose.clauses import clause_prose
from remit.records.models.member import Member
from remit.relief import Granted
from remit.scorecard import Attainment, Scorecard
from remit.statement import Statement, latest
from remit.terms.document import Clause
from remit.terms.stakes import credits_of
from remit.values.money import Money
from remit.values.period import DAY, HOUR, Month, moment
from remit.work.clocks import instant_of_day
from remit.work.evidence import Evidence

BEFORE = 6
"""How many earlier months a trend shows."""
DRAWS = 100
"""How many ends of the month are drawn: an interval runs from the tenth to the ninetieth."""


@dataclass(frozen=True, slots=True)
class Board:
    """The levels of a month. `before` are the scorecards of the months before, the oldest first, None where no statement is issued;
    `statement` is the issued one where the month is closed, `live` the month as it is counted where it is not. `as_of` is the instant that
    the figures are of."""

    month: Month
    runs: bool
    as_of: int
    agreement: Agreement
    scorecard: Scorecard
    before: tuple[tuple[Month, Scorecard | None], ...]
    statement: Statement | None
    live: Live | None


@dataclass(frozen=True, slots=True)
class Stake:
    """What a miss of a level costs, on the base charges of the last month that is closed (`of` is that month; None for a fixed sum)."""

    amount: Decimal
    clause: str
    of: Month | None


def this_month(member: Member, now: int) -> Month:
    """The month that runs in the contract's zone."""
    return Month.of(moment(now, member.engagement.zone).date())


def board(member: Member, month: Month, now: int) -> Board:
    """The running month as it stands; a closed month as its statement has it; another one as its work says."""
    known = knowledge(member.engagement)
    issued = {one.month: one for one in latest(known.issued)}
    history = [one for one in latest(known.issued) if one.month < month]
    agreement = known.agreements(month)
    runs = month == this_month(member, now)
    statement = issued.get(month)
    live = running(member.engagement, month, now) if runs or statement is None else None
    if live is not None:
        scorecard, as_of = live.scorecard(history), live.asked.cut
    elif statement is not None:
        scorecard, as_of = statement.scorecard, statement.cut
    first = Month.of(agreement.terms.services_start)
    months = [month.plus(-back) for back in range(BEFORE, 0, -1)]
    before = tuple((one, issued[one].scorecard if one in issued else None) for one in months if one >= first)
    return Board(month, runs, as_of, agreement, scorecard, before, statement, live)


def stakes(member: Member, agreement: Agreement, month: Month) -> Mapping[str, Stake]:
    """What a miss of each level would cost, by the level's clause: shares are taken of the last closed month's base charges."""
    closed = [one for one in latest(knowledge(member.engagement).issued) if one.month < month]
    found: dict[str, Stake] = {}
    numbers = {level.name: level.number for level in agreement.terms.section(8)}
    for clause in agreement.in_force(11, month):
        if clause.rule == "bonus":
            continue
        for name, share in credits_of(clause).items():
            if isinstance(share, Money):
                found[numbers[name]] = Stake(share.amount, clause.number, None)
            elif isinstance(share, Fraction) and closed and name in numbers:
                base = Fraction(closed[-1].base)
                found[numbers[name]] = Stake(_to_the_penny(share * base), clause.number, closed[-1].month)
    return found


def _to_the_penny(amount: Fraction) -> Decimal:
    return Decimal(round(amount * 100)) / 100


# ── the items behind a level ──


def items_behind(member: Member, month: Month, clause: str, now: int) -> pl.DataFrame:
    """Every item that a level considered, counted or not (columns of `local.items_behind`); only their own events are folded for it."""
    found = kept(member.engagement)
    known = knowledge(member.engagement)
    agreement = known.agreements(month)
    level = agreement.terms.clause(clause)

    def behind(events: pl.DataFrame, cut: int, grants: Mapping[str, tuple[Granted, ...]]) -> pl.DataFrame:
        before = Evidence(agreement.terms, events, known.facts, month, cut, agreement.zone, rules=known.rules)
        evidence = local.relieved(agreement, before, given=grants) if grants else local.relieved(agreement, before)
        return local.items_behind(agreement, level, evidence)

    if month != this_month(member, now):
        statement = next((one for one in reversed(latest(known.issued)) if one.month == month), None)
        cut = statement.cut if statement is not None else now
        return found.once(("level items", month, clause, cut), lambda: behind(known.log, cut, {}))
    live = running(member.engagement, month, now)

    def of_the_month() -> pl.DataFrame:
        items = {*live.rows[clause].filter(pl.col("at").is_not_null())["item"], *live.undecided[clause]}
        return behind(found.events.of_items(items), live.asked.cut, live.asked.granted)

    stamp = (found.last_event, live.asked.cut, found.texts)
    return lately(member.engagement, ("level items", month, clause), stamp, of_the_month)


_BAD = ("wrong", "abandoned", "came back")
"""How metrics without a clock call an item that counts against the level."""


def missed(items: pl.DataFrame) -> pl.DataFrame:
    """The items that count as a miss: late by their clock, else marked so by the metric."""
    if "due" in items.columns:
        late = pl.col("due").is_not_null() & (pl.col("stop").is_null() | (pl.col("stop") > pl.col("due")))
        return items.filter(pl.col("counted") & late)
    if "why" not in items.columns:  # units that are billed, and no level's items
        return items.clear()
    return items.filter(pl.col("counted") & pl.col("why").is_in(_BAD))


@dataclass(frozen=True, slots=True)
class Hours:
    """Misses by weekday (0 Monday) and hour of the contract's zone, and how many items came in each hour in all."""

    misses: Mapping[tuple[int, int], int]
    counted: Mapping[int, int]
    total: int
    all_counted: int


def hours_of_misses(items: pl.DataFrame, zone: str) -> Hours:
    """When the items of a level came in that were then missed; for levels without a clock, when they counted."""
    at = pl.col("start") if "start" in items.columns else pl.col("at")
    local_time = pl.from_epoch(at, time_unit="us").dt.replace_time_zone("UTC").dt.convert_time_zone(zone)
    timed = items.filter(at.is_not_null() & pl.col("counted")).with_columns(
        weekday=local_time.dt.weekday() - 1, hour=local_time.dt.hour().cast(pl.Int64)
    )
    bad = missed(timed)
    grid = {(int(day), int(hour)): int(count) for day, hour, count in bad.group_by("weekday", "hour").len().iter_rows()}
    every = {int(hour): int(count) for hour, count in timed.group_by("hour").len().iter_rows()}
    return Hours(grid, every, bad.height, timed.height)


# ── how the month will end ──


def forecast(member: Member, month: Month, now: int, *, compute: bool) -> Forecast | None:
    """How the month is likely to end, drawn once an hour; None where it has not been drawn yet and `compute` is not asked."""
    found, engagement = kept(member.engagement), member.engagement
    key = ("forecast", month, now // HOUR)
    if key not in found.live and compute:
        known = knowledge(engagement)
        contract = rehearsal.Contract(engagement.name, found.versions, standard_catalogue())
        work = rehearsal.Work(known.log, known.facts, known.issued, now)
        drawn = rehearsal.forecast_at(work, contract, month, now, draws=DRAWS, seed=month.year * 100 + month.month)
        for old in [one for one in found.live if isinstance(one, tuple) and one[0] == "forecast"]:
            found.live.pop(old, None)
        found.live[key] = drawn
    result: Forecast | None = found.live.get(key)
    return result


@dataclass(frozen=True, slots=True)
class Course:
    """How a level stood at the end of each day of the month so far: `(instant, result)`."""

    points: tuple[tuple[int, Fraction], ...]


def course(member: Member, board: Board, live: Live, level: Attainment) -> Course:
    """The level day by day, cumulated; from the rows that count so far."""
    stamp = (live.asked.cut, level.measure)
    return lately(member.engagement, ("course", board.month, level.clause), stamp, lambda: _course(board, live, level))


def _course(board: Board, live: Live, level: Attainment) -> Course:
    rows = live.rows[level.clause].filter("counted").sort("at")
    clause: Clause = board.agreement.terms.clause(level.clause)
    metric = board.agreement.metric(clause)
    zone, total = board.agreement.zone, Summary()
    points = []
    start = instant_of_day(board.month.first, zone)
    while start < board.as_of:
        end = min(instant_of_day(moment(start + DAY + 2 * HOUR, zone).date(), zone), board.as_of)
        day = rows.filter(pl.col("at").is_between(start, end, closed="left"))
        if day.height:
            total = total + summed(day)
            value = metric.measure(clause, total).value
            if value is not None:
                points.append((end, value))
        start = end if end > start else start + DAY
    return Course(tuple(points))


def business_day(board: Board, live: Live, now: int) -> tuple[int, int]:
    """The business day of the month by the statement's calendar (or the next one), and how many there are."""
    hours = live.asked.bare.hours(str(board.agreement.terms.statement["calendar"]))
    zone = board.agreement.zone
    today = moment(now, zone).date()
    number = whole = 0
    day = board.month.first
    while day <= board.month.last:
        works = elapsed(hours, instant_of_day(day, zone), instant_of_day(day + timedelta(days=1), zone)) > 0
        whole += works
        number += works and day <= today
        day += timedelta(days=1)
    return number, whole


def prose(member: Member, board: Board, clause: str) -> str:
    """A level's clause in words."""
    return clause_prose(board.agreement.terms, board.agreement.catalogue, clause)
