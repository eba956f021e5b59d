"""Working time of the demo as one running count of seconds, so that work can be placed by business time with plain arithmetic.

All of it is the wall clock of London, in seconds since 2026-01-01 00:00; the exports carry wall-clock text, as help desks do.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl

from remit.demo.chance import Integers, Uniforms
from remit.demo.figures import FIRST_DAY, HOLIDAYS_ENGLAND, HOLIDAYS_SOUTH_AFRICA

YEAR_START = date(2026, 1, 1)
DAY = 86_400
HOUR = 3_600


def day_number(day: date) -> int:
    return (day - YEAR_START).days


def seconds(day: date) -> int:
    """The start of a day on the demo's scale."""
    return day_number(day) * DAY


def month_of(walls: Integers) -> Integers:
    """The month (1 to 12) of wall-clock seconds."""
    starts = np.array([seconds(date(2026, month, 1)) for month in range(1, 13)])
    return np.searchsorted(starts, walls, side="right").astype(np.int64)


def texts(walls: pl.Expr) -> pl.Expr:
    """Wall-clock seconds as `2026-07-20 16:36:00`; null stays null."""
    return (pl.lit(YEAR_START).cast(pl.Datetime("ms")) + pl.duration(seconds=walls)).dt.strftime("%Y-%m-%d %H:%M:%S")


@dataclass(frozen=True, slots=True)
class Hours:
    """The same window on every working day from services start; `days` are their numbers."""

    days: Integers
    opens: int
    length: int

    def wall(self, business: Integers) -> Integers:
        """The wall clock of a business second; a day's first second is its opening."""
        return self.days[business // self.length] * DAY + self.opens + business % self.length

    def range_of(self, first: date) -> tuple[int, int]:
        """The business seconds of the month that starts on `first`."""
        after = (first.replace(day=28) + timedelta(days=4)).replace(day=1)
        low, high = np.searchsorted(self.days, [day_number(first), day_number(after)])
        return int(low) * self.length, int(high) * self.length

    def closed_before(self, ordinals: Integers) -> tuple[Integers, Integers]:
        """The closed span that ends where these working days open, as wall-clock seconds."""
        opening = self.days[ordinals] * DAY + self.opens
        before = np.where(ordinals > 0, self.days[np.maximum(ordinals - 1, 0)] * DAY + self.opens + self.length, self.days[0] * DAY)
        return before, opening

    def spread(self, ordinals: Integers, chance: Uniforms) -> Integers:
        """A moment within those closed spans."""
        start, end = self.closed_before(ordinals)
        return start + 1 + ((end - start - 2) * chance).astype(np.int64)


def _working_days(*holidays: date) -> Integers:
    span = (FIRST_DAY + timedelta(days=offset) for offset in range((date(2026, 12, 31) - FIRST_DAY).days + 1))
    return np.array([day_number(day) for day in span if day.weekday() < 5 and day not in holidays], dtype=np.int64)


SERVICE = Hours(_working_days(*HOLIDAYS_ENGLAND), 8 * HOUR, 10 * HOUR)
BOTH_OFFICES = Hours(_working_days(*HOLIDAYS_ENGLAND, *HOLIDAYS_SOUTH_AFRICA), 9 * HOUR, 8 * HOUR)


def frozen(first: date) -> date:
    """Business day 3 after the month that starts on `first`: the day on which its records are frozen."""
    after = (first.replace(day=28) + timedelta(days=4)).replace(day=1)
    ordinal = int(np.searchsorted(BOTH_OFFICES.days, day_number(after)))
    return YEAR_START + timedelta(days=int(BOTH_OFFICES.days[ordinal + 2]))
