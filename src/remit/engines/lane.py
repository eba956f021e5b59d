"""One clock's lane: the 16 bits of an item's state in which a clock stands, and how starting, stopping and reopening move it."""

from __future__ import annotations

import numpy as np

from remit.engines.layout import (
    ALLOWED,
    BY_START,
    BY_STOP,
    CALENDAR,
    CLEARS,
    DATED,
    DAYS,
    EARLY,
    KEEPS_CLOSED_TIME,
    LATE,
    LEFT_OUT,
    MET,
    MISSED,
    MODE,
    NO_OUTSIDE,
    OUTSIDE,
    PAUSED,
    PHASE,
    RUNNING,
    SCHEDULE,
    SETTLED,
    SPAN,
    STOPPED,
    WAITING,
    Clock,
    Integers,
    inlined,
)


@inlined
def passed(schedule: int, at: int, clock: Clock) -> int:
    """F: the open time before an instant (see `clock.table`)."""
    origins, halves, words, _, _ = clock
    since: int = at - origins[schedule, 0]
    word = words[origins[schedule, 1] + int((2 * since + 1) * halves[schedule])]
    f: int = word + ((since + 1) & (word >> 63))
    return f


@inlined
def span(schedule: int, position: int, clock: Clock) -> int:
    """How many of the spans' edges lie at or before the instant at which F first stands at `position`.

    With schedule -1, for which F(t) = t, how many lie at or before the instant `position`.
    """
    marks = clock[3]
    high: int = marks.shape[1]
    if marks[schedule, high - 1] < position:
        return high
    low = 0
    while low < high:
        middle = (low + high) >> 1
        if marks[schedule, middle] < position:
            low = middle + 1
        else:
            high = middle
    return low


@inlined
def start(
    code: int,
    slot: int,
    at: int,
    lane: int,
    tables: Integers,
    clock: Clock,
) -> tuple[int, int]:
    schedule, mode, target = tables[SCHEDULE, code, slot], tables[MODE, code, slot], tables[DAYS, code, slot]
    f = passed(schedule, at, clock)
    left = tables[ALLOWED, code, slot]
    if target >= 0:
        # Working days: the table says where F stands at the end of the one that counts.
        days = clock[4]
        since = days[0, target]
        left = days[1, target, np.searchsorted(since, at, side="right") - 1] - f
    begun = span(-1, at, clock)
    lane = (lane & WAITING) | (EARLY if begun < clock[3].shape[1] else 0)
    if mode & BY_START:
        lane |= begun << SPAN
    if mode & NO_OUTSIDE:
        calendar = tables[CALENDAR, code, slot]
        if passed(calendar, at + 1, clock) == passed(calendar, at, clock):
            lane |= OUTSIDE
    if lane & WAITING:
        return lane | PAUSED, left
    return lane | RUNNING, f + left


@inlined
def stop(
    code: int,
    slot: int,
    at: int,
    lane: int,
    number: int,
    tables: Integers,
    clock: Clock,
) -> tuple[int, int]:
    schedule, mode = tables[SCHEDULE, code, slot], tables[MODE, code, slot]
    f = passed(schedule, at, clock)
    left = number - f if lane & PHASE == RUNNING else number
    missed = lane & SETTLED != 0 or left < 0
    if left == 0 and not missed:
        # Used up exactly: it is due at the first instant at which F stands there, at closing time if that was before.
        missed = passed(schedule, at - 1, clock) == f
    counted = lane >> SPAN
    if mode & BY_STOP:
        counted = span(-1, at, clock)
    elif not mode & BY_START and not lane & SETTLED:
        counted = span(schedule, f + left, clock)
    lane &= SETTLED | OUTSIDE | EARLY | (0 if mode & CLEARS else WAITING)
    lane |= STOPPED | (MISSED if missed else 0) | (counted << SPAN)
    return lane, f + left if mode & KEEPS_CLOSED_TIME else left


@inlined
def settled(
    lane: int,
    left: int,
    f: int,
    schedule: int,
    mode: int,
    clock: Clock,
) -> int:
    """The lane of a clock that stands still, with its span if its time is used up: no later pause moves the due instant then."""
    if left <= 0 and not lane & SETTLED:
        lane |= SETTLED
        if not mode & DATED:
            lane |= span(schedule, f + left, clock) << SPAN
    return lane


@inlined
def reopen(
    code: int,
    slot: int,
    at: int,
    lane: int,
    number: int,
    tables: Integers,
    clock: Clock,
) -> tuple[int, int]:
    schedule, mode = tables[SCHEDULE, code, slot], tables[MODE, code, slot]
    f = passed(schedule, at, clock)
    counted = lane >> SPAN
    lane &= WAITING | OUTSIDE | SETTLED | EARLY
    left = number - f if mode & KEEPS_CLOSED_TIME else number
    if left <= 0 and not mode & KEEPS_CLOSED_TIME:
        lane |= SETTLED
    if lane & SETTLED or mode & BY_START:
        lane |= counted << SPAN
    if lane & WAITING:
        return settled(lane, left, f, schedule, mode, clock) | PAUSED, left
    return lane | RUNNING, f + left


@inlined
def added(lane: int) -> int:
    """The outcome that a stopped clock has added to the totals."""
    return LEFT_OUT if lane & OUTSIDE else LATE if lane & MISSED else MET
