"""The clock's state machine over arrays: what `work.replay` does to one item, for millions of them in one pass.

With F(t) the open time before t, a clock needs one number: where F must stand for it to be due, P = F(start) + the time allowed. A pause
keeps what is left of it (P - F(pause)), a resumption adds F again. So a clock is late when F has passed P, and the month it is due in
follows from P and F at the month's ends, without finding the due instant. What these numbers cannot say exactly (a target that changes
under way, a pause with a longest length, several cycles) marks the item as one for `work.replay`; what it had added is taken back.

Compiled by Numba where it is installed; `AVAILABLE` says so. `engines.plan` makes the arrays and describes them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, cast

import numpy as np
from numpy.typing import NDArray

try:
    import numba
except ImportError:
    AVAILABLE = False
else:
    AVAILABLE = True

Function = TypeVar("Function", bound=Callable[..., Any])
Integers = NDArray[np.int64]
Floats = NDArray[np.float64]
Clock = tuple[Integers, NDArray[np.float64], Integers, Integers, Integers]
"""Origins, halves and words of `OpenTime`; F just before each month begins, by schedule, with F(t) = t as the last; the tables of days."""

# Of a plan's tables, by code and slot: the time allowed, the number of the schedule it runs in, the mode, the number of a target in working
# days (-1: none), the number of the calendar that says whether it began outside hours.
ALLOWED, SCHEDULE, MODE, DAYS, CALENDAR = range(5)


# Numba counts references to arrays, atomically, wherever one is handed on: ten times the work itself. These functions make no arrays, so
# they do without (`_nrt`). Arrays as arguments cost ten machine words each, so what is called for every event is compiled into its caller.
def compiled(function: Function) -> Function:
    """The function as machine code, kept between runs of the program; as it is where Numba is missing."""
    return cast(Function, numba.njit(cache=True, nogil=True, _nrt=False)(function)) if AVAILABLE else function


def inlined(function: Function) -> Function:
    """A part of a compiled function."""
    return cast(Function, numba.njit(nogil=True, forceinline=True, _nrt=False)(function)) if AVAILABLE else function


# What an event does to a clock (four bits each in a plan's programs), in the order in which events of one instant are replayed.
NOTHING, START, REOPEN, RESUME, PAUSE, STOP, COUNT, DEFER = range(8)

# A clock's lane, 16 bits of an item's state: two bits of phase, then flags, then the number of the month that it counts in.
IDLE, RUNNING, PAUSED, STOPPED = range(4)
PHASE = 3
SETTLED = 4
"""The due instant has passed, and its month is in the lane."""
MISSED = 8
WAITING = 16
"""The item is in a pausing state, whether the clock runs or not."""
OUTSIDE = 32
MONTH = 6
"""The month's number stands from this bit on."""

# How a clock ended, as `work.replay` names it.
MET, LATE, OVERDUE, OPEN, LEFT_OUT = range(5)
OUTCOMES = 5

# Of a plan's modes: bits that a clock's settings switch.
CLEARS, KEEPS_CLOSED_TIME, BY_STOP, BY_START, NO_OUTSIDE = 1, 2, 4, 8, 16
DATED = BY_STOP | BY_START


@inlined
def passed(schedule: int, at: int, origins: Integers, halves: Floats, words: Integers) -> int:
    """F: the open time before an instant (see `clock.table`)."""
    since = at - origins[schedule, 0]
    word = words[origins[schedule, 1] + int((2 * since + 1) * halves[schedule])]
    return word + ((since + 1) & (word >> 63))  # type: ignore[no-any-return]


@inlined
def month(schedule: int, position: int, marks: Integers) -> int:
    """How many of the months' beginnings lie at or before the instant at which F first stands at `position`.

    With schedule -1, for which F(t) = t, how many lie at or before the instant `position`.
    """
    number = 0
    while number < marks.shape[1] and marks[schedule, number] < position:
        number += 1
    return number


@inlined
def start(
    code: int,
    slot: int,
    at: int,
    lane: int,
    tables: Integers,
    origins: Integers,
    halves: Floats,
    words: Integers,
    marks: Integers,
    days: Integers,
) -> tuple[int, int]:
    schedule, mode, target = tables[SCHEDULE, code, slot], tables[MODE, code, slot], tables[DAYS, code, slot]
    f = passed(schedule, at, origins, halves, words)
    left = tables[ALLOWED, code, slot]
    if target >= 0:
        # Working days: the table says where F stands at the end of the one that counts.
        since = days[0, target]
        left = days[1, target, np.searchsorted(since, at, side="right") - 1] - f
    lane &= WAITING
    if mode & BY_START:
        lane |= month(-1, at, marks) << MONTH
    if mode & NO_OUTSIDE:
        calendar = tables[CALENDAR, code, slot]
        if passed(calendar, at + 1, origins, halves, words) == passed(calendar, at, origins, halves, words):
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
    origins: Integers,
    halves: Floats,
    words: Integers,
    marks: Integers,
    days: Integers,
) -> tuple[int, int]:
    schedule, mode = tables[SCHEDULE, code, slot], tables[MODE, code, slot]
    f = passed(schedule, at, origins, halves, words)
    left = number - f if lane & PHASE == RUNNING else number
    missed = lane & SETTLED != 0 or left < 0
    if left == 0 and not missed:
        # Used up exactly: it is due at the first instant at which F stands there, at closing time if that was before.
        missed = passed(schedule, at - 1, origins, halves, words) == f
    counted = lane >> MONTH
    if mode & BY_STOP:
        counted = month(-1, at, marks)
    elif not mode & BY_START and not lane & SETTLED:
        counted = month(schedule, f + left, marks)
    lane &= SETTLED | OUTSIDE | (0 if mode & CLEARS else WAITING)
    lane |= STOPPED | (MISSED if missed else 0) | (counted << MONTH)
    return lane, f + left if mode & KEEPS_CLOSED_TIME else left


@inlined
def settled(
    lane: int,
    left: int,
    f: int,
    schedule: int,
    mode: int,
    origins: Integers,
    halves: Floats,
    words: Integers,
    marks: Integers,
    days: Integers,
) -> int:
    """The lane of a clock that stands still, with its month if its time is used up: no later pause moves the due instant then."""
    if left <= 0 and not lane & SETTLED:
        lane |= SETTLED
        if not mode & DATED:
            lane |= month(schedule, f + left, marks) << MONTH
    return lane


@inlined
def reopen(
    code: int,
    slot: int,
    at: int,
    lane: int,
    number: int,
    tables: Integers,
    origins: Integers,
    halves: Floats,
    words: Integers,
    marks: Integers,
    days: Integers,
) -> tuple[int, int]:
    schedule, mode = tables[SCHEDULE, code, slot], tables[MODE, code, slot]
    f = passed(schedule, at, origins, halves, words)
    counted = lane >> MONTH
    lane &= WAITING | OUTSIDE | SETTLED
    left = number - f if mode & KEEPS_CLOSED_TIME else number
    if left <= 0 and not mode & KEEPS_CLOSED_TIME:
        lane |= SETTLED
    if lane & SETTLED or mode & BY_START:
        lane |= counted << MONTH
    if lane & WAITING:
        return settled(lane, left, f, schedule, mode, origins, halves, words, marks, days) | PAUSED, left
    return lane | RUNNING, f + left


@inlined
def added(lane: int) -> int:
    """The outcome that a stopped clock has added to the totals."""
    return LEFT_OUT if lane & OUTSIDE else LATE if lane & MISSED else MET


@inlined
def step(
    role: int,
    at: int,
    code: int,
    slot: int,
    state: Integers,
    row: int,
    header: int,
    tables: Integers,
    origins: Integers,
    halves: Floats,
    words: Integers,
    marks: Integers,
    days: Integers,
    totals: Integers,
) -> bool:
    """One event in one role for one clock of an item; returns whether only the definition can say what follows."""
    if role == DEFER:
        return True
    place, shift = (slot + 1) >> 2, ((slot + 1) & 3) << 4
    lane = (state[row, place] >> shift) & 0xFFFF
    phase = lane & PHASE
    number = state[row, header + slot]
    if role == START:
        if phase == IDLE:
            lane, number = start(code, slot, at, lane, tables, origins, halves, words, marks, days)
    elif role == STOP:
        if phase in (RUNNING, PAUSED):
            lane, number = stop(code, slot, at, lane, number, tables, origins, halves, words, marks, days)
            totals[code, slot, lane >> MONTH, added(lane)] += 1
    elif role == PAUSE:
        if not lane & WAITING and phase == RUNNING:
            schedule = tables[SCHEDULE, code, slot]
            f = passed(schedule, at, origins, halves, words)
            number -= f
            lane = settled((lane & ~PHASE) | PAUSED, number, f, schedule, tables[MODE, code, slot], origins, halves, words, marks, days)
        lane |= WAITING
    elif role == RESUME:
        lane &= ~WAITING
        if phase == PAUSED:
            number += passed(tables[SCHEDULE, code, slot], at, origins, halves, words)
            lane = (lane & ~PHASE) | RUNNING
    elif role == REOPEN:
        if phase == STOPPED:
            totals[code, slot, lane >> MONTH, added(lane)] -= 1
            lane, number = reopen(code, slot, at, lane, number, tables, origins, halves, words, marks, days)
    elif role == COUNT and phase == IDLE:
        lane = STOPPED | (month(-1, at, marks) << MONTH)
        totals[code, slot, lane >> MONTH, MET] += 1
    state[row, place] = (state[row, place] & ~(0xFFFF << shift)) | (lane << shift)
    state[row, header + slot] = number
    return False


@inlined
def forget(code: int, state: Integers, row: int, totals: Integers) -> None:
    """Takes back what an item had added."""
    for slot in range(totals.shape[1]):
        lane = (state[row, (slot + 1) >> 2] >> (((slot + 1) & 3) << 4)) & 0xFFFF
        if lane & PHASE == STOPPED:
            totals[code, slot, lane >> MONTH, added(lane)] -= 1


@inlined
def finish(
    code: int,
    state: Integers,
    row: int,
    header: int,
    tables: Integers,
    origins: Integers,
    halves: Floats,
    words: Integers,
    marks: Integers,
    days: Integers,
    at_cut: Integers,
    totals: Integers,
) -> None:
    """How the clocks of an item that have not stopped stand at the cut; the last month's number means none."""
    for slot in range(totals.shape[1]):
        lane = (state[row, (slot + 1) >> 2] >> (((slot + 1) & 3) << 4)) & 0xFFFF
        phase, mode, schedule = lane & PHASE, tables[MODE, code, slot], tables[SCHEDULE, code, slot]
        if phase != RUNNING and phase != PAUSED:
            continue
        counted, overdue = lane >> MONTH, lane & SETTLED != 0
        if phase == RUNNING and not overdue and at_cut[schedule] >= state[row, header + slot]:
            overdue = True
            if not mode & DATED:
                counted = month(schedule, state[row, header + slot], marks)
        if mode & BY_STOP or (not overdue and not mode & BY_START):
            counted = totals.shape[2] - 1
        totals[code, slot, counted, LEFT_OUT if lane & OUTSIDE else OVERDUE if overdue else OPEN] += 1


@inlined
def started(state: Integers, row: int, header: int) -> bool:
    """Whether any clock of the item has left its beginning, so that a change of field may concern it."""
    found = state[row, 0] >> 16
    for place in range(1, header):
        found |= state[row, place]
    return bool(found != 0)


@inlined
def recoded(
    code: int, begin: int, end: int, what: NDArray[np.uint16], fields: Integers, state: Integers, row: int, header: int, sequenced: bool
) -> int:
    """The item's code after the changes of field among its events of one instant; -1 where only the definition can say."""
    for event in range(begin, end):
        weight = fields[what[event], 0]
        if weight == 0:
            continue
        if weight < 0:
            return -1
        held = (code // weight) % fields[what[event], 2]
        if held != fields[what[event], 1]:
            if (sequenced and end - begin > 1) or started(state, row, header):
                return -1
            code += (fields[what[event], 1] - held) * weight
    return code


@inlined
def group(
    begin: int,
    end: int,
    at: int,
    code: int,
    what: NDArray[np.uint16],
    sequence: Integers,
    state: Integers,
    row: int,
    header: int,
    programs: NDArray[np.uint64],
    tables: Integers,
    origins: Integers,
    halves: Floats,
    words: Integers,
    marks: Integers,
    days: Integers,
    totals: Integers,
) -> bool:
    """Events of one item at one instant: by the source's sequence where each has one of its own, by role where none has."""
    numbered = 0
    if sequence.shape[0]:
        for event in range(begin, end):
            numbered += sequence[event] >= 0
            if event > begin and sequence[event] >= 0 and sequence[event] == sequence[event - 1]:
                return True
        if numbered != 0 and numbered != end - begin:
            return True
    for slot in range(totals.shape[1]):
        shift = np.uint64(slot << 2)
        pauses = stops = False
        for turn in range(START, DEFER + 1):
            for event in range(begin, end):
                role = int((programs[code, what[event]] >> shift) & np.uint64(15))
                if role == NOTHING or (numbered == 0 and role != turn):
                    continue
                pauses |= role == PAUSE
                stops |= role == STOP
                # Whether a pause at the very end of the time allowed came before the stop is for the definition.
                if pauses and stops:
                    return True
                if step(role, at, code, slot, state, row, header, tables, origins, halves, words, marks, days, totals):
                    return True
            if numbered != 0:
                break
    return False


@inlined
def single(
    program: np.uint64,
    at: int,
    code: int,
    state: Integers,
    row: int,
    header: int,
    tables: Integers,
    origins: Integers,
    halves: Floats,
    words: Integers,
    marks: Integers,
    days: Integers,
    totals: Integers,
) -> bool:
    """One event that stands alone in its instant, for every clock of the item."""
    slot = 0
    while program:
        role = int(program & np.uint64(15))
        if role and step(role, at, code, slot, state, row, header, tables, origins, halves, words, marks, days, totals):
            return True
        program >>= np.uint64(4)
        slot += 1
    return False


@compiled
def fold(
    item: NDArray[np.int32],
    what: NDArray[np.uint16],
    at: Integers,
    sequence: Integers,
    low: int,
    keyed: bool,
    cut: int,
    state: Integers,
    header: int,
    deferred: NDArray[np.bool_],
    fields: Integers,
    programs: NDArray[np.uint64],
    tables: Integers,
    origins: Integers,
    halves: Floats,
    words: Integers,
    marks: Integers,
    days: Integers,
    at_cut: Integers,
    totals: Integers,
) -> int:
    """Folds one part. `state` has a row for each item from code `low` on, or one row where the log is in order of items (`keyed`).

    `fields` says of each word which digit of an item's code it sets, `programs` what it does to each clock of an item with a code.
    `deferred[item]` is set where only the definition can say. The items of a keyed part are finished with it. The number returned means
    nothing: it keeps the compiler from dropping the reads ahead, which hide the memory's latency.
    """
    count, ahead, previous, row, begin = item.shape[0], 0, -1, 0, 0
    nobody = programs.shape[0] - 1
    while begin < count:
        here, instant = item[begin], at[begin]
        if not keyed:
            row = here - low
            if begin + 24 < count:
                ahead ^= state[item[begin + 24] - low, 0]
        elif here != previous:
            if previous >= 0 and state[0, 0] & 0xFFFF != nobody:
                finish(state[0, 0] & 0xFFFF, state, 0, header, tables, origins, halves, words, marks, days, at_cut, totals)
            state[0, :] = 0
            previous = here
        end = begin + 1
        while end < count and at[end] == instant and item[end] == here:
            end += 1
        code = state[row, 0] & 0xFFFF
        if code != nobody:
            now = -1 if deferred[here] or instant >= cut else recoded(code, begin, end, what, fields, state, row, header, len(sequence) > 0)
            if now >= 0:
                state[row, 0] += now - code
                code = now
                if end - begin == 1:
                    puzzled = single(
                        programs[code, what[begin]], instant, code, state, row, header, tables, origins, halves, words, marks, days, totals
                    )
                else:
                    puzzled = group(
                        begin,
                        end,
                        instant,
                        code,
                        what,
                        sequence,
                        state,
                        row,
                        header,
                        programs,
                        tables,
                        origins,
                        halves,
                        words,
                        marks,
                        days,
                        totals,
                    )
            if now < 0 or puzzled:
                forget(code, state, row, totals)
                state[row, 0] = nobody
                deferred[here] = True
        begin = end
    if keyed and previous >= 0 and state[0, 0] & 0xFFFF != nobody:
        finish(state[0, 0] & 0xFFFF, state, 0, header, tables, origins, halves, words, marks, days, at_cut, totals)
    return ahead


@compiled
def finish_all(
    state: Integers,
    header: int,
    nobody: int,
    tables: Integers,
    origins: Integers,
    halves: Floats,
    words: Integers,
    marks: Integers,
    days: Integers,
    at_cut: Integers,
    totals: Integers,
) -> None:
    """Finishes every item of a log in order of time."""
    for row in range(state.shape[0]):
        code = state[row, 0] & 0xFFFF
        if code != nobody:
            finish(code, state, row, header, tables, origins, halves, words, marks, days, at_cut, totals)
