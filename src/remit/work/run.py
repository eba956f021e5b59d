"""What a clock says about one item: its runs, its pauses, what cannot be, and how that came about in plain words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from remit.work.steps import Role

MET, LATE, OVERDUE, OPEN, DONE, LEFT_OUT = "met", "late", "overdue", "open", "done", "left out"


@dataclass(frozen=True, slots=True)
class Step:
    """One event in one role; see `work.steps`."""

    at: int
    role: Role
    field: str | None = None
    value: str | None = None
    who: str | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """One cycle of a clock on one item; see docs/internals.md. Instants and lengths in microseconds."""

    cycle: int
    start: int
    stop: int | None
    due: int | None
    elapsed: int
    paused: int
    outcome: str
    counted_at: int | None
    why: str


@dataclass(frozen=True, slots=True)
class Pause:
    """Time taken out of a cycle: the state it comes from, or `closed` or `relief`, and who caused it, where that is known."""

    cycle: int
    start: int
    end: int
    cause: str
    who: str | None


@dataclass(frozen=True, slots=True)
class Anomaly:
    """Something in the log that cannot be, as the clock sees it; nothing is decided by it."""

    at: int
    what: str


@dataclass(frozen=True, slots=True)
class Replay:
    """All that one clock says about one item. `timeline` are plain words with instants, in order."""

    runs: tuple[Run, ...] = ()
    pauses: tuple[Pause, ...] = ()
    anomalies: tuple[Anomaly, ...] = ()
    timeline: tuple[tuple[int, str], ...] = ()
    warnings: tuple[tuple[int, Mapping[str, object]], ...] = ()


def counted(runs: list[Run], which: str) -> list[Run]:
    """The runs, those that do not count beside the one that does left out."""
    eligible = [run for run in runs if run.outcome != LEFT_OUT]
    if which == "all" or len(eligible) < 2:
        return runs
    chosen = {"last": eligible[-1], "first": eligible[0], "longest": max(eligible, key=lambda run: run.elapsed)}[which]
    said = f"another cycle counts: the {which}"
    return [run if run is chosen or run.outcome == LEFT_OUT else replace(run, outcome=LEFT_OUT, counted_at=None, why=said) for run in runs]
