"""Targets in business days: which days count, and when on the last of them the work is due.

A *working day* is a date of the schedule's wall clock with open time on it. Work that arrives while the schedule is closed is taken to
arrive at the next opening, as notices are; the date of that instant is the *starting day*, day 0. So 0 days and "end of that day" is the
end of the starting day, and 1 day is the end of the working day after it.

- `day_means="working day"` with `day_due="end of that day"`: the last closing time of the day so counted.
- with `day_due="same time"`: the wall-clock time of arrival on that day, whether or not it is still open then. Of a repeated hour the
  first, of a skipped one the instant at which the clock jumps; 0 days give the start itself.
- `day_means="24 business hours"`: each day is 24 hours of open time, and `day_due` says nothing.

>>> from datetime import UTC, datetime
>>> from fractions import Fraction
>>> from remit.clock.windows import Window, weekly
>>> from remit.values.period import instant, moment
>>> office = Schedule("UTC", weekly({day: [Window.read("09:00", "17:00")] for day in ("Mon", "Tue", "Wed", "Thu", "Fri")}))
>>> saturday = instant(datetime(2018, 5, 19, 10, tzinfo=UTC))
>>> str(moment(due_in_days(office, saturday, Fraction(1))))
'2018-05-22 17:00:00+00:00'
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

import numpy as np

from remit.clock.deadline import UNREACHABLE, Boundary, due
from remit.clock.elapsed import elapsed, union
from remit.clock.hours import Hours, Instants
from remit.clock.schedule import Schedule
from remit.clock.transitions import offset
from remit.values.period import DAY, HOUR, Period

DayMeans = Literal["working day", "24 business hours"]
DayDue = Literal["end of that day", "same time"]


def due_in_days(
    schedule: Schedule,
    start: int,
    days: Fraction | int,
    pauses: Iterable[Period] = (),
    *,
    day_means: DayMeans = "working day",
    day_due: DayDue = "end of that day",
    boundary: Boundary = "closing time",
) -> int:
    """The due instant `days` business days after `start`, pushed by the open time of the pauses' union; `UNREACHABLE` if there is none.

    Working days are whole and not negative; anything else raises `ValueError`, an instant outside all years `OutOfRange`.
    """
    if day_means == "24 business hours":
        length = days * DAY
        if length.denominator != 1:
            raise ValueError(f"{days} days of 24 hours are not whole microseconds")
        return due(schedule, start, int(length), pauses, boundary)
    if days < 0 or Fraction(days).denominator != 1:
        raise ValueError(f"{days} working days cannot be counted; give a whole number from 0")
    unpaused = int(due_by_day(schedule, np.array([start], np.int64), int(days), day_due)[0])
    if unpaused == UNREACHABLE:
        return unpaused
    held = union(pauses)
    if not sum(elapsed(schedule, max(start, pause.start), min(unpaused, pause.end)) for pause in held if _meets(pause, start, unpaused)):
        return unpaused
    return due(schedule, start, elapsed(schedule, start, unpaused), held, boundary)


def due_by_day(schedule: Schedule, start: Instants, days: Instants | int, day_due: DayDue = "end of that day") -> Instants:
    """The due instants of working days, without pauses, for arrays; `UNREACHABLE` where the schedule has not so many days left."""
    starts, counts = np.broadcast_arrays(np.asarray(start, np.int64), np.asarray(days, np.int64))
    if not starts.size:
        return np.zeros(starts.shape, np.int64)
    if counts.min() < 0:
        raise ValueError(f"{counts.min()} working days cannot be counted; give a whole number from 0")
    # No date lasts longer than 49 hours, not even one that is repeated because a country moved across the date line.
    hours = schedule.hours_ahead(int(starts.max()), (int(counts.max()) + 2) * 49 * HOUR)
    hours = schedule.hours(int(starts.min()), hours.last - 1)
    at_start = (counts == 0) & (day_due == "same time")
    if not hours.total:
        return np.where(at_start, starts, UNREACHABLE)
    wall = _WallClock.of(schedule, hours)
    dates, closings = wall.working_days(hours)
    opening = np.searchsorted(hours.ends, starts, "right")
    arrives = opening < len(hours.starts)
    arrived = np.maximum(starts, hours.starts[np.minimum(opening, len(hours.starts) - 1)])
    shown = wall.shown(arrived)
    index = np.searchsorted(dates, shown // DAY) + counts
    reached = arrives & (index < len(dates))
    index = np.minimum(index, len(dates) - 1)
    if day_due == "end of that day":
        return np.where(reached, closings[index], UNREACHABLE)
    found = wall.first_at(dates[index] * DAY + shown % DAY)
    return np.where(at_start, starts, np.where(reached, found, UNREACHABLE))


def _meets(pause: Period, start: int, end: int) -> bool:
    return pause.start < end and pause.end > start


@dataclass(frozen=True, slots=True, eq=False)
class _WallClock:
    """What the wall clock shows: stretches of instants `[starts[i], starts[i + 1])` in which it is `ahead[i]` microseconds ahead of UTC."""

    starts: Instants
    ahead: Instants
    last: int

    @classmethod
    def of(cls, schedule: Schedule, hours: Hours) -> _WallClock:
        changes = schedule.transitions(hours.first + 1, hours.last)
        starts = [hours.first, *(change.at for change in changes)]
        ahead = [offset(schedule.zone, hours.first), *(change.after for change in changes)]
        return cls(np.array(starts, np.int64), np.array(ahead, np.int64), hours.last)

    def shown(self, at: Instants) -> Instants:
        """The wall time at the instants."""
        shown: Instants = at + self.ahead[np.searchsorted(self.starts, at, "right") - 1]
        return shown

    def first_at(self, wall: Instants) -> Instants:
        """The first instant at which the wall clock shows that time or, where it is skipped, a later one."""
        ends = np.append(self.starts[1:], self.last) + self.ahead
        stretch = np.minimum(np.searchsorted(np.maximum.accumulate(ends), wall, "right"), len(ends) - 1)
        first: Instants = np.maximum(self.starts[stretch], wall - self.ahead[stretch])
        return first

    def working_days(self, hours: Hours) -> tuple[Instants, Instants]:
        """The dates with open time, counted from 1970-01-01, and the last closing instant of each."""
        changes = self.starts[1:]
        around = np.searchsorted(hours.starts, changes, "left") - 1
        inside = changes[(around >= 0) & (changes < hours.ends[np.maximum(around, 0)])]
        starts = np.sort(np.concatenate([hours.starts, inside]))
        ends = np.sort(np.concatenate([hours.ends, inside]))
        ahead = self.ahead[np.searchsorted(self.starts, starts, "right") - 1]
        first, last = (starts + ahead) // DAY, (ends - 1 + ahead) // DAY
        lengths = last - first + 1
        which = np.repeat(np.arange(len(starts)), lengths)
        dates = first[which] + np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
        closings = np.minimum(ends[which], (dates + 1) * DAY - ahead[which])
        order = np.lexsort((closings, dates))
        final = np.append(np.diff(dates[order]) > 0, True)
        return dates[order][final], closings[order][final]
