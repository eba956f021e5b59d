"""Look-ups for compiled loops: the arithmetic of `clock.table`, one instant at a time, compiled by Numba where that is installed.

Importing this module imports Numba, which takes a second; import it where a loop is about to run, never at the top of a command. Without
Numba `compiled` is False and the same functions are plain Python, with the same bits.

Inside a loop of your own:

    look = table(schedule, first_instant, last_instant, longest_length).lookup
    ...
    passed = open_before_one(look, start)
    due = instant_at_one(look, passed + length, True)
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import Any, TypeVar, cast

import numpy as np

from remit.clock.deadline import UNREACHABLE
from remit.clock.hours import Instants
from remit.clock.table import Lookup

try:
    import numba
except ImportError:
    numba = None  # type: ignore[assignment]

F = TypeVar("F", bound=Callable[..., Any])

compiled = numba is not None


def jit(function: F) -> F:
    """Compiled into the loop that calls it; the plain function without Numba."""
    if numba is None:
        return function
    return cast(F, numba.njit(inline="always")(function))


def _called(function: F) -> F:
    """Compiled, and called: searching is too long to be repeated in every loop."""
    if numba is None:
        return function
    return cast(F, numba.njit(function))


@jit
def _bucket(since: int, half: float) -> Any:
    """The bucket of a moment, counted from the table's first; 32 bits, because those convert faster and no table has more buckets."""
    return np.uint32(np.int32((2 * since + 1) * half))


@_called
def _at_most(values: Instants, bound: int) -> int:
    """How many of the ordered values are not above the bound."""
    low, high = 0, len(values)
    while low < high:
        middle = (low + high) // 2
        if values[middle] <= bound:
            low = middle + 1
        else:
            high = middle
    return low


@_called
def _open_before_in_breaks(look: Lookup, at: int) -> int:
    index = _at_most(look.starts, at) - 1
    if index < 0:
        return 0
    return int(look.before[index]) + min(at, int(look.ends[index])) - int(look.starts[index])


@_called
def _instant_in_breaks(look: Lookup, open_time: int, closing: bool) -> int:
    if open_time > look.total:
        return UNREACHABLE
    index = max(0, _at_most(look.before, open_time - closing) - 1)
    return int(look.starts[index]) + (open_time - int(look.before[index]))


@jit
def _open_before_in_words(look: Lookup, at: int) -> int:
    since = at - look.first
    word = int(look.words[_bucket(since, look.half)])
    return word + ((since + 1) & (word >> 63))


@jit
def _instant_in_gaps(look: Lookup, open_time: int, closing: bool) -> int:
    inside = max(min(open_time, look.total), 1)
    found = inside + int(look.gaps[_bucket(inside - closing, look.half)])
    return found if open_time <= look.total else UNREACHABLE


@jit
def open_before_one(look: Lookup, at: int) -> int:
    """F at one instant inside the table; nothing checks that it is inside."""
    return _open_before_in_words(look, at) if look.step else _open_before_in_breaks(look, at)


@jit
def instant_at_one(look: Lookup, open_time: int, closing: bool) -> int:
    """Where F reaches a value above 0: the earliest instant or, unless `closing`, the next opening; `UNREACHABLE` above the total."""
    return _instant_in_gaps(look, open_time, closing) if look.step else _instant_in_breaks(look, open_time, closing)


@cache
def loop(ranks: int, gridded: bool) -> Any:
    """The loop of `clock.runs`, compiled for items with so many pauses at most: due instants and running times, into the last two columns.

    The number of pauses is a constant of the compiled code and nothing branches, so the processor works on several items at once; that is
    worth three times the speed of a loop over as many pauses as each item has.
    """
    before = _open_before_in_words if gridded else _open_before_in_breaks
    reach = _instant_in_gaps if gridded else _instant_in_breaks

    @numba.njit(parallel=True, cache=True)
    def run_all(
        look: Lookup,
        start: Instants,
        stop: Instants,
        length: Instants,
        pause_starts: Instants,
        pause_ends: Instants,
        closing: bool,
        due: Instants,
        running: Instants,
    ) -> None:
        for item in numba.prange(len(start)):
            begun, ended = before(look, start[item]), before(look, stop[item])
            target, reached, held = begun + length[item], begun, 0
            for rank in range(ranks):
                first = max(before(look, pause_starts[rank, item]), reached)
                reached = max(before(look, pause_ends[rank, item]), first)
                target += (reached - first) * (first < target)
                held += min(reached, ended) - min(first, ended)
            found = reach(look, target, closing)
            due[item] = start[item] if length[item] == 0 else found
            running[item] = ended - begun - held

    return run_all
