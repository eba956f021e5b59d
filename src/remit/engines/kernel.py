"""The clock's state machine over arrays: what `work.replay` does to one item, for millions of them in one pass.

With F(t) the open time before t, a clock needs one number: where F must stand for it to be due, P = F(start) + the time allowed. A pause
keeps what is left of it (P - F(pause)), a resumption adds F again. So a clock is late when F has passed P, and the day it is due on
follows from P and F at the ends of days, without finding the due instant. What these numbers cannot say exactly (a target that changes
under way, a pause with a longest length, several cycles) marks the item as one for `work.replay`; what it had added is taken back.

Compiled by Numba where it is installed; `layout.AVAILABLE` says so. `engines.plan` makes the arrays and describes them.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from remit.engines.lane import added, passed, reopen, settled, span, start, stop
from remit.engines.layout import (
    BY_STOP,
    CODE,
    COUNT,
    DATED,
    DEFER,
    DIGIT,
    EARLY,
    IDLE,
    LEFT_OUT,
    MASK,
    MATTERS,
    MET,
    MODE,
    NOTHING,
    OPEN,
    OUTSIDE,
    OVERDUE,
    PAUSE,
    PAUSED,
    PHASE,
    REOPEN,
    RESUME,
    RUNNING,
    SCHEDULE,
    SEEN,
    SETTLED,
    SPAN,
    START,
    STOP,
    STOPPED,
    WAITING,
    Clock,
    Integers,
    compiled,
    inlined,
)


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
    clock: Clock,
    totals: Integers,
) -> bool:
    """One event in one role for one clock of an item; returns whether only the definition can say what follows."""
    if role == DEFER:
        return True
    place, shift = (slot + 1) >> 2, ((slot + 1) & 3) << 4
    lane = (state[row, place] >> shift) & 0xFFFF
    phase = lane & PHASE
    if role == COUNT:
        if phase == IDLE:
            lane = STOPPED | (span(-1, at, clock) << SPAN)
            totals[code, slot, lane >> SPAN, MET] += 1
            state[row, place] |= lane << shift
        return False
    number = state[row, header + slot]
    if role == START:
        if phase == IDLE:
            lane, number = start(code, slot, at, lane, tables, clock)
    elif role == STOP:
        if phase in (RUNNING, PAUSED):
            lane, number = stop(code, slot, at, lane, number, tables, clock)
            totals[code, slot, lane >> SPAN, added(lane)] += 1
    elif role == PAUSE:
        if not lane & WAITING and phase == RUNNING:
            schedule = tables[SCHEDULE, code, slot]
            f = passed(schedule, at, clock)
            number -= f
            lane = settled((lane & ~PHASE) | PAUSED, number, f, schedule, tables[MODE, code, slot], clock)
        lane |= WAITING
    elif role == RESUME:
        lane &= ~WAITING
        if phase == PAUSED:
            number += passed(tables[SCHEDULE, code, slot], at, clock)
            lane = (lane & ~PHASE) | RUNNING
    elif role == REOPEN and phase == STOPPED:
        totals[code, slot, lane >> SPAN, added(lane)] -= 1
        lane, number = reopen(code, slot, at, lane, number, tables, clock)
    state[row, place] = (state[row, place] & ~(0xFFFF << shift)) | (lane << shift)
    state[row, header + slot] = number
    return False


@inlined
def forget(code: int, state: Integers, row: int, totals: Integers) -> None:
    """Takes back what an item had added."""
    for slot in range(totals.shape[1]):
        lane = (state[row, (slot + 1) >> 2] >> (((slot + 1) & 3) << 4)) & 0xFFFF
        if lane & PHASE == STOPPED:
            totals[code, slot, lane >> SPAN, added(lane)] -= 1


@inlined
def finish(state: Integers, row: int, header: int, nobody: int, tables: Integers, clock: Clock, at_cut: Integers, totals: Integers) -> None:
    """How the clocks of an item that have not stopped stand at the cut.

    Those that are open, and not yet due, are counted in span 0 if they started before the end of the last span; what else no span counts
    stands behind the last.
    """
    code = state[row, 0] & CODE
    if code == nobody:
        return
    for slot in range(totals.shape[1]):
        lane = (state[row, (slot + 1) >> 2] >> (((slot + 1) & 3) << 4)) & 0xFFFF
        phase, mode, schedule = lane & PHASE, tables[MODE, code, slot], tables[SCHEDULE, code, slot]
        if phase != RUNNING and phase != PAUSED:
            continue
        counted, overdue = lane >> SPAN, lane & SETTLED != 0
        if phase == RUNNING and not overdue and at_cut[schedule] >= state[row, header + slot]:
            overdue = True
            if not mode & DATED:
                counted = span(schedule, state[row, header + slot], clock)
        outcome = LEFT_OUT if lane & OUTSIDE else OVERDUE if overdue else OPEN
        if outcome == OPEN:
            counted = 0 if lane & EARLY else totals.shape[2] - 1
        elif mode & BY_STOP:
            counted = totals.shape[2] - 1
        totals[code, slot, counted, outcome] += 1


@inlined
def recoded(code: int, begin: int, end: int, what: NDArray[np.uint16], fields: Integers, seen: bool, sequenced: bool) -> int:
    """The item's code after the changes of field among its events of one instant; -1 where only the definition can say."""
    for event in range(begin, end):
        word = what[event]
        mask = fields[word, MASK]
        if mask != 0 and (code & mask) != fields[word, DIGIT]:
            if seen or fields[word, DIGIT] < 0 or (sequenced and end - begin > 1):
                return -1
            code = (code & ~mask) | fields[word, DIGIT]
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


@inlined
def single(
    program: np.uint64,
    at: int,
    code: int,
    state: Integers,
    row: int,
    header: int,
    tables: Integers,
    clock: Clock,
    totals: Integers,
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
    half: int,
    cut: int,
    state: Integers,
    header: int,
    deferred: NDArray[np.bool_],
    fields: Integers,
    programs: NDArray[np.uint64],
    tables: Integers,
    clock: Clock,
    at_cut: Integers,
    totals: Integers,
) -> int:
    """Folds one part. `state` has a row for each item, or one row where the log is in order of items (`half` is -1 then).

    In order of time two threads share the items: one folds those of half 0, one those of half 1, every other eight items, so that neither
    writes where the other reads.

    `fields` says of each word which bits of an item's code it sets, `programs` what it does to each clock of an item with a code.
    `deferred[item]` is set where only the definition can say; in order of time the state of such items says so too. The items of a keyed
    part are finished with it. The number returned means nothing: it keeps the compiler from dropping the reads ahead, which hide the
    memory's latency.
    """
    count, ahead, previous, row, begin, keyed = item.shape[0], 0, -1, 0, 0, half < 0
    nobody = programs.shape[0] - 1
    while begin < count:
        here, instant = item[begin], at[begin]
        if not keyed:
            if begin + 48 < count:
                coming = item[begin + 48]
                if (coming >> 3) & 1 == half:
                    ahead ^= state[coming, 0]
            if (here >> 3) & 1 != half:
                begin += 1
                continue
            row = here
        elif here != previous:
            if previous >= 0:
                finish(state, 0, header, nobody, tables, clock, at_cut, totals)
            state[0, :] = 0
            previous = here
        end = begin + 1
        while end < count and at[end] == instant and item[end] == here:
            end += 1
        code, seen = state[row, 0] & CODE, state[row, 0] & SEEN != 0
        if code != nobody:
            now = -1
            if instant < cut and not (keyed and deferred[here]):
                now = recoded(code, begin, end, what, fields, seen, sequence.shape[0] > 0)
            if now >= 0:
                state[row, 0] += now - code
                for event in range(begin, end):
                    state[row, 0] |= fields[what[event], MATTERS]
                if end - begin == 1:
                    puzzled = single(programs[now, what[begin]], instant, now, state, row, header, tables, clock, totals)
                else:
                    puzzled = group(begin, end, instant, now, what, sequence, state, row, header, programs, tables, clock, totals)
            if now < 0 or puzzled:
                forget(code if now < 0 else now, state, row, totals)
                state[row, 0] = nobody
                deferred[here] = True
        begin = end
    if keyed and previous >= 0:
        finish(state, 0, header, nobody, tables, clock, at_cut, totals)
    return ahead


@compiled
def finish_all(state: Integers, header: int, nobody: int, tables: Integers, clock: Clock, at_cut: Integers, totals: Integers) -> None:
    """Finishes every item of a log in order of time."""
    for row in range(state.shape[0]):
        finish(state, row, header, nobody, tables, clock, at_cut, totals)
