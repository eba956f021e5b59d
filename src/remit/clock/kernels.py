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
def open_before_one(look: Lookup, at: int) -> int:
    """F at one instant inside the table; nothing checks that it is inside."""
    if look.step == 0:
        return _open_before_in_breaks(look, at)
    since = at - look.first
    word = int(look.words[_bucket(since, look.half)])
    return word + ((since + 1) & (word >> 63))


@jit
def instant_at_one(look: Lookup, open_time: int, closing: bool) -> int:
    """Where F reaches a value above 0: the earliest instant or, unless `closing`, the next opening; `UNREACHABLE` above the total."""
    if look.step == 0:
        return _instant_in_breaks(look, open_time, closing)
    inside = max(min(open_time, look.total), 1)
    found = inside + int(look.gaps[_bucket(inside - closing, look.half)])
    return found if open_time <= look.total else UNREACHABLE


def _run_all(
    look: Lookup,
    start: Instants,
    stop: Instants,
    length: Instants,
    closing: bool,
    due: Instants,
    running: Instants,
) -> None:
    """The loop of `clock.runs` for items without pauses: each one's due instant and running time, written into the last two columns."""
    for item in numba.prange(len(start)):
        begun = open_before_one(look, start[item])
        reached = instant_at_one(look, begun + length[item], closing)
        due[item] = start[item] if length[item] == 0 else reached
        running[item] = open_before_one(look, stop[item]) - begun


def _run_all_paused(
    look: Lookup,
    start: Instants,
    stop: Instants,
    length: Instants,
    offsets: Instants,
    pause_starts: Instants,
    pause_ends: Instants,
    closing: bool,
    due: Instants,
    running: Instants,
) -> None:
    """The same for items with pauses."""
    for item in numba.prange(len(start)):
        begun, ended = open_before_one(look, start[item]), open_before_one(look, stop[item])
        target, reached, held = begun + length[item], begun, 0
        for pause in range(offsets[item], offsets[item + 1]):
            first = max(open_before_one(look, pause_starts[pause]), reached)
            reached = max(open_before_one(look, pause_ends[pause]), first)
            target += (reached - first) * (first < target)  # without a branch, which chance would mispredict
            held += min(reached, ended) - min(first, ended)
        reached = instant_at_one(look, target, closing)
        due[item] = start[item] if length[item] == 0 else reached
        running[item] = ended - begun - held


run_all = numba.njit(parallel=True, cache=True)(_run_all) if numba is not None else None
run_all_paused = numba.njit(parallel=True, cache=True)(_run_all_paused) if numba is not None else None
