"""The work log of an engagement in memory: grown without sorting it again, and asked for single items without searching it.

Events stand in a few runs, each sorted by item, and a short tail of what came last. A run is merged into the one before it once it is half
as large, so a million imported events cost the sorting of a million, and one event costs nothing. A log of up to `SMALL` events is one run
in canonical order. No result rests on the order of a larger one: the engines give the same sums for shuffled rows.

>>> one = pl.DataFrame({"record": ["r"] * 3, "item": ["B", "A", "B"], "event": ["x"] * 3, "at": [1, 2, 3], "id": ["1", "2", "3"]})
>>> held = HeldLog().with_more(pl.concat([work_log.empty(), one], how="diagonal"))
>>> held.height, held.of_items(["B"])["id"].to_list()
(3, ['1', '3'])
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
import polars as pl

from remit.work import log as work_log

SMALL = 10_000
"""So many events are kept in one run, in canonical order."""
TAIL = 20_000
"""So many events stand behind the runs before they become one."""


@dataclass(frozen=True)
class HeldLog:
    """A value: `with_more` gives another one, and whoever reads this one goes on reading it."""

    runs: tuple[pl.DataFrame, ...] = ()
    tail: pl.DataFrame = field(default_factory=work_log.empty)

    @property
    def height(self) -> int:
        return sum(run.height for run in self.runs) + self.tail.height

    @cached_property
    def whole(self) -> pl.DataFrame:
        """Every event once; the runs are not copied."""
        return self.runs[0] if len(self.runs) == 1 and not self.tail.height else pl.concat([work_log.empty(), *self.runs, self.tail])

    def with_more(self, events: pl.DataFrame) -> HeldLog:
        """With events that are not in it yet."""
        tail = pl.concat([self.tail, events.select(work_log.EVENTS.names())], rechunk=True)
        if self.height + events.height <= SMALL:
            return HeldLog((work_log.canonical(pl.concat([*self.runs, tail])),))
        if tail.height <= TAIL:
            return HeldLog(self.runs, tail)
        runs = [*self.runs, _by_item(tail)]
        while len(runs) > 1 and 2 * runs[-1].height >= runs[-2].height:
            last = runs.pop()
            runs[-1] = _by_item(pl.concat([runs[-1], last]))
        return HeldLog(tuple(runs))

    def of_items(self, items: Iterable[str]) -> pl.DataFrame:
        """The events of some items in all records, in canonical order: looked up, not searched for."""
        wanted = pl.Series("item", sorted(set(items)), dtype=pl.String)
        found = [_rows_of(run, wanted) for run in self.runs]
        return work_log.canonical(pl.concat([*found, self.tail.filter(pl.col("item").is_in(wanted.implode()))]))


def _by_item(events: pl.DataFrame) -> pl.DataFrame:
    return events.sort("item", maintain_order=True).rechunk()


def _rows_of(run: pl.DataFrame, wanted: pl.Series) -> pl.DataFrame:
    if run.height <= SMALL:  # a small one is in canonical order, by record first
        return run.filter(pl.col("item").is_in(wanted.implode()))
    begins = run["item"].search_sorted(wanted, "left").to_numpy().astype(np.int64)
    lengths = run["item"].search_sorted(wanted, "right").to_numpy().astype(np.int64) - begins
    ends = np.cumsum(lengths)
    places = np.arange(int(ends[-1]) if len(ends) else 0) + np.repeat(begins - (ends - lengths), lengths)
    found: pl.DataFrame = run[places]
    return found
