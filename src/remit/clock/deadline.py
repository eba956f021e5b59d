"""The instant at which a length of working time is used up.

For a positive length it is the *earliest* instant at which that much has elapsed, so a target used up at closing time is due at closing
time; `boundary="next opening"` moves the due instant, and nothing else, to the next opening. Length 0 gives the start, negative lengths
mirror. What is never reached is `UNREACHABLE`, which lies after every instant, so nothing is late against it.

Pauses push the due instant by the open time of their union: `running(schedule, start, due(schedule, start, n, pauses), pauses) == n`.

>>> from datetime import UTC, datetime
>>> from remit.clock.windows import Window, weekly
>>> from remit.values.period import HOUR, instant, moment
>>> office = Schedule("UTC", weekly({day: [Window.read("09:00", "17:00")] for day in ("Mon", "Tue", "Wed", "Thu", "Fri")}))
>>> friday = instant(datetime(2018, 5, 18, 10, tzinfo=UTC))
>>> str(moment(due(office, friday, 7 * HOUR))), str(moment(due(office, friday, 7 * HOUR, boundary="next opening")))
('2018-05-18 17:00:00+00:00', '2018-05-21 09:00:00+00:00')
>>> due(Schedule("UTC", ((),) * 7), friday, HOUR) == UNREACHABLE
True
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal, overload

import numpy as np
import numpy.typing as npt

from remit.clock.elapsed import union
from remit.clock.hours import Hours, Instants
from remit.clock.schedule import Schedule
from remit.clock.transitions import FIRST, LAST
from remit.values.period import Period

Boundary = Literal["closing time", "next opening"]

UNREACHABLE = 2**63 - 1
"""The due instant of a length that the schedule never fills; mirrored, `-UNREACHABLE`."""
_ALL = 2**62  # more than all years hold, and twice as much still fits


@overload
def due(schedule: Schedule, start: int, length: int, pauses: Iterable[Period] = (), boundary: Boundary = "closing time") -> int: ...
@overload
def due(
    schedule: Schedule, start: Instants, length: Instants | int, pauses: tuple[()] = (), boundary: Boundary = "closing time"
) -> Instants: ...
def due(
    schedule: Schedule,
    start: Instants | int,
    length: Instants | int,
    pauses: Iterable[Period] = (),
    boundary: Boundary = "closing time",
) -> Instants | int:
    """The instant at which `length` microseconds of running time have passed since `start`; arrays of both give an array.

    Pauses are those of one item; for columns of items that have pauses see `clock.runs`. Raises `OutOfRange`.
    """
    if isinstance(start, int) and isinstance(length, int):
        return _due_of_one(schedule, start, length, union(pauses), boundary)
    if pauses:
        raise ValueError("pauses belong to one item; for columns of items use clock.runs")
    # Nothing is longer than all years, and the sums below stay inside 64 bits.
    limited = np.clip(np.asarray(length), -_ALL, _ALL).astype(np.int64)
    starts, lengths = np.broadcast_arrays(np.asarray(start, np.int64), limited)
    if not starts.size:
        return np.zeros(starts.shape, np.int64)
    # A length that no horizon holds must not make the others pay for compiling all years.
    sought = np.where(np.abs(lengths) <= schedule.longest, lengths, 0)
    schedule.hours_ahead(int(starts.max()), max(int(sought.max()), 0))
    hours = schedule.hours_behind(int(starts.min()), max(-int(sought.min()), 0))
    target = hours.open_before(starts) + lengths
    found = np.where(lengths == 0, starts, instants(hours, target, lengths > 0, boundary))
    return found if found.ndim else int(found)


def _due_of_one(schedule: Schedule, start: int, length: int, pauses: list[Period], boundary: Boundary) -> int:
    if length == 0:
        return start
    reach = sum(pause.end - pause.start for pause in pauses if pause.start >= FIRST and pause.end < LAST)
    sought = abs(length) + reach if abs(length) <= schedule.longest else reach
    hours = schedule.hours_ahead(start, sought) if length > 0 else schedule.hours_behind(start, sought)
    if not hours.total:
        return UNREACHABLE if length > 0 else -UNREACHABLE
    target = _pushed(hours, hours.passed(start), length, pauses)
    if not 0 <= target <= hours.total:
        return UNREACHABLE if length > 0 else -UNREACHABLE
    return hours.reached(target, earliest=(length > 0) == (boundary == "closing time"))


def _pushed(hours: Hours, passed: int, length: int, pauses: list[Period]) -> int:
    """Where open time stands when the length has run, with the open time of every pause met on the way added to it."""
    target = passed + length
    taken = [_open_span(hours, pause) for pause in pauses]
    if length > 0:
        for begin, end in taken:
            if end > passed and begin < target:
                target += end - max(begin, passed)
    else:
        for begin, end in reversed(taken):
            if begin < passed and end > target:
                target -= min(end, passed) - begin
    return target


def _open_span(hours: Hours, pause: Period) -> tuple[int, int]:
    """The pause as a span of open time; one that never ends, or lasts from before all time, takes everything on that side."""
    begin, end = (hours.passed(min(max(at, hours.first), hours.last - 1)) for at in (pause.start, pause.end))
    return (-_ALL if pause.start < FIRST else begin), (_ALL if pause.end >= LAST else end)


def instants(hours: Hours, target: Instants, forward: npt.NDArray[np.bool_], boundary: Boundary) -> Instants:
    """Where F reaches the targets: going forward the earliest instant, going back the latest, or the other way round."""
    ahead, behind = (hours.earliest, hours.latest) if boundary == "closing time" else (hours.latest, hours.earliest)
    if not hours.total:
        return np.where(forward, UNREACHABLE, -UNREACHABLE)
    # At the very end of all hours there is no next opening, and closing time stands; at their beginning likewise.
    inside = np.clip(target, 1, hours.total - 1)
    found = np.where(forward, ahead(inside), behind(inside))
    found = np.where(target == hours.total, hours.ends[-1], found)
    found = np.where(target == 0, hours.starts[0], found)
    found = np.where(forward & (target > hours.total), UNREACHABLE, found)
    return np.where(~forward & (target < 0), -UNREACHABLE, found)
