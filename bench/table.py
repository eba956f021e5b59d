"""A table of measurements: entries run in turn, the median of several rounds, each as a multiple of a named baseline.

A file of `bench/tables` defines `table(setting)`, which makes its input and returns a `Table`. Entries are interleaved (first entry,
second entry, ..., then the next round), so that a slow minute of the machine strikes all of them; the first round only warms up caches
and compilers, is not counted, and its outputs are compared: an entry that does not give the outputs of the others is refused.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Any


class Disagreement(AssertionError):
    """Two entries that must write the same outputs did not."""


@dataclass(frozen=True)
class Setting:
    """How large a benchmark is: `small` runs in seconds and only shows that it works. `folder` is empty and deleted afterwards."""

    small: bool
    folder: Path
    rounds: int = 7


@dataclass(frozen=True)
class Entry:
    """One line: `run` is called without arguments and returns its outputs.

    `against` names the baseline entry of this table; `at_most` is the highest ratio to it that the house promises (for an entry that
    must be faster than its baseline, `at_least` is the lowest number of times). `output` brings what `run` returned into a form that
    compares with `==` to that of other entries of the same `group`; entries without a group are not compared.
    """

    name: str
    run: Callable[[], Any]
    against: str | None = None
    at_most: float | None = None
    at_least: float | None = None
    group: str | None = None
    output: Callable[[Any], Any] = lambda result: result
    rounds: int | None = None
    """Fewer rounds than the others, for what takes minutes; None is the setting's."""
    copies: int = 1
    """How many times over `run` does the work of the other entries; the time of one is written. For what is over in less than the
    wake-up of a processor."""


@dataclass(frozen=True)
class Table:
    """`notes` become sentences under the table; `after` is called with the medians in seconds and may add more."""

    title: str
    intro: str
    entries: tuple[Entry, ...]
    notes: tuple[str, ...] = ()
    after: Callable[[Mapping[str, float]], Iterator[str]] | None = None
    close: Callable[[], None] = lambda: None


@dataclass
class Measured:
    """The medians of one table, in seconds by entry, and whether each promise was kept."""

    table: Table
    medians: dict[str, float]
    notes: list[str] = field(default_factory=list)

    def ratio(self, entry: Entry) -> float | None:
        return None if entry.against is None else self.medians[entry.name] / self.medians[entry.against]

    def kept(self, entry: Entry) -> bool | None:
        """None where nothing was promised."""
        ratio = self.ratio(entry)
        if ratio is None or (entry.at_most is None and entry.at_least is None):
            return None
        return ratio <= entry.at_most if entry.at_most is not None else 1 / ratio >= (entry.at_least or 0)


def measure(table: Table, rounds: int) -> Measured:
    """Warms up, compares outputs, then runs all entries `rounds` times in turn."""
    outputs: dict[str, tuple[str, Any]] = {}
    for entry in table.entries:
        output = entry.output(entry.run())
        if entry.group is not None:
            first, expected = outputs.setdefault(entry.group, (entry.name, output))
            if output != expected:
                raise Disagreement(f"{table.title}: '{entry.name}' does not give the outputs of '{first}'")
        del output
    times: dict[str, list[float]] = {entry.name: [] for entry in table.entries}
    for turn in range(rounds):
        for entry in table.entries:
            if turn < (entry.rounds or rounds):
                times[entry.name].append(_seconds(entry.run) / entry.copies)
    medians = {name: median(taken) for name, taken in times.items()}
    notes = [*table.notes, *(table.after(medians) if table.after else ())]
    return Measured(table, medians, notes)


def _seconds(run: Callable[[], Any]) -> float:
    gc.collect()
    start = time.perf_counter()
    result = run()
    taken = time.perf_counter() - start
    del result
    return taken
