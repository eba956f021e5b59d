"""The items whose clock runs, soonest due first: what an agent takes next."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from remit.clock.deadline import UNREACHABLE
from remit.clock.elapsed import elapsed
from remit.clock.schedule import Schedule
from remit.engines.live import Live
from remit.intake.knowledge import kept
from remit.intake.running import running
from remit.records.models.engagement import Engagement
from remit.records.models.member import Member
from remit.stages.operations.levels import this_month
from remit.terms.typed import Length, Table
from remit.work.clocks import ClockRule
from remit.work.targets import always

OPEN = pl.Schema({"clock": pl.String, "item": pl.String, "start": pl.Int64, "due": pl.Int64, "left": pl.Int64, "waits": pl.String})
"""`left` is the working time until due, negative once it has passed; `waits` the state that pauses the clock now, if one does."""
OVER = ("abandoned", "cancelled", "closed", "resolved", "completed", "answered", "merged")
"""Events after which an item is over, unless it is reopened."""


@dataclass(frozen=True, slots=True)
class Queue:
    """The open items as of an instant, and the clocks that there are."""

    items: pl.DataFrame
    clocks: tuple[str, ...]
    as_of: int


def queue(member: Member, now: int) -> Queue:
    """Every running clock with a time limit, the soonest due first; a paused one where it would be due if it resumed now."""
    live = running(member.engagement, this_month(member, now), now)
    parts = [_open(live, clock.name, now) for clock in live.asked.agreement.terms.section(7)]
    items = _still_open(member.engagement, pl.concat([pl.DataFrame(schema=OPEN), *parts]))
    waiting = states(member.engagement, items["item"].to_list())
    named = items.drop("waits").join(waiting, on="item", how="left").select(OPEN.names())
    return Queue(
        _paused(named, live).sort("due", "start", "item"), tuple(clock.name for clock in live.asked.agreement.terms.section(7)), now
    )


def _open(live: Live, name: str, now: int) -> pl.DataFrame:
    rule = live.asked.rules[name]
    runs = live.running[name].filter(pl.col("due").is_not_null() & (pl.col("due") < UNREACHABLE))
    hours = hours_of(rule)
    # A paused clock was laid out at the last refresh; the time since then does not run for it.
    since = np.where(runs["stands"].to_numpy(), live.asked.cut, now)
    left = elapsed(hours, since, runs["due"].to_numpy()) if runs.height else np.zeros(0, np.int64)
    return runs.select(
        pl.lit(name).alias("clock"), "item", "start", "due", pl.Series("left", left, pl.Int64), waits=pl.lit(None, pl.String)
    )


def hours_of(rule: ClockRule) -> Schedule:
    """The hours in which the clock's limit is counted: its calendar, or day and night."""
    within = rule.within
    lengths = [within] if isinstance(within, Length) else [row.value for row in within.rows] if isinstance(within, Table) else []
    business = any(length.business for length in lengths)
    return rule.schedule if business else always(rule.schedule.zone)


def _still_open(engagement: Engagement, items: pl.DataFrame) -> pl.DataFrame:
    """Without those that are over although nothing stopped their clock: abandoned, or closed by somebody else."""
    marks = kept(engagement).events.of_items(items["item"]).filter(pl.col("event").is_in([*OVER, "reopened"]))
    last = marks.sort("at", "sequence", nulls_last=True).group_by("item", maintain_order=True).agg(pl.col("event").last())
    return items.join(last.filter(pl.col("event") != "reopened"), on="item", how="anti")


def states(engagement: Engagement, items: Sequence[str]) -> pl.DataFrame:
    """The last state of each item, where the record knows one."""
    found = kept(engagement).events.of_items(items).filter(pl.col("event") == "state")
    return found.sort("at", "sequence", nulls_last=True).group_by("item", maintain_order=True).agg(waits=pl.col("value").last())


def _paused(items: pl.DataFrame, live: Live) -> pl.DataFrame:
    """Only states that pause the item's clock are named."""
    pausing = [{"clock": name, "waits": state} for name, rule in live.asked.rules.items() for state in rule.pauses_while]
    table = pl.DataFrame(pausing, schema={"clock": pl.String, "waits": pl.String}).with_columns(pauses=pl.lit(True))
    joined = items.join(table, on=["clock", "waits"], how="left")
    return joined.with_columns(waits=pl.when("pauses").then("waits")).select(OPEN.names())


def paused_items(engagement: Engagement, live: Live, clock: str) -> frozenset[str]:
    """The items whose clock of that name stands still: in a state that pauses it, or over although nothing stopped it."""
    runs = live.running[clock].select("item", clock=pl.lit(clock))
    on = _still_open(engagement, runs)
    waiting = states(engagement, on["item"].to_list()).filter(pl.col("waits").is_in(list(live.asked.rules[clock].pauses_while)))
    return frozenset(runs["item"]) - frozenset(on["item"]) | frozenset(waiting["item"])
