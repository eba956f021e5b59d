"""Working time between two instants, and the running time that is left of it when pauses are taken out.

Elapsed time is signed and antisymmetric: `elapsed(schedule, b, a) == -elapsed(schedule, a, b)`, and it adds up:
`elapsed(a, b) + elapsed(b, c) == elapsed(a, c)`. It is a difference of F, the open time before an instant. Microseconds throughout.

>>> from datetime import UTC, datetime
>>> from remit.clock.schedule import Schedule
>>> from remit.clock.windows import Window, weekly
>>> from remit.values.period import HOUR, instant
>>> office = Schedule("UTC", weekly({day: [Window.read("09:00", "17:00")] for day in ("Mon", "Tue", "Wed", "Thu", "Fri")}))
>>> friday, monday = instant(datetime(2018, 5, 18, 10, tzinfo=UTC)), instant(datetime(2018, 5, 21, 10, tzinfo=UTC))
>>> elapsed(office, friday, monday) // HOUR, elapsed(office, monday, friday) // HOUR
(8, -8)
>>> running(office, friday, monday, [Period(friday + HOUR, friday + 3 * HOUR), Period(friday + 2 * HOUR, friday + 4 * HOUR)]) // HOUR
5
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import overload

import numpy as np

from remit.clock.hours import Instants
from remit.clock.schedule import Schedule
from remit.values.period import Period


@overload
def elapsed(schedule: Schedule, start: int, end: int) -> int: ...
@overload
def elapsed(schedule: Schedule, start: Instants, end: Instants | int) -> Instants: ...
@overload
def elapsed(schedule: Schedule, start: Instants | int, end: Instants) -> Instants: ...
def elapsed(schedule: Schedule, start: Instants | int, end: Instants | int) -> Instants | int:
    """Open time from `start` to `end`, negative where the end comes first. Instants or arrays of them; raises `OutOfRange`."""
    if isinstance(start, int) and isinstance(end, int):
        compiled = schedule.hours(min(start, end), max(start, end))
        return compiled.passed(end) - compiled.passed(start)
    starts, ends = np.asarray(start, np.int64), np.asarray(end, np.int64)
    if not starts.size or not ends.size:
        return np.zeros(np.broadcast_shapes(starts.shape, ends.shape), np.int64)
    hours = schedule.hours(int(min(starts.min(), ends.min())), int(max(starts.max(), ends.max())))
    passed = hours.open_before(ends) - hours.open_before(starts)
    return passed if np.ndim(passed) else int(passed)


def running(schedule: Schedule, start: int, stop: int, pauses: Iterable[Period] = ()) -> int:
    """Elapsed time less the union of the pauses, cut by the calendar; never start plus hold. Negative where the stop comes first."""
    first, last = min(start, stop), max(start, stop)
    met = [pause for pause in union(pauses) if pause.start < last and pause.end > first]
    held = sum(elapsed(schedule, max(pause.start, first), min(pause.end, last)) for pause in met)
    passed = elapsed(schedule, first, last) - held
    return passed if start <= stop else -passed


def union(pauses: Iterable[Period]) -> list[Period]:
    """The pauses with those that overlap or touch made one, in order; empty ones are dropped.

    >>> union([Period(5, 9), Period(1, 3), Period(3, 4), Period(7, 8)])
    [Period(start=1, end=4), Period(start=5, end=9)]
    """
    joined: list[Period] = []
    for pause in sorted((pause for pause in pauses if pause.start < pause.end), key=lambda pause: pause.start):
        if joined and pause.start <= joined[-1].end:
            joined[-1] = Period(joined[-1].start, max(joined[-1].end, pause.end))
        else:
            joined.append(pause)
    return joined
