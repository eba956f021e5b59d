"""What the compiled fold shares with the plan it is given: the layout of an item's state and of a plan's tables, and how it is compiled.

Numba keeps compiled code until the file of the compiled function changes: after an edit here or in `lane.py`, touch `kernel.py`.
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
"""Origins, halves and words of `OpenTime`; F just before each span begins, by schedule, with F(t) = t as the last; the tables of days."""

# Of a plan's tables, by code and slot: the time allowed, the number of the schedule it runs in, the mode, the number of a target in working
# days (-1: none), the number of the calendar that says whether it began outside hours.
ALLOWED, SCHEDULE, MODE, DAYS, CALENDAR = range(5)


# Numba counts references to arrays, atomically, wherever one is handed on: ten times the work itself. These functions make no arrays, so
# they do without (`_nrt`). Arrays as arguments cost ten machine words each, so what is called for every event is compiled into its caller.
_OPTIONS: Any = {"nopython": True, "nogil": True, "_nrt": False}


def compiled(function: Function) -> Function:
    """The function as machine code, kept between runs of the program; as it is where Numba is missing."""
    return cast(Function, numba.jit(cache=True, **_OPTIONS)(function)) if AVAILABLE else function


def inlined(function: Function) -> Function:
    """A part of a compiled function."""
    return cast(Function, numba.jit(forceinline=True, **_OPTIONS)(function)) if AVAILABLE else function


# What an event does to a clock (four bits each in a plan's programs), in the order in which events of one instant are replayed.
NOTHING, START, REOPEN, RESUME, PAUSE, STOP, COUNT, DEFER = range(8)

# Of a plan's fields, by word: the bits of an item's code that it sets (0: none), what it sets them to (negative: only the definition can
# say), and `SEEN` where it means something to any clock.
MASK, DIGIT, MATTERS = range(3)

# The lowest 16 bits of an item's state: its code, and whether an event that means something to any clock has gone before.
CODE, SEEN = 0x7FFF, 0x8000

# A clock's lane, 16 bits of an item's state: two bits of phase, then flags, then the number of the span that it counts in.
IDLE, RUNNING, PAUSED, STOPPED = range(4)
PHASE = 3
SETTLED = 4
"""The due instant has passed, and the span it lies in is in the lane."""
MISSED = 8
WAITING = 16
"""The item is in a pausing state, whether the clock runs or not."""
OUTSIDE = 32
EARLY = 64
"""The clock started before the last span ended."""
SPAN = 7
"""The number of the span of time that it counts in stands from this bit on."""

# How a clock ended, as `work.replay` names it.
MET, LATE, OVERDUE, OPEN, LEFT_OUT = range(5)
OUTCOMES = 5

# Of a plan's modes: bits that a clock's settings switch.
CLEARS, KEEPS_CLOSED_TIME, BY_STOP, BY_START, NO_OUTSIDE = 1, 2, 4, 8, 16
DATED = BY_STOP | BY_START
