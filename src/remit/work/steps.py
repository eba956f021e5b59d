"""Events as a clock sees them: which of them start it, stop it, pause it, reopen it or change its target.

A step is one event in one role; an event may have several (a customer's first message starts the clock and is a message), most have none.
Steps are ordered as the log is replayed: by instant, then by the source's sequence; only without one: changes of fields, start,
resume, pause, stop.
"""

from __future__ import annotations

from enum import IntEnum

import polars as pl

from remit.work.clocks import ClockRule

DEADLINE = "\0deadline"
"""The field under which a step carries an item's own deadline, as microseconds."""


class Role(IntEnum):
    """What an event means to a clock, in the order in which events of one instant without a sequence are replayed."""

    FIELD = 0
    START = 1
    MESSAGE = 2
    REOPEN = 3
    RESUME = 4
    PAUSE = 5
    STOP = 6
    END = 7
    """The item is closed while this clock waits for something else."""
    MERGED = 8
    """The item went into another one, where its customer is answered."""


STEPS = pl.Schema(
    {
        "item": pl.String,
        "at": pl.Int64,
        "sequence": pl.Int64,
        "role": pl.Int8,
        "field": pl.String,
        "value": pl.String,
        "who": pl.String,
        "id": pl.String,
    }
)
AGENTS = ("agent", "provider")
CUSTOMERS = ("customer", "client")
CLOSINGS = ("resolved", "closed", "completed")


def steps(events: pl.DataFrame, rule: ClockRule) -> pl.DataFrame:
    """The steps of a clock over the events of its record, in the order of replay; items in code-point order.

    `events` has the columns of the work log; repeated ids are taken once. Which items the clock covers is not asked here.
    """
    of_record = events.filter(pl.col("record") == rule.record)
    parts = [_step(of_record.filter(condition), role, value) for role, condition, value in _roles(rule)]
    if rule.start.startswith("field "):
        parts.append(_dated_starts(of_record, rule.start.removeprefix("field ")))
    if rule.deadline is not None:
        parts.append(_deadlines(of_record, rule.deadline))
    return in_order(pl.concat(parts))


def in_order(every: pl.DataFrame) -> pl.DataFrame:
    """The steps in the order of replay. Items are compared as numbers, and ties broken only where there are any: text sorts slowly."""
    names = every["item"].unique().sort()
    coded = every.with_columns(pl.col("item").cast(pl.Enum(names)))
    order = ["item", "at", "sequence", "role"]
    if coded.select(order).is_duplicated().any():
        coded = coded.unique(maintain_order=True)
        order += ["field", "value", "who", "id"]
    return coded.sort(order, nulls_last=True).with_columns(pl.col("item").cast(pl.String))


def _step(events: pl.DataFrame, role: Role, value: pl.Expr | None = None) -> pl.DataFrame:
    shown = pl.col("value") if value is None else value
    return events.select(
        "item", "at", "sequence", pl.lit(int(role), pl.Int8).alias("role"), "field", shown.cast(pl.String).alias("value"), "who", "id"
    )


def _roles(rule: ClockRule) -> list[tuple[Role, pl.Expr, pl.Expr | None]]:
    """Each role with the events that have it, and the value it carries where that is not the event's own."""
    event, none = pl.col("event"), None
    found: list[tuple[Role, pl.Expr, pl.Expr | None]] = [(Role.STOP, stops(rule), none)]
    if not rule.start.startswith("field "):
        found.append((Role.START, starts(rule.start), none))
    if rule.target_fields:
        found.append((Role.FIELD, (event == "field") & pl.col("field").is_in(rule.target_fields), none))
    if rule.pauses_while:
        found.append((Role.PAUSE, (event == "state") & pl.col("value").is_in(rule.pauses_while), none))
        found.append((Role.RESUME, (event == "state") & ~pl.col("value").is_in(rule.pauses_while), none))
    if rule.kind == "next":
        found.append((Role.MESSAGE, (event == "message") & by_customer(), none))
    if rule.kind in ("next", "update"):
        found.append((Role.END, event.is_in(CLOSINGS), none))
    if rule.kind == "work" and rule.stop == "resolved":
        # An item that is closed is resolved by then at the latest; a clock does not run on after the end of the item.
        found.append((Role.END, event == "closed", none))
    if rule.kind in ("work", "update") and rule.reopened != "first close is final":
        found.append((Role.REOPEN, event == "reopened", none))
    if rule.stop != "merged":
        found.append((Role.MERGED, event == "merged", none))
    return found


def starts(start: str) -> pl.Expr:
    """The events that start a clock."""
    event = pl.col("event")
    if start in ("first customer message", "customer message"):
        return (event == "message") & by_customer()
    return event == start


def stops(rule: ClockRule) -> pl.Expr:
    """The events that stop a clock."""
    event, who = pl.col("event"), pl.col("who")
    if rule.kind == "work":
        return event == rule.stop
    meanings = {
        "public reply by an agent": (event == "reply") & by_agent(),
        "call": (event == "call") & ~by_customer(),
        "note": (event == "note") & ~by_customer(),
        "automated reply": (event == "reply") & (who == "system"),
        "status change": (event == "state") & by_agent(),
    }
    stopping = pl.any_horizontal([meanings[word].fill_null(False) for word in rule.reply_means])
    if rule.kind == "update":
        stopping = stopping | ((event == "update") & by_agent())
        if rule.update_from == "any update":
            stopping = stopping | (event == "update") | (event == "message")
    return stopping


def by_agent() -> pl.Expr:
    """Done by the provider's people, or by nobody the source names."""
    return pl.col("who").is_null() | pl.col("who").is_in(AGENTS)


def by_customer() -> pl.Expr:
    return pl.col("who").is_in(CUSTOMERS).fill_null(False) | (pl.col("who").is_null() & (pl.col("event") == "message"))


def _dated_starts(events: pl.DataFrame, name: str) -> pl.DataFrame:
    """The start that a field holds, its last value: an instant in ISO 8601."""
    held = events.filter((pl.col("event") == "field") & (pl.col("field") == name)).sort("item", "at", "sequence", "id", nulls_last=True)
    last = _step(held.unique("item", keep="last", maintain_order=True), Role.START)
    return last.with_columns(at=instants_in(pl.col("value"))).filter(pl.col("at").is_not_null())


def _deadlines(events: pl.DataFrame, name: str) -> pl.DataFrame:
    """An item's own deadline: the instant of the event of that name, or the value of the field, an instant in ISO 8601."""
    dated = _step(events.filter(pl.col("event") == name), Role.FIELD, pl.col("at"))
    of_field = events.filter((pl.col("event") == "field") & (pl.col("field") == name) & pl.col("value").is_not_null())
    valued = _step(of_field, Role.FIELD, instants_in(pl.col("value")))
    # The deadline is known from the start, although its instant lies ahead.
    return pl.concat([dated.with_columns(at=pl.lit(-(2**62), pl.Int64)), valued]).with_columns(field=pl.lit(DEADLINE))


def instants_in(text: pl.Expr) -> pl.Expr:
    """The instants that texts such as `2026-05-05T09:00:00+01:00` or `…Z` name, int64 microseconds; others are null, naive ones too."""
    zoned = text.str.replace(r"Z$", "+00:00").str.replace(" ", "T")
    parsed = pl.coalesce(
        zoned.str.to_datetime("%Y-%m-%dT%H:%M:%S%.f%:z", time_unit="us", strict=False),
        zoned.str.to_datetime("%Y-%m-%dT%H:%M%:z", time_unit="us", strict=False),
    )
    return parsed.dt.epoch("us")
