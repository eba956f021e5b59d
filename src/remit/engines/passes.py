"""One pass over a packed log in two threads: each decodes the next part while the other folds.

In order of items every part stands for itself, so both threads decode and fold. In order of time a part is folded after the one before it,
so a thread that has decoded waits for its turn, and takes the next part to decode when it has folded.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from threading import Condition
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
        totals = sum(threads.map(lambda _: run.work(), range(THREADS)), plan.totals())
    if parts.order == "time":
        kernel.finish_all(run.state, plan.header, len(plan.values), plan.tables, plan.clock, plan.at_cut, totals)
    return Passed(totals, deferred)


class _Pass:
    def __init__(self, parts: Parts, plan: Plan, cut: int, deferred: NDArray[np.bool_]) -> None:
        self.parts, self.plan, self.cut, self.deferred = parts, plan, cut, deferred
        self.keyed = parts.order == "item"
        self.state = plan.state(0 if self.keyed else parts.items)
        if not self.keyed:
            self.state[deferred, 0] = len(plan.values)
        self.changed = Condition()
        self.taken = self.folded = 0
        self.failed = False

    def work(self) -> Integers:
        """Takes one part after the other until none is left; returns what this thread has added up."""
        totals = self.plan.totals()
        state = self.plan.state(1) if self.keyed else self.state
        try:
            while (number := self.next()) is not None:
                columns = _columns(self.parts, self.parts.parts[number], self.cut)
                if not self.keyed and not self.turn(number):
                    break
                self.fold(columns, state, totals)
                with self.changed:
                    self.folded += 1
                    self.changed.notify_all()
        except BaseException:
            with self.changed:
                self.failed = True
                self.changed.notify_all()
            raise
        return totals

    def next(self) -> int | None:
        with self.changed:
            number = self.taken
            self.taken += 1
        return number if number < len(self.parts.parts) and not self.failed else None

    def turn(self, number: int) -> bool:
        """Waits until all parts before this one are folded; False where another thread has failed."""
        with self.changed:
            self.changed.wait_for(lambda: self.failed or self.folded == number)
        return not self.failed

    def fold(self, columns: tuple[Any, ...], state: Integers, totals: Integers) -> None:
        plan = self.plan
        item, what, at, sequence = columns
        kernel.fold(
            item,
            what,
            at,
            sequence,
            self.keyed,
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
