"""F as a table: the open time before any instant, and the instant of any open time, with one load each.

Over a span, a schedule opens and closes on a grid: the greatest step that divides every distance between its breaks (an hour for nine to
five in London, half an hour for 08:15 to 16:45). Cut the span into buckets of that step and no bucket has a break inside. A bucket's
*word* is the open time at its start where it is closed; where it is open, that less its start less one, which is negative. So

    F(t) = word + ((t - first + 1) & (word >> 63))          with the word of t's bucket,

and, because F too grows in whole steps, the instant of an open time is that plus the closed time so far, constant over a bucket of open
time. A schedule whose grid is too fine for a table (windows that begin on odd seconds) is looked up in its breaks instead.

Compiled loops divide by multiplying floats: `int((2 * t + 1) * half)` with `half` = 1 / (2 * step). The product is off by less than
2**-52 of itself, which for spans below 2**50 microseconds (35 years) is less than a quarter of a microsecond, and 2t + 1 keeps half of one
from every edge: the quotient is exact. Array code divides integers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from remit.clock.deadline import UNREACHABLE, Boundary, instants
from remit.clock.hours import Hours, Instants
from remit.clock.schedule import Schedule
from remit.values.period import DAY

_MOST_BUCKETS = 1 << 21  # 16 MiB: four years on a grid of one minute
_LONGEST = 1 << 50
_NO = np.empty(0, np.int64)


class Lookup(NamedTuple):
    """What compiled loops need of a table, as plain arrays and numbers. `step` 0: look in the breaks, not in the words."""

    first: int
    step: int
    half: float
    words: Instants
    gaps: Instants
    starts: Instants
    ends: Instants
    before: Instants
    total: int


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """F for instants in `[start, last]`, and its inverse for open times up to `total`; microseconds. Nothing outside may be looked up."""

    lookup: Lookup
    start: int
    last: int

    @property
    def total(self) -> int:
        return self.lookup.total

    def open_before(self, at: Instants) -> Instants:
        """F at the instants; only differences of it mean something, and only within one table."""
        look = self.lookup
        if not look.step:
            return self._hours().open_before(at)
        since = at - look.first
        words = look.words.take(since // look.step)
        since += 1
        since &= words >> 63
        since += words
        return since

    def instant_at(self, open_time: Instants, boundary: Boundary = "closing time") -> Instants:
        """Where F reaches values above 0: the earliest instant, or where that closes the next opening; `UNREACHABLE` above `total`."""
        look, closing = self.lookup, boundary == "closing time"
        if not look.step:
            return instants(self._hours(), open_time, np.ones(open_time.shape, bool), boundary)
        found = np.clip(open_time, 1, look.total) if look.total else np.ones_like(open_time)
        found += look.gaps.take((found - closing) // look.step)
        return found if not open_time.size or open_time.max() <= look.total else np.where(open_time > look.total, UNREACHABLE, found)

    def _hours(self) -> Hours:
        look = self.lookup
        return Hours(look.first, self.last + 1, look.starts, look.ends, look.before, look.total)


def table(schedule: Schedule, start: int, end: int, ahead: int = 0) -> Table:
    """The table of a schedule for instants in `[start, end]` and for due instants up to `ahead` of open time after `end`."""
    hours = schedule.hours_ahead(end, ahead) if ahead else schedule.hours(end, end)
    if hours.first > start:
        hours = schedule.hours(start, hours.last - 1)
    last = max(end, _reach(hours, end, ahead))
    inside = (hours.ends > start) & (hours.starts <= last)
    starts, ends = hours.starts[inside], hours.ends[inside]
    breaks = np.union1d(starts[starts > start], ends[ends <= last])
    step = int(np.gcd.reduce(np.diff(breaks))) if len(breaks) > 1 else DAY
    first = start if not len(breaks) else int(breaks[0]) - -(-(int(breaks[0]) - start) // step) * step
    buckets = (last - first) // step + 1
    if buckets > _MOST_BUCKETS or last - first >= _LONGEST:
        lengths = ends - starts
        before = np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)])
        return Table(Lookup(first, 0, 0.0, _NO, _NO, starts, ends, before[:-1].copy(), int(before[-1])), start, last)
    edges = first + step * np.arange(buckets, dtype=np.int64)
    # No bucket has a break inside the span, so what holds at its first instant inside holds throughout.
    probes = np.maximum(edges, start)
    index = np.searchsorted(starts, probes, "right") - 1
    opened = (index >= 0) & (probes < ends[np.maximum(index, 0)]) if len(starts) else np.zeros(buckets, bool)
    passed = step * (np.cumsum(opened) - opened)
    words = np.where(opened, passed - (edges - first) - 1, passed)
    gaps = edges[opened] - step * np.arange(int(opened.sum()), dtype=np.int64)
    # One more: where nothing opens again, closing time is also the answer to the next opening.
    gaps = np.append(gaps, gaps[-1:] if len(gaps) else [0])
    return Table(Lookup(first, step, 0.5 / step, words, gaps, _NO, _NO, _NO, step * int(opened.sum())), start, last)


def _reach(hours: Hours, end: int, ahead: int) -> int:
    """The instant up to which a table must go so that every due instant, and the opening after it, lies inside."""
    sought = int(hours.open_before(np.array([end]))[0]) + ahead
    if not ahead or not hours.total:
        return end
    return int(hours.latest(np.array([sought]))[0]) if sought < hours.total else int(hours.ends[-1])
