"""F, the open time before an instant, for many schedules side by side, so that compiled loops choose the schedule item by item.

The tables are those of `clock.table`: one word a bucket, one load a look-up. They stand one after the other in one array.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from remit.clock.schedule import Schedule
from remit.clock.table import table

Integers = NDArray[np.int64]


class TooFine(ValueError):
    """A schedule opens and closes on so fine a grid that it has no table of words."""


@dataclass(frozen=True, slots=True)
class OpenTime:
    """Schedules compiled over `[first, last]`: of each its first instant, the place of its first word, and half the inverse of its step."""

    first: int
    last: int
    origins: Integers
    halves: NDArray[np.float64]
    words: Integers

    def before(self, schedule: int, at: int) -> int:
        """F of one instant: the open time of schedule number `schedule` from `first` to `at`."""
        since = at - int(self.origins[schedule, 0])
        word = int(self.words[int(self.origins[schedule, 1]) + int((2 * since + 1) * self.halves[schedule])])
        return word + ((since + 1) & (word >> 63))


def open_time(schedules: Sequence[Schedule], first: int, last: int) -> OpenTime:
    """The tables of some schedules for all instants in `[first, last]`; raises `TooFine`."""
    looks = [table(schedule, first, last).lookup for schedule in schedules]
    if any(look.step == 0 for look in looks):
        raise TooFine
    places = np.cumsum([0, *(len(look.words) for look in looks)])
    origins = np.array([[look.first, place] for look, place in zip(looks, places, strict=False)], np.int64)
    return OpenTime(first, last, origins, np.array([look.half for look in looks]), np.concatenate([look.words for look in looks]))
