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
    """The pauses of many items: row k of `starts` and `ends` has every item's k-th pause, in order of their starts.

    Pauses may overlap. An item with fewer of them has empty ones in the last rows, which begin and end at the same instant, such as its
    stop. Rows rather than lists per item, because a column is what memory and processor read fastest.
    """

    starts: Instants
    ends: Instants

    def __post_init__(self) -> None:
        if self.starts.ndim != 2 or self.starts.shape != self.ends.shape:
            raise ValueError(f"pauses are two tables of rows by items, not {self.starts.shape} and {self.ends.shape}")


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
    if pauses is not None and not pauses.starts.size:
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
    held = pauses or Pauses(np.empty((0, len(start)), np.int64), np.empty((0, len(start)), np.int64))
    if kernels is not None:
        loop = kernels.loop(len(held.starts), known.lookup.step > 0)
        loop(known.lookup, start, stop, lengths, held.starts, held.ends, boundary == "closing time", into.due, into.running)
        return
    for low in range(0, len(start), _CHUNK):
        chunk = slice(low, low + _CHUNK)
        begun, ended = known.open_before(start[chunk]), known.open_before(stop[chunk])
        target, running = begun + lengths[chunk], np.subtract(ended, begun, out=into.running[chunk])
        for starts, ends in zip(held.starts, held.ends, strict=True):
            begun = _pause(known, starts[chunk], ends[chunk], begun, ended, target, running)
        into.due[chunk] = np.where(lengths[chunk] == 0, start[chunk], known.instant_at(target, boundary))


def _pause(
    known: Table, starts: Instants, ends: Instants, reached: Instants, ended: Instants, target: Instants, running: Instants
) -> Instants:
    """Pushes `target` and takes from `running` by the open time of one pause of each item.

    `reached` is the open time up to which pauses are counted already, so that those which overlap count once; gives the new one.
    """
    first = np.maximum(known.open_before(starts), reached)
    last = np.maximum(known.open_before(ends), first)
    pushed = last - first
    pushed *= first < target
    target += pushed
    running -= np.minimum(last, ended)
    running += np.minimum(first, ended)
    return last


@cache
def _compiled() -> Any:
    """The compiled loops, or None where Numba is not installed."""
    from remit.clock import kernels

    return kernels if kernels.compiled else None
