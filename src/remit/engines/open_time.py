"""F, the open time before an instant, for many schedules at once, as one look-up that compiled code can make.

An instant is put into a bucket of 2^31 microseconds (about 36 minutes); the bucket names the span that is open, or was open last, when it
begins, and a span starts at most a few steps later. Spans stand side by side in memory, four numbers each, so that a look-up touches one
or two cache lines whatever the calendar: overnight shifts, split days, daylight saving and holidays cost nothing extra.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from remit.clock.schedule import Schedule

Integers = NDArray[np.int64]

BUCKET = 31
"""An instant's bucket is its distance from `first`, shifted right by so many bits."""
_NEVER = 2**62


@dataclass(frozen=True, slots=True)
class OpenTime:
    """Schedules compiled over `[first, last)`. `bucket[base[s] + b]` is the row of `spans` that holds when bucket b of schedule s begins.

    A row of `spans` is start, end, open time before the start, and 0; after the rows of a schedule comes one that starts never.
    """

    first: int
    last: int
    base: Integers
    bucket: NDArray[np.int32]
    spans: Integers

    def before(self, schedule: int, at: int) -> int:
        """F of one instant: the open time of schedule number `schedule` from `first` to `at`."""
        row = int(self.bucket[self.base[schedule] + ((at - self.first) >> BUCKET)])
        while self.spans[row + 1, 0] <= at:
            row += 1
        start, end, passed, _ = (int(number) for number in self.spans[row])
        return passed + max(min(at, end) - start, 0)


def open_time(schedules: Sequence[Schedule], first: int, last: int) -> OpenTime:
    """The tables of some schedules for all instants in `[first, last)`."""
    count = ((last - first) >> BUCKET) + 1
    begins = first + (np.arange(count, dtype=np.int64) << BUCKET)
    buckets: list[Integers] = []
    spans: list[Integers] = []
    rows = 0
    for schedule in schedules:
        hours = schedule.hours(first, last)
        origin = int(hours.open_before(np.array([first]))[0])
        starts = np.maximum(hours.starts, first)
        kept = hours.ends > first
        starts, ends = starts[kept], hours.ends[kept]
        before = hours.open_before(starts) - origin
        # Schedules without any hours have the one span that never starts, before which nothing is open.
        table = np.stack([starts, ends, before, np.zeros_like(starts)], axis=1)
        buckets.append(np.maximum(np.searchsorted(starts, begins, "right") - 1, 0) + rows)
        spans += [table, np.array([[_NEVER, _NEVER, 0, 0]], np.int64)] if len(table) else [_CLOSED]
        rows += len(table) + 1 if len(table) else 2
    base = np.arange(len(schedules), dtype=np.int64) * count
    return OpenTime(first, last, base, np.concatenate(buckets).astype(np.int32), np.ascontiguousarray(np.concatenate(spans)))


_CLOSED = np.array([[_NEVER, _NEVER, 0, 0], [_NEVER, _NEVER, 0, 0]], np.int64)
