"""Events to runs: every item of a clock folded to when it started, stopped and was due, how long it ran, and what that means.

The definition is the state machine of `work.replay`. Items whose events are plain (one start, a stop or none, pauses, no reopening, no
change of target) are folded together on whole columns, which gives the same bits; the rest go through the machine one by one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import itemgetter

import polars as pl

from remit.work.clocks import ClockRule
from remit.work.plain import fold_plain, plain_items
from remit.work.population import values_at
from remit.work.replay import replay
from remit.work.run import Replay, Step
from remit.work.steps import Role, in_order, steps

RUNS = pl.Schema(
    {
        "item": pl.String,
        "cycle": pl.Int64,
        "start": pl.Int64,
        "stop": pl.Int64,
        "due": pl.Int64,
        "elapsed": pl.Int64,
        "paused": pl.Int64,
        "outcome": pl.String,
        "counted_at": pl.Int64,
        "why": pl.String,
    }
)
PAUSES = pl.Schema({"item": pl.String, "cycle": pl.Int64, "start": pl.Int64, "end": pl.Int64, "cause": pl.String, "who": pl.String})
ANOMALIES = pl.Schema({"item": pl.String, "at": pl.Int64, "what": pl.String})
EXCUSED = pl.Schema({"item": pl.String, "start": pl.Int64, "end": pl.Int64, "who": pl.String})


@dataclass(frozen=True, slots=True)
class Folded:
    """One clock over all items it covers, in the order of items and cycles. The columns are `RUNS`, `PAUSES` and `ANOMALIES`."""

    runs: pl.DataFrame
    pauses: pl.DataFrame
    anomalies: pl.DataFrame


def fold(events: pl.DataFrame, rules: Mapping[str, ClockRule], cut: int, excused: pl.DataFrame | None = None) -> Mapping[str, Folded]:
    """Every clock over the events known at the instant `cut` (received before it, and happened before it), by the clock's name.

    `excused` (columns `EXCUSED`) are intervals of items that accepted relief takes out of every clock.
    """
    known = events.filter(pl.col("received_at") < cut)
    return {name: fold_clock(known, rule, cut, excused) for name, rule in rules.items()}


def fold_clock(
    events: pl.DataFrame, rule: ClockRule, cut: int, excused: pl.DataFrame | None = None, *, machine_only: bool = False
) -> Folded:
    """One clock. `machine_only` sends every item through the state machine (the tests hold the two against each other)."""
    if rule.amended and rule.terms_changed == "pinned at start":
        return _pinned(events, rule, cut, excused, machine_only)
    plan = _steps(events, rule).filter(pl.col("at") < cut)
    names = pl.Enum(plan["item"].unique(maintain_order=True))
    # Items as numbers in the order of their names: grouping and joining by text is what takes the time.
    plan = plan.with_columns(pl.col("item").cast(names))
    covered = _covered(events, rule, plan).with_columns(pl.col("item").cast(names))
    if rule.population.fields:
        plan = plan.join(covered, on="item", how="semi", maintain_order="left")
    relieved = None
    if excused is not None:
        known = excused.filter(pl.col("item").is_in(covered["item"].cast(pl.String).implode()))
        relieved = known.with_columns(pl.col("item").cast(names))
    plain = pl.Series("item", [], names) if machine_only or rule.amended else plain_items(plan, rule, relieved)
    if len(plain) == 0:
        return _named(_machined(plan, rule, cut, relieved))
    if len(plain) == plan["item"].n_unique():
        return _named(Folded(*fold_plain(plan, rule, cut)))
    chosen = plain.to_frame()
    first = _named(Folded(*fold_plain(plan.join(chosen, on="item", how="semi", maintain_order="left"), rule, cut)))
    second = _named(_machined(plan.join(chosen, on="item", how="anti", maintain_order="left"), rule, cut, relieved))
    return Folded(
        pl.concat([first.runs, second.runs]).sort("item", "cycle"),
        pl.concat([first.pauses, second.pauses]).sort("item", "cycle", "start", "end"),
        pl.concat([first.anomalies, second.anomalies]).sort("item", "at", "what"),
    )


def _named(folded: Folded) -> Folded:
    """The same with items as text."""
    text = pl.col("item").cast(pl.String)
    return Folded(*(frame.with_columns(text) for frame in (folded.runs, folded.pauses, folded.anomalies)))


def replay_item(events: pl.DataFrame, rule: ClockRule, item: str, cut: int, excused: pl.DataFrame | None = None) -> Replay:
    """One clock on one item, with its timeline and warnings: for a live clock, and to explain a finished one."""
    of_item = events.filter((pl.col("record") == rule.record) & (pl.col("item") == item) & (pl.col("received_at") < cut))
    plan = _steps(of_item, rule)
    taken = [] if excused is None else [row[1:] for row in excused.filter(pl.col("item") == item).iter_rows()]
    return replay([_step(row) for row in plan.drop("item", "sequence", "id").iter_rows()], rule, cut, taken)


def _steps(events: pl.DataFrame, rule: ClockRule) -> pl.DataFrame:
    """The steps of a clock; of an amended one each version's from the instant from which it holds."""
    if not rule.amended:
        return steps(events, rule)
    starts = [-(2**63), *(since for since, _ in rule.amended), 2**63 - 1]
    versions = [rule, *(version for _, version in rule.amended)]
    parts = [
        steps(events, version).filter((pl.col("at") >= begin) & (pl.col("at") < end))
        for version, begin, end in zip(versions, starts, starts[1:], strict=False)
    ]
    return in_order(pl.concat(parts))


def _pinned(events: pl.DataFrame, rule: ClockRule, cut: int, excused: pl.DataFrame | None, machine_only: bool) -> Folded:
    """Clocks follow the terms in force when they started: each version's runs, of those that started while it was in force."""
    edges = [-(2**63), *(since for since, _ in rule.amended), 2**63 - 1]
    versions = [replace(rule, amended=()), *(replace(version, amended=()) for _, version in rule.amended)]
    parts = []
    for version, begin, end in zip(versions, edges, edges[1:], strict=False):
        whole = fold_clock(events, version, cut, excused, machine_only=machine_only)
        runs = whole.runs.filter((pl.col("start") >= begin) & (pl.col("start") < end))
        parts.append((runs, whole.pauses.join(runs, on=["item", "cycle"], how="semi"), whole.anomalies))
    return Folded(
        pl.concat([part[0] for part in parts]).sort("item", "cycle"),
        pl.concat([part[1] for part in parts]).sort("item", "cycle", "start", "end"),
        pl.concat([part[2] for part in parts]).unique().sort("item", "at", "what"),
    )


def _covered(events: pl.DataFrame, rule: ClockRule, plan: pl.DataFrame) -> pl.DataFrame:
    """The items that the clock covers, by the values of their fields at its start; where it never started, at the first stop, which is
    an anomaly of an item that it covers."""
    begins = plan.filter(pl.col("role").is_in([int(Role.START), int(Role.STOP)]))
    starts = begins.filter(pl.col("role") == int(Role.START)).unique("item", keep="first", maintain_order=True)
    stops = begins.join(starts, on="item", how="anti", maintain_order="left").unique("item", keep="first", maintain_order=True)
    started = pl.concat([starts, stops]).select(pl.col("item").cast(pl.String), "at")
    if not rule.population.fields:
        return started.select("item")
    of_record = events.filter(pl.col("record") == rule.record)
    valued = values_at(of_record, rule.population.fields, started, "at")
    return valued.filter(rule.population.mask(valued)).select("item")


def _machined(plan: pl.DataFrame, rule: ClockRule, cut: int, excused: pl.DataFrame | None) -> Folded:
    taken: dict[str, list[tuple[int, int, str | None]]] = {}
    for item, start, end, who in excused.select(EXCUSED.names()).iter_rows() if excused is not None else ():
        taken.setdefault(item, []).append((start, end, who))
    runs: list[tuple[object, ...]] = []
    pauses: list[tuple[object, ...]] = []
    anomalies: list[tuple[object, ...]] = []
    for name, group in groupby(plan.drop("sequence", "id").iter_rows(), key=itemgetter(0)):
        found = replay([_step(row[1:]) for row in group], rule, cut, taken.get(name, ()))
        runs += [(name, r.cycle, r.start, r.stop, r.due, r.elapsed, r.paused, r.outcome, r.counted_at, r.why) for r in found.runs]
        pauses += [(name, p.cycle, p.start, p.end, p.cause, p.who) for p in found.pauses]
        anomalies += [(name, a.at, a.what) for a in found.anomalies]
    return Folded(
        pl.DataFrame(runs, schema=RUNS, orient="row"),
        pl.DataFrame(pauses, schema=PAUSES, orient="row"),
        pl.DataFrame(anomalies, schema=ANOMALIES, orient="row"),
    )


def _step(row: Sequence[object]) -> Step:
    at, role, field, value, who = row
    return Step(at, Role(role), field, value, who)  # type: ignore[arg-type]
