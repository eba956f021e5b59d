"""Baselines: what it costs merely to read the columns of a task and to write its outputs, in the plainest arithmetic."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

Integers = NDArray[np.int64]

try:
    import numba
except ImportError:
    numba = None


def bare_pass(ranks: int) -> Callable[..., None]:
    """One pass over the columns of two clocks with so many pauses: the sums that clocks would be if everybody worked day and night.

    It reads the instants, lengths and pauses of every item and writes two due instants and two running times, as `remit.clock.runs` does,
    in one loop on all processors; without Numba by NumPy in chunks.
    """
    loop: Callable[..., None] = _compiled(ranks) if numba is not None else _in_chunks
    return loop


def _compiled(ranks: int) -> Any:
    @numba.njit(parallel=True)
    def bare(
        created: Integers,
        replied: Integers,
        resolved: Integers,
        reply_length: Integers,
        resolution_length: Integers,
        pause_starts: Integers,
        pause_ends: Integers,
        reply_due: Integers,
        reply_running: Integers,
        resolution_due: Integers,
        resolution_running: Integers,
    ) -> None:
        for item in numba.prange(len(created)):
            held = 0
            for rank in range(ranks):
                held += pause_ends[rank, item] - pause_starts[rank, item]
            reply_due[item] = created[item] + reply_length[item]
            reply_running[item] = replied[item] - created[item]
            resolution_due[item] = created[item] + resolution_length[item] + held
            resolution_running[item] = resolved[item] - created[item] - held

    return bare


def _in_chunks(*columns: Integers) -> None:
    created, replied, resolved, reply_length, resolution_length, pause_starts, pause_ends, *outputs = columns
    for low in range(0, len(created), 1 << 14):
        chunk = slice(low, low + (1 << 14))
        held = (pause_ends[:, chunk] - pause_starts[:, chunk]).sum(axis=0)
        outputs[0][chunk] = created[chunk] + reply_length[chunk]
        outputs[1][chunk] = replied[chunk] - created[chunk]
        outputs[2][chunk] = created[chunk] + resolution_length[chunk] + held
        outputs[3][chunk] = resolved[chunk] - created[chunk] - held
