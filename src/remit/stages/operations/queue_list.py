"""The open items of the own queues, the one with the least working time left first: what an agent works, and what is taken next.

Times come from the running clocks of the month, which are kept in memory; people, states and subjects from one look at the queue's rows.
An item whose clock can still be met stands before one that is overdue already, these before what waits, and last what no clock runs on.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from remit.clock.deadline import UNREACHABLE
from remit.clock.elapsed import elapsed
from remit.engines.live import Live
from remit.intake.knowledge import kept
from remit.intake.running import running
from remit.records.models.member import Member
from remit.records.models.queue_item import QueueItem
from remit.records.scoping import visible
from remit.stages.operations.levels import this_month
from remit.stages.operations.open_items import hours_of
from remit.stages.operations.own_queues import running_queues
from remit.stages.operations.queue_rows import OPEN, standing
from remit.work.clocks import ClockRule

RISK = 4
"""An item is at risk from the moment at which one part in so many of its clock's time is left."""
ROWS = pl.Schema(
    {
        "item": pl.String,
        "subject": pl.String,
        "channel": pl.String,
        "customer": pl.String,
        "state": pl.String,
        "waits": pl.String,
        "who": pl.String,
        "word": pl.String,
        "assignee": pl.Int64,
        "assignee_name": pl.String,
        "made_at": pl.Int64,
        "changed_at": pl.Int64,
    }
)
TIMES = pl.Schema(
    {
        "item": pl.String,
        "clock": pl.String,
        "start": pl.Int64,
        "due": pl.Int64,
        "left": pl.Int64,
        "granted": pl.Int64,
        "paused": pl.Boolean,
    }
)
RUNS = pl.Schema({name: kind for name, kind in TIMES.items() if name != "paused"})
_COLUMNS = ("item", "subject", "channel", "customer", "state", "waits_for", "caused_by", "last_word", "assignee_id")


@dataclass(frozen=True, slots=True)
class Listed:
    """The open items (`ROWS` and `TIMES` in one frame), the clocks that run on any, as of an instant."""

    items: pl.DataFrame
    clocks: tuple[str, ...]
    as_of: int


def listed(by: Member, now: int) -> Listed:
    """Every open item of the queues that are on, each with the clock of it that has the least time left."""
    records = [one.record for one in running_queues(by)]
    if not records:
        return Listed(pl.DataFrame(schema=ROWS | TIMES), (), now)
    live = running(by.engagement, this_month(by, now), now)
    rules = {name: rule for name, rule in live.asked.rules.items() if rule.record in records and name in live.running}
    rows = _rows(by, records)
    clocked = pl.concat([pl.DataFrame(schema=RUNS), *(_runs(live, name, rule, now) for name, rule in rules.items())])
    log = _as_logged(by, records, {*rows["item"], *clocked["item"]})
    rows = _with_new_ones(rows.join(log.select("item", "over"), on="item", how="left"), clocked, log)
    times = _next_due(clocked, rows, rules)
    items = rows.join(times, on="item", how="left").select(*(ROWS | TIMES)).sort(_order(), maintain_order=True)
    return Listed(items, tuple(rules), now)


def _runs(live: Live, name: str, rule: ClockRule, now: int) -> pl.DataFrame:
    """The running clocks of one name that have a limit. A paused one stands where it was when the month was last brought up to date."""
    runs = live.running[name].filter(pl.col("due").is_not_null() & (pl.col("due") < UNREACHABLE))
    hours, due = hours_of(rule), runs["due"].to_numpy()
    since = np.where(runs["stands"].to_numpy(), live.asked.cut, now)
    left = elapsed(hours, since, due) if runs.height else np.zeros(0, np.int64)
    at_cut = elapsed(hours, np.full(runs.height, live.asked.cut), due) if runs.height else np.zeros(0, np.int64)
    return runs.select(
        "item",
        pl.lit(name).alias("clock"),
        "start",
        "due",
        pl.Series("left", left, pl.Int64),
        (pl.col("elapsed") + pl.Series(at_cut, dtype=pl.Int64)).alias("granted"),
    )


def _rows(by: Member, records: Sequence[str]) -> pl.DataFrame:
    found = visible(QueueItem, by).filter(record__in=records, state__in=OPEN)
    values = found.values_list(*_COLUMNS, "assignee__user__name", "made_at", "changed_at")
    return pl.DataFrame(list(values), schema=ROWS, orient="row")


def _as_logged(by: Member, records: Sequence[str], items: set[str]) -> pl.DataFrame:
    """What the log says of the items: whether they are over, and what they wait for."""
    events = kept(by.engagement).events.of_items(items).filter(pl.col("record").is_in(records))
    return standing(events).with_columns(over=~pl.col("state").is_in(OPEN))


def _with_new_ones(rows: pl.DataFrame, clocked: pl.DataFrame, log: pl.DataFrame) -> pl.DataFrame:
    """The rows whose items are not over by the log, and those items with a running clock that came by import and have no row yet."""
    fresh = log.filter(~pl.col("over")).join(rows, on="item", how="anti").join(clocked, on="item", how="semi")
    more = fresh.select(
        "item",
        subject=pl.lit("", pl.String),
        channel=pl.col("channel").fill_null(""),
        customer=pl.lit("", pl.String),
        state="state",
        waits=pl.col("waits").fill_null(""),
        who=pl.col("who").fill_null(""),
        word="word",
        assignee=pl.lit(None, pl.Int64),
        assignee_name=pl.lit(None, pl.String),
        made_at="made_at",
        changed_at="made_at",
    )
    return pl.concat([rows.filter(~pl.col("over").fill_null(False)).select(ROWS.names()), more.select(ROWS.names())])


def _next_due(clocked: pl.DataFrame, rows: pl.DataFrame, rules: Mapping[str, ClockRule]) -> pl.DataFrame:
    """For each item the clock that is due next: one that runs before one that its state pauses."""
    pausing = [{"clock": name, "waits": state, "paused": True} for name, rule in rules.items() for state in rule.pauses_while]
    table = pl.DataFrame(pausing, schema={"clock": pl.String, "waits": pl.String, "paused": pl.Boolean})
    known = clocked.join(rows.select("item", "waits"), on="item", how="inner").join(table, on=["clock", "waits"], how="left")
    known = known.with_columns(pl.col("paused").fill_null(False)).sort("paused", "left", "item")
    return known.unique("item", keep="first", maintain_order=True).select(TIMES.names())


def _order() -> list[pl.Expr]:
    paused = pl.col("paused").fill_null(False)
    group = (
        pl.when((pl.col("state") == "waiting") | paused).then(2)
        .when(pl.col("left").is_null()).then(3)
        .when(pl.col("left") < 0).then(1).otherwise(0)
    )  # fmt: skip
    return [group, pl.col("left"), pl.col("word") != "customer", pl.col("made_at"), pl.col("item")]


def at_risk() -> pl.Expr:
    """Whether little of the clock's time is left, or none."""
    return pl.col("left").is_not_null() & ~pl.col("paused").fill_null(False) & (pl.col("left") * RISK <= pl.col("granted"))


def free(by: Member, now: int, channel: str = "") -> Iterator[str]:
    """The items that somebody can take, the next first: nobody has them, they wait for nobody, and the customer is owed something."""
    items = listed(by, now).items.filter(pl.col("assignee").is_null() & (pl.col("state") != "waiting"))
    owed = items.filter(pl.col("left").is_not_null() | (pl.col("word") == "customer"))
    yield from (owed.filter(pl.col("channel") == channel) if channel else owed)["item"]
