"""From windows of the wall clock to open intervals of instants: what makes a schedule exact.

The windows are laid out in *wall time* (microseconds that a wall clock has shown since 1970-01-01 00:00, as if it had never changed),
joined, and only then carried to instants, one stretch of constant offset after the other. So an instant is open exactly when its wall
clock lies in a window: a repeated hour is open twice, a skipped one never, overlapping windows count once. Carrying a window's two ends
to UTC instead goes wrong where an end is skipped or repeated.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from remit.clock.transitions import offset, transitions
from remit.values.period import DAY

if TYPE_CHECKING:
    from datetime import date

    from remit.clock.schedule import Schedule

Instants = npt.NDArray[np.int64]
_EPOCH_ORDINAL = 719_163  # date(1970, 1, 1).toordinal(), a Thursday
_NONE = np.empty((0, 2), np.int64)


@dataclass(frozen=True, eq=False)
class Hours:
    """The open time of a schedule inside `[first, last)`: disjoint intervals in order, none touching the next.

    `before[i]` is the open time from `first` to `starts[i]`; `total` is all of it. All in microseconds.
    """

    first: int
    last: int
    starts: Instants
    ends: Instants
    before: Instants
    total: int

    def open_before(self, at: Instants) -> Instants:
        """F: the open time from `first` to each instant, which must lie inside."""
        if not len(self.starts):
            return np.zeros_like(at)
        index = np.maximum(np.searchsorted(self.starts, at, "right") - 1, 0)
        return self.before[index] + np.maximum(np.minimum(at, self.ends[index]) - self.starts[index], 0)

    def earliest(self, open_time: Instants) -> Instants:
        """The earliest instant at which F reaches a value in `(0, total]`: used up at closing time, it is closing time."""
        index = np.searchsorted(self.before, open_time, "left") - 1
        return self.starts[index] + (open_time - self.before[index])

    def latest(self, open_time: Instants) -> Instants:
        """The latest instant at which F is still a value in `[0, total)`: the mirror image, an opening where the other is a closing."""
        index = np.searchsorted(self.before, open_time, "right") - 1
        return self.starts[index] + (open_time - self.before[index])

    @cached_property
    def lists(self) -> tuple[list[int], list[int], list[int]]:
        """Starts, ends and open time before, for one instant at a time: there Python's own numbers are ten times as fast."""
        return self.starts.tolist(), self.ends.tolist(), self.before.tolist()

    def passed(self, at: int) -> int:
        """F of one instant."""
        starts, ends, before = self.lists
        index = bisect_right(starts, at) - 1
        return before[index] + min(at, ends[index]) - starts[index] if index >= 0 else 0

    def reached(self, open_time: int, earliest: bool) -> int:
        """The earliest or the latest instant at which F has a value in `[0, total]`; where there is none beyond, the outermost."""
        starts, _, before = self.lists
        index = (bisect_left if earliest else bisect_right)(before, open_time) - 1
        return starts[max(index, 0)] + (open_time - before[max(index, 0)])


def hours(schedule: Schedule, first: int, last: int) -> Hours:
    """The open intervals of the schedule in `[first, last)`."""
    wall = _wall_windows(schedule, first // DAY - 3, last // DAY + 3)
    parts = []
    start, ahead = first, offset(schedule.zone, first)
    for change in (*transitions(schedule.zone, first + 1, last), None):
        end = change.at if change else last
        parts.append(_clipped(wall, start + ahead, end + ahead) - ahead)
        if change:
            start, ahead = end, change.after
    opened = _joined(np.concatenate(parts))
    lengths = opened[:, 1] - opened[:, 0]
    sums = np.concatenate([np.zeros(1, np.int64), np.cumsum(lengths)])
    return Hours(first, last, opened[:, 0].copy(), opened[:, 1].copy(), sums[:-1].copy(), int(sums[-1]))


def _wall_windows(schedule: Schedule, first_day: int, last_day: int) -> Instants:
    """The open spans of wall time that the days `[first_day, last_day)`, counted from 1970-01-01, give; joined, in order."""
    days = np.arange(first_day, last_day, dtype=np.int64)
    weekday = (days + 3) % 7
    holidays = np.array(sorted(_number(day) for day in schedule.holidays), np.int64)
    replaced = np.array(sorted(_number(day) for day in schedule.overrides), np.int64)
    usual = ~np.isin(days, replaced) & ~np.isin(days, holidays)
    parts = [_NONE]
    for number, windows in enumerate(schedule.weekly):
        midnights = days[usual & (weekday == number)] * DAY
        parts += [np.stack([midnights + window.start, midnights + window.end], axis=1) for window in windows]
    dated, winning = [], []
    for day, windows in schedule.overrides.items():
        holiday = day in schedule.holidays
        if first_day <= _number(day) < last_day and (schedule.overrides_beat_holidays or not holiday):
            spans = [(_number(day) * DAY + window.start, _number(day) * DAY + window.end) for window in windows]
            dated += spans
            winning += [(start, min(end, (_number(day) + 1) * DAY)) for start, end in spans if holiday]
    opened = _joined(np.concatenate([*parts, _spans(dated)]))
    if schedule.holiday_scope == "date":
        # The shift of the night before ends at midnight; what an override opens on the holiday itself stays open.
        opened = _joined(np.concatenate([_without(opened, _whole_days(schedule.holidays)), _spans(winning)]))
    breaks = [(day, window) for day, windows in schedule.breaks.items() for window in windows]
    taken = [(_number(day) * DAY + window.start, _number(day) * DAY + window.end) for day, window in breaks]
    return _without(opened, _joined(_spans(taken)))


def _number(day: date) -> int:
    return day.toordinal() - _EPOCH_ORDINAL


def _whole_days(days: Iterable[date]) -> Instants:
    return _joined(_spans([(_number(day) * DAY, (_number(day) + 1) * DAY) for day in days]))


def _spans(pairs: list[tuple[int, int]]) -> Instants:
    return np.array(pairs, np.int64).reshape(-1, 2)


def _joined(spans: Instants) -> Instants:
    """The union of the spans: disjoint, in order, those that overlap or touch made one."""
    spans = spans[spans[:, 0] < spans[:, 1]]
    if not len(spans):
        return _NONE
    spans = spans[np.argsort(spans[:, 0], kind="stable")]
    reach = np.maximum.accumulate(spans[:, 1])
    fresh = np.concatenate([[True], spans[1:, 0] > reach[:-1]])
    last = np.concatenate([np.flatnonzero(fresh)[1:] - 1, [len(spans) - 1]])
    return np.stack([spans[fresh, 0], reach[last]], axis=1)


def _clipped(spans: Instants, start: int, end: int) -> Instants:
    """What of the joined spans lies in `[start, end)`."""
    inside = spans[np.searchsorted(spans[:, 1], start, "right") : np.searchsorted(spans[:, 0], end, "left")]
    return np.clip(inside, start, end)


def _without(spans: Instants, holes: Instants) -> Instants:
    """What of the joined spans is left when the joined holes are taken out."""
    if not len(holes) or not len(spans):
        return spans
    # The spans cut with the stretches between the holes: each hole's end to the next one's start.
    low, high = min(spans[0, 0], holes[0, 0]) - 1, max(spans[-1, 1], holes[-1, 1]) + 1
    kept = np.stack([np.concatenate([[low], holes[:, 1]]), np.concatenate([holes[:, 0], [high]])], axis=1)
    touched_from = np.searchsorted(spans[:, 1], kept[:, 0], "right")
    touched_to = np.searchsorted(spans[:, 0], kept[:, 1], "left")
    counts = np.maximum(touched_to - touched_from, 0)
    which = np.repeat(np.arange(len(kept)), counts)
    within = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    cut = spans[touched_from[which] + within]
    return np.stack([np.maximum(cut[:, 0], kept[which, 0]), np.minimum(cut[:, 1], kept[which, 1])], axis=1)
