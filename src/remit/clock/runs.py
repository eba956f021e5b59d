"""Running and due of many items at once: one pass over columns, in NumPy alone or compiled by Numba, with the same bits.

An item runs from `start` to `stop` with any number of pauses, its length of working time to be used up by the due instant. In open time
everything is a sum, so an item costs one look-up for each of its instants and one for its due instant; no list of intervals is made.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

import numpy as np

from remit.clock.deadline import Boundary
from remit.clock.hours import Instants
from remit.clock.schedule import Schedule
from remit.clock.table import Table, table

Engine = Literal["numpy", "numba"]
_CHUNK = 1 << 14  # what a chunk touches stays in the cache


@dataclass(frozen=True, slots=True, eq=False)
class Pauses:
    """The pauses of item i are numbers `offsets[i]` to `offsets[i + 1]`, last excluded, in order of their starts; they may overlap."""

    offsets: Instants
    starts: Instants
    ends: Instants


@dataclass(frozen=True, slots=True, eq=False)
class Runs:
    """Per item the due instant (`UNREACHABLE` if there is none) and the running time from start to stop, in microseconds."""

    due: Instants
    running: Instants


def runs(
    schedule: Schedule,
    start: Instants,
    stop: Instants,
    length: Instants | int,
    pauses: Pauses | None = None,
    *,
    boundary: Boundary = "closing time",
    engine: Engine | None = None,
) -> Runs:
    """Due instants and running times of all items; `stop` is the cut where an item still runs, and not before its start.

    `engine` None takes Numba where it is installed. Raises `OutOfRange` for instants outside all years.
    """
    if not len(start):
        return Runs(np.empty(0, np.int64), np.empty(0, np.int64))
    if pauses is not None and not len(pauses.starts):
        pauses = None
    columns = [start, stop] if pauses is None else [start, stop, pauses.starts, pauses.ends]
    low, high = min(int(column.min()) for column in columns), max(int(column.max()) for column in columns)
    known = table(schedule, low, high, max(int(np.max(length)), 0))
    result = Runs(np.empty(len(start), np.int64), np.empty(len(start), np.int64))
    run(known, start, stop, length, pauses, result, boundary=boundary, engine=engine)
    return result


def run(
    known: Table,
    start: Instants,
    stop: Instants,
    length: Instants | int,
    pauses: Pauses | None,
    into: Runs,
    *,
    boundary: Boundary = "closing time",
    engine: Engine | None = None,
) -> None:
    """As `runs`, over a table that is known to hold all instants, into columns that are there already."""
    lengths = np.broadcast_to(np.asarray(length, np.int64), start.shape)
    kernels = _compiled() if engine != "numpy" else None
    if kernels is None and engine == "numba":
        raise ModuleNotFoundError("Numba is not installed; install remit[fast]")
    closing = boundary == "closing time"
    if kernels is not None and pauses is None:
        kernels.run_all(known.lookup, start, stop, lengths, closing, into.due, into.running)
    elif kernels is not None and pauses is not None:
        held = (pauses.offsets, pauses.starts, pauses.ends)
        kernels.run_all_paused(known.lookup, start, stop, lengths, *held, closing, into.due, into.running)
    else:
        for low in range(0, len(start), _CHUNK):
            chunk = slice(low, low + _CHUNK)
            begun, ended = known.open_before(start[chunk]), known.open_before(stop[chunk])
            target, running = begun + lengths[chunk], np.subtract(ended, begun, out=into.running[chunk])
            if pauses is not None:
                _pause(known, pauses, pauses.offsets[low : low + _CHUNK + 1], begun, ended, target, running)
            into.due[chunk] = np.where(lengths[chunk] == 0, start[chunk], known.instant_at(target, boundary))


def _pause(
    known: Table, pauses: Pauses, offsets: Instants, reached: Instants, ended: Instants, target: Instants, running: Instants
) -> None:
    """Pushes `target` and takes from `running` by the open time of each item's pauses: the first of all items, then the second, ...

    `reached` is the open time up to which pauses are counted already, so that those which overlap count once.
    """
    counts = np.diff(offsets)
    for rank in range(int(counts.max())):
        which: slice | Instants = slice(None) if counts.min() > rank else np.flatnonzero(counts > rank)
        place = offsets[:-1][which] + rank
        first = np.maximum(known.open_before(pauses.starts.take(place)), reached[which])
        last = np.maximum(known.open_before(pauses.ends.take(place)), first)
        target[which] += (last - first) * (first < target[which])
        running[which] -= np.minimum(last, ended[which]) - np.minimum(first, ended[which])
        reached[which] = last


@cache
def _compiled() -> Any:
    """The compiled loops, or None where Numba is not installed."""
    from remit.clock import kernels

    return kernels if kernels.compiled else None
