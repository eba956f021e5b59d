"""How a month under way is likely to end: what is still to come is drawn again from days that have been.

**Method.** A day's work is kept whole: its units by service, and each level's integer sums, so that volume and attainment, and the
levels among each other, stay related as they were. For half the draws this
month's days so far go into an urn; for the other half, and for all before its first five working days, those days and the days of one
of the three months before, taken by chance; working days and free days apart. For each day still to come a day is drawn from the urn and
put back together with a copy of itself (Pólya's urn). That is the Bayesian bootstrap of a finite population: it spreads the future by
what the days so far do not yet tell, where plain resampling would be too sure (Rubin, "The Bayesian Bootstrap", Annals of Statistics 9,
1981; Lo, "A Bayesian Bootstrap for a Finite Population", Annals of Statistics 16, 1988). Taking one earlier month for each draw, and none
for half of them, allows for months that differ as months. How much days of the same month hang together is learnt from up to a year of
earlier months (`wander`), and the copies weigh the more. Both were chosen on random months of several kinds and the first two years of
one real log, and hold on what was not looked at (`tests/foresight`). Of the day under way, the hours after the same time of the drawn day
are taken.

The 80 % interval runs from the 10th to the 90th of a hundred draws. A level that has one row a month (a backlog, an availability) is
taken from an earlier month as a whole. Items that a clock counts *when started* and that are still open count only when they come again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

import numpy as np
import polars as pl
from numpy.typing import NDArray

from remit.agreement import Agreement
from remit.foresight.chance import Distribution, End, Spread, distribution, drawn_ends, generator, spread
from remit.foresight.wander import balls, wander
from remit.measure import Summary
from remit.scorecard import Attainment, good_items
from remit.statement import Statement, Summaries, statement
from remit.values.period import Month

Integers = NDArray[np.int64]
Column = tuple[str, str | int]
"""The clause of a level or service, and a sum's name or a value whose items are counted."""
UNITS = "units billed"
A_WEEK = 5
"""How many working days of a month can stand for it alone."""
RECENT = 3
"""From how many earlier months days are drawn; those before them only tell how months wander."""
WEIGHT = 1000
"""The weight of a copy put back into an urn, so that an urn of any weight is drawn from by integers."""


@dataclass(frozen=True, slots=True)
class Day:
    """The work of one day by clause of level and service; `later` is its part at or after the time of day of the forecast."""

    day: date
    working: bool
    whole: Mapping[str, Summary]
    later: Mapping[str, Summary]


@dataclass(frozen=True, slots=True)
class UnderWay:
    """A month under way, and the months before.

    `so_far` is what was counted before the instant of the forecast, by clause; `days` are the month's finished days, `to_come` says of each
    day after today whether it is a working day, `today` of the day under way (None at a day's very end). `earlier` are the days of
    months before, the latest first; `monthly` the sums of levels that have one row a month, of those months in the same order.
    """

    month: Month
    summaries: Summaries
    so_far: Mapping[str, Summary]
    days: tuple[Day, ...]
    today: bool | None
    to_come: tuple[bool, ...]
    earlier: tuple[tuple[Day, ...], ...]
    monthly: tuple[Mapping[str, Summary], ...] = ()


@dataclass(frozen=True, slots=True)
class Outlook:
    """One level at the likely end of the month.

    `now` is how it stands, `likely` how it would stand with the mean of the draws (with values counted one by one, the middle draw).
    `counted` spreads how many items it will rest on,
    `result` its value. For shares of items: `to_come` is how many are still expected, `more_in_time` how many more of them must be good
    than are expected (0 where the level is on its way), `must_be_good` how many of them in all, `may_miss` how many of them may miss.
    All hold the minimum, or the target where there is none. None where it cannot be said in items.
    """

    clause: str
    name: str
    now: Attainment
    likely: Attainment
    counted: Spread
    result: Spread | None
    missed: Fraction
    to_come: int | None = None
    more_in_time: int | None = None
    must_be_good: int | None = None
    may_miss: int | None = None

    @property
    def saved(self) -> bool:
        """Whether nothing that is still to come can make it missed."""
        return self.must_be_good == 0 and self.to_come is not None

    @property
    def lost(self) -> bool:
        """Whether not even perfect work would save it, at the expected volume."""
        return self.must_be_good is not None and self.to_come is not None and self.must_be_good > self.to_come


@dataclass(frozen=True, slots=True)
class Forecast:
    month: Month
    at: int
    statement: Distribution
    levels: tuple[Outlook, ...]
    drawn: tuple[End, ...] = ()


def forecast(
    agreement: Agreement,
    under_way: UnderWay,
    facts: pl.DataFrame,
    history: Sequence[Statement],
    at: int,
    *,
    draws: int,
    seed: int,
) -> Forecast:
    """The likely statement of the month, and what saves each level, from what was known at the instant `at`."""
    month = under_way.month
    columns, drawn = month_ends(under_way, draws, seed)
    sums = [_end(under_way, columns, row) for row in drawn]
    statements = [statement(agreement, one, facts, history, month, at, preview=True) for one in sums]
    mean = _end(under_way, columns, (drawn.sum(axis=0) + draws // 2) // draws)
    now = agreement.scorecard(under_way.so_far, month, history)
    likely = statement(agreement, mean, facts, history, month, at, preview=True).scorecard
    counted_by_value = {clause for clause, key in columns if not isinstance(key, str)}
    levels = []
    for level in now.levels:
        found = [one.scorecard[level.clause] for one in statements]
        values = [one.judged for one in found if one.judged is not None]
        outlook = Outlook(
            level.clause,
            level.name,
            level,
            _middle(found) if level.clause in counted_by_value else likely[level.clause],
            spread([one.measure.count for one in found]),
            spread(values) if values else None,
            Fraction(sum(one.status == "missed" for one in found), draws),
        )
        levels.append(_what_saves(outlook))
    return Forecast(month, at, distribution(statements), tuple(levels), drawn_ends(statements))


def month_ends(under_way: UnderWay, draws: int, seed: int) -> tuple[tuple[Column, ...], Integers]:
    """The month's sums at its end, one row for each draw, by column."""
    chance = generator(seed)
    months = [under_way.days, *under_way.earlier[:RECENT]]
    days = [day for month in months for day in month]
    columns = _columns(under_way, days)
    whole, later = (_matrix(columns, [getattr(day, part) for day in days]) for part in ("whole", "later"))
    starts = np.cumsum([0, *(len(month) for month in months)])
    ends = np.tile(_row(columns, under_way.so_far), (draws, 1))
    sources = _sources(chance, under_way, draws)
    wandering = _wander(under_way)
    for source in range(len(months)):
        rows = np.flatnonzero(sources == source)
        urn = list(range(starts[0], starts[1])) + (list(range(starts[source], starts[source + 1])) if source else [])
        if not len(rows):
            continue
        for working in (True, False):
            mine = [place for place in urn if days[place].working == working]
            mine = mine or [place for place, day in enumerate(days) if day.working == working]
            coming = sum(one == working for one in under_way.to_come)
            begun = under_way.today is working
            if mine:
                picked = _polya(chance, np.array(mine), len(rows), coming + begun, wandering)
                for step in range(coming):
                    ends[rows] += whole[picked[:, step]]
                if begun:
                    ends[rows] += later[picked[:, coming]]
    for place, (clause, key) in enumerate(columns if under_way.monthly else ()):
        if any(clause in sums for sums in under_way.monthly):
            states = np.array([_row([(clause, key)], sums)[0] for sums in under_way.monthly[:RECENT]])
            ends[:, place] = states[np.arange(draws) % len(states)]
    return columns, ends


def _sources(chance: np.random.Generator, under_way: UnderWay, draws: int) -> Integers:
    """For each draw 0 where this month's days stand alone, else which earlier month is put to them."""
    if not under_way.earlier:
        return np.zeros(draws, np.int64)
    earlier = chance.integers(1, len(under_way.earlier[:RECENT]) + 1, size=draws)
    alone = sum(day.working for day in under_way.days) >= A_WEEK
    return np.where(chance.integers(0, 2, size=draws) == 0, 0, earlier) if alone else earlier


def _wander(under_way: UnderWay) -> Fraction:
    """How far the rest of earlier months strayed from their beginning, over all that is counted: items, units, and how many of them are
    good."""
    months = [[day for day in month if day.working] for month in under_way.earlier]
    columns = [column for column in _columns(under_way, [day for month in months for day in month]) if isinstance(column[1], str)]
    table = [[[Fraction(value) for value in row] for row in _matrix(columns, [day.whole for day in month]).tolist()] for month in months]
    quantities = []
    for place, (clause, name) in enumerate(columns):
        values = [[row[place] for row in rows] for rows in table]
        if name != "of" and (clause, "of") in columns:
            # Of a share, what it strays by: the good ones beyond the usual share of that day's items.
            of = [[row[columns.index((clause, "of"))] for row in rows] for rows in table]
            items = sum(sum(month) for month in of)
            usual = Fraction(sum(sum(month) for month in values), items) if items else Fraction(0)
            values = [[good - usual * count for good, count in zip(*month, strict=True)] for month in zip(values, of, strict=True)]
        quantities.append(values)
    passed = sum(day.working for day in under_way.days)
    return wander(quantities, passed, sum(under_way.to_come) + (under_way.today is True))


def _polya(chance: np.random.Generator, urn: Integers, draws: int, steps: int, wandering: Fraction = Fraction(1)) -> Integers:
    """Draws with a copy put back each time, which weighs the more, the more days hang together (`wander`)."""
    picked = np.zeros((draws, steps), np.int64)
    weight = round(balls(len(urn), steps, wandering) * WEIGHT)
    for step in range(steps):
        ball = chance.integers(0, weight + WEIGHT * step, size=draws)
        fresh = chance.integers(0, len(urn), size=draws)
        again = picked[np.arange(draws), np.maximum(ball - weight, 0) // WEIGHT]
        picked[:, step] = np.where(ball < weight, urn[fresh], again)
    return picked


def _middle(found: Sequence[Attainment]) -> Attainment:
    """The draw with the median result: a mean of value counts would be no month at all."""
    judged = sorted((one for one in found if one.judged is not None), key=lambda one: one.judged or Fraction(0))
    return judged[(len(judged) - 1) // 2] if judged else found[0]


# ── summaries as rows of integers ──


def _columns(under_way: UnderWay, days: Sequence[Day]) -> tuple[Column, ...]:
    found: dict[Column, None] = {}
    for summaries in (under_way.so_far, *under_way.monthly, *(day.whole for day in days)):
        for clause, summary in summaries.items():
            found |= dict.fromkeys((clause, name) for name in summary.sums)
            found |= dict.fromkeys((clause, value) for value in summary.values)
    return tuple(found)


def _matrix(columns: Sequence[Column], rows: Sequence[Mapping[str, Summary]]) -> Integers:
    return np.array([_row(columns, row) for row in rows], np.int64).reshape(len(rows), len(columns))


def _row(columns: Sequence[Column], summaries: Mapping[str, Summary]) -> Integers:
    none = Summary()
    found = []
    for clause, key in columns:
        summary = summaries.get(clause, none)
        found.append(summary.sums.get(key, 0) if isinstance(key, str) else summary.values.get(key, 0))
    return np.array(found, np.int64)


def _end(under_way: UnderWay, columns: Sequence[Column], row: Integers) -> Summaries:
    sums: dict[str, dict[str, int]] = {}
    values: dict[str, dict[int, int]] = {}
    for (clause, key), count in zip(columns, row.tolist(), strict=True):
        if count:
            if isinstance(key, str):
                sums.setdefault(clause, {})[key] = count
            else:
                values.setdefault(clause, {})[key] = count
    bare = under_way.summaries
    # By day is not known of what is to come; it matters only where a price begins or ends inside the month.
    volumes = {
        number: replace(one, billed=sums.get(number, {}).get(UNITS, 0), days={under_way.month.last: sums.get(number, {}).get(UNITS, 0)})
        for number, one in bare.volumes.items()
    }
    levels = {number: Summary(sums.get(number, {}), values.get(number, {})) for number in bare.levels}
    return replace(bare, levels=levels, volumes=volumes)


# ── what saves a level ──


def _what_saves(outlook: Outlook) -> Outlook:
    """With the expected items: how many of those still to come must be good, and how many more that is than are expected."""
    likely, now = outlook.likely, outlook.now
    good, before = good_items(likely.measure), good_items(now.measure)
    distance = likely.misses_left if likely.misses_left is not None else None if likely.short_by is None else -likely.short_by
    if good is None or distance is None or likely.better != "more":
        return outlook
    before = before or 0
    to_come = max(likely.measure.count - now.measure.count, 0)
    needed = max(good - distance - before, 0)
    return replace(
        outlook,
        to_come=to_come,
        more_in_time=max(-distance, 0),
        must_be_good=needed,
        may_miss=max(to_come - needed, 0),
    )
