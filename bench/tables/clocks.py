"""Clocks and deadlines of ten million items, beside a bare pass over the same columns."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import UTC, date, datetime

import numpy as np
from numpy.typing import NDArray

from bench.baselines import bare_pass
from bench.table import Entry, Setting, Table
from remit.clock import kernels
from remit.clock.runs import Engine, Pauses, Runs, run
from remit.clock.schedule import Schedule
from remit.clock.table import table as compiled
from remit.clock.windows import Window, weekly
from remit.values.period import DAY, HOUR, instant

Integers = NDArray[np.int64]
PAUSES = 2
_FIRST = instant(datetime(2026, 1, 1, tzinfo=UTC))
_LONGEST = 40 * HOUR


@dataclass(frozen=True)
class Items:
    """The columns of both clocks."""

    created: Integers
    replied: Integers
    resolved: Integers
    reply_length: Integers
    resolution_length: Integers
    pauses: Pauses

    def take(self, order: Integers) -> Items:
        pauses = Pauses(self.pauses.starts[:, order], self.pauses.ends[:, order])
        columns = (self.created, self.replied, self.resolved, self.reply_length, self.resolution_length)
        return Items(*(column[order] for column in columns), pauses)


def items(count: int) -> Items:
    """Items over a year, sorted by creation, each replied to, held twice and resolved."""
    chance = np.random.default_rng(20260501)

    def later(than: Integers, hours: float) -> Integers:
        return than + (chance.exponential(hours, count) * HOUR).astype(np.int64)

    created = np.sort(_FIRST + chance.integers(0, 365 * DAY, count))
    replied = later(created, 5)
    first_held = later(replied, 3)
    first_resumed = later(first_held, 20)
    second_held = later(first_resumed, 3)
    second_resumed = later(second_held, 20)
    pauses = Pauses(np.stack([first_held, second_held]), np.stack([first_resumed, second_resumed]))
    lengths = chance.choice(np.array([8, 24, 40]) * HOUR, count)
    return Items(created, replied, later(second_resumed, 5), np.full(count, 4 * HOUR), lengths, pauses)


def hours() -> tuple[Schedule, Schedule]:
    """London by day for the reply, New York by night for the resolution, with holidays and both changes of the clocks."""
    closed = frozenset({date(2026, 1, 1), date(2026, 4, 3), date(2026, 5, 4), date(2026, 5, 25), date(2026, 8, 31), date(2026, 12, 25)})
    day = {name: [Window.read("08:30", "17:00")] for name in ("mon", "tue", "wed", "thu", "fri")}
    night = {name: [Window.read("20:00", "04:00")] for name in ("mon", "tue", "wed", "thu", "fri", "sat")}
    return Schedule("Europe/London", weekly(day), closed), Schedule("America/New_York", weekly(night), closed)


def table(setting: Setting) -> Table:
    count = 200_000 if setting.small else 10_000_000
    by_creation = items(count)
    shuffled = by_creation.take(np.random.default_rng(7).permutation(count))
    tables = [compiled(each, _FIRST, int(by_creation.resolved.max()), _LONGEST) for each in hours()]
    outputs = [Runs(np.empty(count, np.int64), np.empty(count, np.int64)) for _ in range(2)]
    bare = bare_pass(PAUSES)

    def pass_over(of: Items) -> list[Runs]:
        lengths = (of.reply_length, of.resolution_length)
        bare(of.created, of.replied, of.resolved, *lengths, of.pauses.starts, of.pauses.ends, *_columns(outputs))
        return outputs

    def clocks(of: Items, engine: Engine | None = None) -> list[Runs]:
        run(tables[0], of.created, of.replied, of.reply_length, None, outputs[0], engine=engine)
        run(tables[1], of.created, of.resolved, of.resolution_length, of.pauses, outputs[1], engine=engine)
        return outputs

    bare_sorted, bare_shuffled = "a bare pass, sorted by creation", "a bare pass, in random order"
    entries = [Entry(bare_sorted, lambda: pass_over(by_creation)), Entry(bare_shuffled, lambda: pass_over(shuffled))]
    if kernels.compiled:
        entries += [
            Entry("clocks, sorted by creation", lambda: clocks(by_creation), bare_sorted, 2.5, group="sorted", output=_digest),
            Entry("clocks, in random order", lambda: clocks(shuffled), bare_shuffled, 5, group="shuffled", output=_digest),
        ]
    entries += [
        Entry("clocks with NumPy alone", lambda: clocks(by_creation, "numpy"), bare_sorted, 15, group="sorted", output=_digest),
        Entry(
            "clocks with NumPy alone, in random order", lambda: clocks(shuffled, "numpy"), bare_shuffled, group="shuffled", output=_digest
        ),
    ]
    return Table(
        title="Clocks and deadlines",
        intro=f"{count:,} items with two clocks and two pauses each: a reply in London's office hours and a resolution on New York's night "
        "shift, over a year with holidays and both changes of the clocks. Due instant and running time of each clock are written; the bare "
        "pass reads the same columns and writes the same outputs without any calendar. Compiled and NumPy results are compared bit by bit.",
        entries=tuple(entries),
    )


def _columns(outputs: list[Runs]) -> list[Integers]:
    return [column for one in outputs for column in (one.due, one.running)]


def _digest(outputs: list[Runs]) -> str:
    digest = hashlib.blake2b()
    for column in _columns(outputs):
        digest.update(column.data)
    return digest.hexdigest()
