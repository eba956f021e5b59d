"""One pass over a packed log in two threads.

In order of items every part stands for itself, so each thread decodes a part and folds it. In order of time the threads decode two parts,
one each, then both fold the two in order, each its own half of the items.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Barrier, BrokenBarrierError, Lock
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from remit.engines import kernel
from remit.engines.open_time import Integers
from remit.engines.plan import Plan
from remit.exchange.parts import Part, Parts

THREADS = 2
_NONE = np.zeros(0, np.int64)


@dataclass(frozen=True)
class Passed:
    """`totals[code, slot, month, outcome]` (see `engines.plan`), and for each item code whether only the definition can fold it."""

    totals: Integers
    deferred: NDArray[np.bool_]


def passed(parts: Parts, plan: Plan, cut: int, deferred: NDArray[np.bool_]) -> Passed:
    """Folds the whole log as known at the instant `cut`, but for items that are `deferred` already; that array is changed."""
    run = _Pass(parts, plan, cut, deferred)
    with ThreadPoolExecutor(THREADS) as threads:
        totals = sum(threads.map(run.by_item if run.keyed else run.by_time, range(THREADS)), plan.totals())
        if not run.keyed:
            totals = sum(threads.map(run.finished, np.array_split(run.state, THREADS)), totals)
    return Passed(totals, deferred)


class _Pass:
    def __init__(self, parts: Parts, plan: Plan, cut: int, deferred: NDArray[np.bool_]) -> None:
        self.parts, self.plan, self.cut, self.deferred = parts, plan, cut, deferred
        self.keyed = parts.order == "item"
        self.state = plan.state(0 if self.keyed else parts.items)
        if not self.keyed:
            self.state[deferred, 0] = len(plan.values)
        self.lock, self.taken = Lock(), 0
        self.together = Barrier(THREADS)
        self.decoded: list[tuple[Any, ...] | None] = [None] * THREADS

    def by_item(self, thread: int) -> Integers:
        """Takes one part after the other until none is left; returns what this thread has added up."""
        totals, state = self.plan.totals(), self.plan.state(1)
        while (number := self.next()) is not None:
            self.fold(_columns(self.parts, self.parts.parts[number], self.cut), -1, state, totals)
        return totals

    def next(self) -> int | None:
        with self.lock:
            number = self.taken
            self.taken += 1
        return number if number < len(self.parts.parts) else None

    def by_time(self, thread: int) -> Integers:
        """Decodes every second part and folds its half of the items of all of them; returns what this thread has added up."""
        totals = self.plan.totals()
        try:
            for first in range(0, len(self.parts.parts), THREADS):
                mine = self.parts.parts[first + thread : first + thread + 1]
                self.decoded[thread] = _columns(self.parts, mine[0], self.cut) if mine else None
                self.together.wait()
                for columns in self.decoded:
                    if columns is not None:
                        self.fold(columns, thread, self.state, totals)
                self.together.wait()
        except BrokenBarrierError:
            return totals  # the other thread has failed, and raises
        except BaseException:
            self.together.abort()
            raise
        return totals

    def finished(self, state: Integers) -> Integers:
        """What a log in order of time leaves open, of some of the items."""
        totals, plan = self.plan.totals(), self.plan
        kernel.finish_all(state, plan.header, len(plan.values), plan.tables, plan.clock, plan.at_cut, totals)
        return totals

    def fold(self, columns: tuple[Any, ...], half: int, state: Integers, totals: Integers) -> None:
        plan = self.plan
        item, what, at, sequence = columns
        kernel.fold(
            item,
            what,
            at,
            sequence,
            half,
            self.cut,
            state,
            plan.header,
            self.deferred,
            plan.fields,
            plan.programs,
            plan.tables,
            plan.clock,
            plan.at_cut,
            totals,
        )


def _columns(parts: Parts, part: Part, cut: int) -> tuple[Any, ...]:
    """Item, word, instant, and the source's sequence (negative where there is none; nothing at all where no event has one)."""
    late = part.received_at[1] >= cut
    names = ["item", "what", "at", *(["sequence"] if part.sequenced else []), *(["received_at"] if late else [])]
    rows = parts.read(part, names)
    if late:
        rows = rows.filter(pl.col("received_at") < cut)
    sequence = rows["sequence"].fill_null(-1).to_numpy() if part.sequenced else _NONE
    return rows["item"].to_numpy(), rows["what"].to_numpy(), rows["at"].to_numpy(), sequence
