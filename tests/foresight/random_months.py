"""Random months of a desk: days with units and a level, months that differ from each other, weeks that wander, seen at a random day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from remit.foresight.forecast import UNITS, Day, UnderWay
from remit.measure import Summary
from remit.statement import Summaries
from remit.values.period import Month

LEVEL, SERVICE = "8.1", "6.1"


@dataclass(frozen=True)
class Case:
    """A month as it was seen, and what became of it."""

    under_way: UnderWay
    units: int
    of: int
    met: int


@dataclass(frozen=True)
class Desk:
    """`months_differ` is by how much, as a share, months differ in volume (and a tenth of it in rate); `weeks_wander` the same of weeks,
    which resemble the week before. A day's volume is a gamma mixture of Poissons, so that days differ by more than counts must."""

    months_differ: float = 0.0
    overdispersed: float = 4.0
    weeks_wander: float = 0.0


DESKS = {
    "all days alike": Desk(),
    "months differ by 3 %": Desk(0.03, 20.0),
    "months differ by 10 %": Desk(0.1),
    "months differ by 25 %": Desk(0.25, 20.0),
    "weeks wander by 10 %": Desk(weeks_wander=0.1),
    "weeks wander by 25 %": Desk(0.05, 20.0, weeks_wander=0.25),
}
BEFORE = 12


def case(chance: np.random.Generator, desk: Desk) -> Case:
    """A month and the year before it."""
    rate, volume = chance.uniform(0.75, 0.97), chance.uniform(20, 300)
    months = []
    week = 0.0
    for back in range(BEFORE, -1, -1):
        month = Month(2026, 10).plus(-back)
        busy, good = (1 + desk.months_differ * chance.standard_normal(), desk.months_differ / 10 * chance.standard_normal())
        days = []
        for day in _dates(month):
            if day.weekday() == 0:
                week = 0.7 * week + chance.standard_normal()
            mine = max(volume * (busy + desk.weeks_wander * week), 5.0)
            share = min(max(rate + good + desk.weeks_wander / 10 * week, 0.5), 0.995)
            days.append(_day(chance, day, mine, share, desk.overdispersed))
        months.insert(0, days)
    seen = int(chance.integers(5, len(months[0]) - 3))
    own, rest = months[0][:seen], months[0][seen:]
    whole = _sum(months[0])
    under_way = UnderWay(
        Month(2026, 10),
        Summaries(),
        {clause: sum((day.whole[clause] for day in own if clause in day.whole), Summary()) for clause in (LEVEL, SERVICE)},
        tuple(own),
        None,
        tuple(day.working for day in rest),
        tuple(tuple(days) for days in months[1:]),
    )
    return Case(under_way, whole[SERVICE][UNITS], whole[LEVEL]["of"], whole[LEVEL]["met"])


def _dates(month: Month) -> list[date]:
    return [month.first + timedelta(days=number) for number in range((month.last - month.first).days + 1)]


def _day(chance: np.random.Generator, day: date, volume: float, share: float, overdispersed: float) -> Day:
    working = day.weekday() < 5
    of = int(chance.poisson(chance.gamma(volume / overdispersed, overdispersed))) if working else 0
    met = int(chance.binomial(of, chance.beta(share * 30, (1 - share) * 30))) if of else 0
    units = (
        {SERVICE: Summary({UNITS: of}), LEVEL: Summary({name: count for name, count in (("of", of), ("met", met)) if count})} if of else {}
    )
    return Day(day, working, units, {})


def _sum(days: list[Day]) -> Mapping[str, Summary]:
    return {clause: sum((day.whole[clause] for day in days if clause in day.whole), Summary()) for clause in (LEVEL, SERVICE)}
