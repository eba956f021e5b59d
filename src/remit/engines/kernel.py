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

from remit.engines.open_time import BUCKET

try:
    import numba
except ImportError:
    AVAILABLE = False
else:
    AVAILABLE = True

Function = TypeVar("Function", bound=Callable[..., Any])
Integers = NDArray[np.int64]
Tables = tuple[Integers, Integers, Integers, Integers, Integers]
"""By code and slot: time allowed, number of the schedule it runs in, mode, number of its target in days or -1, number of its calendar."""
Clock = tuple[int, Integers, NDArray[np.int32], Integers, Integers, Integers, Integers, Integers]
"""`OpenTime` (first, base, bucket, spans), F just before each month begins by schedule, the months' beginnings, and the tables of days."""


def compiled(function: Function) -> Function:
    """The function as machine code, kept between runs of the program; as it is where Numba is missing."""
    return cast(Function, numba.njit(cache=True, nogil=True)(function)) if AVAILABLE else function


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


@compiled
def passed(schedule: int, at: int, clock: Clock) -> int:
    """F: the open time before an instant."""
    row = clock[2][clock[1][schedule] + ((at - clock[0]) >> BUCKET)]
    spans = clock[3]
    while spans[row + 1, 0] <= at:
        row += 1
    start = spans[row, 0]
    return spans[row, 2] + max(min(at, spans[row, 1]) - start, 0)  # type: ignore[no-any-return]


@compiled
def month_due(schedule: int, position: int, clock: Clock) -> int:
    """How many of the months' beginnings lie at or before the instant at which F first stands at `position`."""
    marks = clock[4]
    month = 0
    while month < marks.shape[1] and marks[schedule, month] < position:
        month += 1
    return month


@compiled
def month_of(at: int, clock: Clock) -> int:
    """How many of the months' beginnings lie at or before an instant."""
    edges = clock[5]
    month = 0
    while month < edges.shape[0] and edges[month] <= at:
        month += 1
    return month


@compiled
def time_allowed(code: int, slot: int, at: int, f: int, tables: Tables, clock: Clock) -> int:
    """The open time from a start until it is due: a length, or up to the end of the working day that counts."""
    days = tables[3][code, slot]
    if days < 0:
        return tables[0][code, slot]  # type: ignore[no-any-return]
    since = clock[6][days]
    return clock[7][days, np.searchsorted(since, at, side="right") - 1] - f  # type: ignore[no-any-return]


@compiled
def start(code: int, slot: int, at: int, lane: int, number: Integers, tables: Tables, clock: Clock) -> int:
    schedule, mode = tables[1][code, slot], tables[2][code, slot]
    f = passed(schedule, at, clock)
    left = time_allowed(code, slot, at, f, tables, clock)
    lane &= WAITING
    if mode & BY_START:
        lane |= month_of(at, clock) << MONTH
    if mode & NO_OUTSIDE and passed(tables[4][code, slot], at + 1, clock) == passed(tables[4][code, slot], at, clock):
        lane |= OUTSIDE
    number[0] = left if lane & WAITING else f + left
    return lane | (PAUSED if lane & WAITING else RUNNING)


@compiled
def stop(code: int, slot: int, at: int, lane: int, number: Integers, tables: Tables, clock: Clock) -> int:
    schedule, mode = tables[1][code, slot], tables[2][code, slot]
    f = passed(schedule, at, clock)
    left = number[0] - f if lane & PHASE == RUNNING else number[0]
    missed = lane & SETTLED != 0 or left < 0
    if left == 0 and not missed:
        # Used up exactly: it is due at the first instant at which F stands there, at closing time if that was before.
        missed = passed(schedule, at - 1, clock) == f
    month = lane >> MONTH
    if mode & BY_STOP:
        month = month_of(at, clock)
    elif not mode & BY_START and not lane & SETTLED:
        month = month_due(schedule, f + left, clock)
    number[0] = f + left if mode & KEEPS_CLOSED_TIME else left
    lane &= SETTLED | OUTSIDE | (0 if mode & CLEARS else WAITING)
    return lane | STOPPED | (MISSED if missed else 0) | (month << MONTH)


@compiled
def pause(code: int, slot: int, at: int, lane: int, number: Integers, tables: Tables, clock: Clock) -> int:
    if not lane & WAITING and lane & PHASE == RUNNING:
        schedule = tables[1][code, slot]
        f = passed(schedule, at, clock)
        number[0] -= f
        lane = (lane & ~PHASE) | PAUSED
        lane = settled(lane, number[0], f, schedule, tables[2][code, slot], clock)
    return lane | WAITING


@compiled
def settled(lane: int, left: int, f: int, schedule: int, mode: int, clock: Clock) -> int:
    """The lane of a clock that stands still, with its month if its time is used up: no later pause moves the due instant then."""
    if left <= 0 and not lane & SETTLED:
        lane |= SETTLED
        if not mode & DATED:
            lane |= month_due(schedule, f + left, clock) << MONTH
    return lane


@compiled
def reopen(code: int, slot: int, at: int, lane: int, number: Integers, tables: Tables, clock: Clock) -> int:
    schedule, mode = tables[1][code, slot], tables[2][code, slot]
    f = passed(schedule, at, clock)
    month, was = lane >> MONTH, lane
    lane &= WAITING | OUTSIDE | SETTLED
    if mode & KEEPS_CLOSED_TIME:
        number[0] -= f
    elif number[0] <= 0:
        lane |= SETTLED
    if lane & SETTLED or mode & BY_START:
        lane |= month << MONTH
    if was & WAITING:
        return settled(lane, number[0], f, schedule, mode, clock) | PAUSED
    number[0] += f
    return lane | RUNNING


@compiled
def added(lane: int) -> int:
    """The outcome that a stopped clock has added to the totals."""
    return LEFT_OUT if lane & OUTSIDE else LATE if lane & MISSED else MET


@compiled
def step(
    role: int, at: int, code: int, slot: int, state: Integers, row: int, header: int, tables: Tables, clock: Clock, totals: Integers
) -> bool:
    """One event in one role for one clock of an item; returns whether only the definition can say what follows."""
    place, shift = (slot + 1) >> 2, ((slot + 1) & 3) << 4
    lane = (state[row, place] >> shift) & 0xFFFF
    phase = lane & PHASE
    number = state[row, header + slot :]
    if role == DEFER:
        return True
    if role == START:
        if phase == IDLE:
            lane = start(code, slot, at, lane, number, tables, clock)
    elif role == STOP:
        if phase in (RUNNING, PAUSED):
            lane = stop(code, slot, at, lane, number, tables, clock)
            totals[code, slot, lane >> MONTH, added(lane)] += 1
    elif role == PAUSE:
        lane = pause(code, slot, at, lane, number, tables, clock)
    elif role == RESUME:
        lane &= ~WAITING
        if phase == PAUSED:
            number[0] += passed(tables[1][code, slot], at, clock)
            lane = (lane & ~PHASE) | RUNNING
    elif role == REOPEN:
        if phase == STOPPED:
            totals[code, slot, lane >> MONTH, added(lane)] -= 1
            lane = reopen(code, slot, at, lane, number, tables, clock)
    elif role == COUNT and phase == IDLE:
        lane = STOPPED | (month_of(at, clock) << MONTH)
        totals[code, slot, lane >> MONTH, MET] += 1
    state[row, place] = (state[row, place] & ~(0xFFFF << shift)) | (lane << shift)
    return False


@compiled
def forget(code: int, state: Integers, row: int, totals: Integers) -> None:
    """Takes back what an item had added."""
    for slot in range(totals.shape[1]):
        lane = (state[row, (slot + 1) >> 2] >> (((slot + 1) & 3) << 4)) & 0xFFFF
        if lane & PHASE == STOPPED:
            totals[code, slot, lane >> MONTH, added(lane)] -= 1


@compiled
def finish(code: int, state: Integers, row: int, header: int, tables: Tables, clock: Clock, at_cut: Integers, totals: Integers) -> None:
    """How the clocks of an item that have not stopped stand at the cut; the last month's number means none."""
    for slot in range(totals.shape[1]):
        lane = (state[row, (slot + 1) >> 2] >> (((slot + 1) & 3) << 4)) & 0xFFFF
        phase, mode, schedule = lane & PHASE, tables[2][code, slot], tables[1][code, slot]
        if phase != RUNNING and phase != PAUSED:
            continue
        month, overdue = lane >> MONTH, lane & SETTLED != 0
        if phase == RUNNING and not overdue and at_cut[schedule] >= state[row, header + slot]:
            overdue = True
            if not mode & DATED:
                month = month_due(schedule, state[row, header + slot], clock)
        if mode & BY_STOP or (not overdue and not mode & BY_START):
            month = totals.shape[2] - 1
        totals[code, slot, month, LEFT_OUT if lane & OUTSIDE else OVERDUE if overdue else OPEN] += 1


@compiled
def started(state: Integers, row: int, header: int) -> bool:
    """Whether any clock of the item has left its beginning, so that a change of field may concern it."""
    found = state[row, 0] >> 16
    for place in range(1, header):
        found |= state[row, place]
    return bool(found != 0)


@compiled
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


@compiled
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
    tables: Tables,
    clock: Clock,
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
                if step(role, at, code, slot, state, row, header, tables, clock, totals):
                    return True
            if numbered != 0:
                break
    return False


@compiled
def single(
    program: np.uint64, at: int, code: int, state: Integers, row: int, header: int, tables: Tables, clock: Clock, totals: Integers
) -> bool:
    """One event that stands alone in its instant, for every clock of the item."""
    slot = 0
    while program:
        role = int(program & np.uint64(15))
        if role and step(role, at, code, slot, state, row, header, tables, clock, totals):
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
    tables: Tables,
    clock: Clock,
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
                finish(state[0, 0] & 0xFFFF, state, 0, header, tables, clock, at_cut, totals)
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
                    puzzled = single(programs[code, what[begin]], instant, code, state, row, header, tables, clock, totals)
                else:
                    puzzled = group(begin, end, instant, code, what, sequence, state, row, header, programs, tables, clock, totals)
            if now < 0 or puzzled:
                forget(code, state, row, totals)
                state[row, 0] = nobody
                deferred[here] = True
        begin = end
    if keyed and previous >= 0 and state[0, 0] & 0xFFFF != nobody:
        finish(state[0, 0] & 0xFFFF, state, 0, header, tables, clock, at_cut, totals)
    return ahead


@compiled
def finish_all(state: Integers, header: int, nobody: int, tables: Tables, clock: Clock, at_cut: Integers, totals: Integers) -> None:
    """Finishes every item of a log in order of time."""
    for row in range(state.shape[0]):
        code = state[row, 0] & 0xFFFF
        if code != nobody:
            finish(code, state, row, header, tables, clock, at_cut, totals)
