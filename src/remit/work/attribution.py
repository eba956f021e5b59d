"""Who caused which part of an item's time.

An item's states divide its time into intervals; each belongs to the party that the record names with the state (waiting for client, by the
client), and to the provider where it names nobody else. The item's own people are parties too: agents are the provider's, customers
are the client's.
"""

from __future__ import annotations

import polars as pl

PARTY = {"agent": "provider", "provider": "provider", "system": "provider", "customer": "client", "client": "client"}
ATTRIBUTED = pl.Schema({"item": pl.String, "start": pl.Int64, "end": pl.Int64, "cause": pl.String, "who": pl.String})
_CLOSINGS = ("resolved", "closed", "completed", "answered", "merged")


def attributed(events: pl.DataFrame, cut: int) -> pl.DataFrame:
    """`item`, `start`, `end`, `cause` (the state) and `who` for the events of one record, up to the cut or the item's last closing.

    The time before the first state is the provider's and has no cause of its own.
    """
    known = events.filter(pl.col("at") < cut)
    first = known.group_by("item").agg(pl.col("at").min().alias("first"))
    closings = known.filter(pl.col("event").is_in(_CLOSINGS)).group_by("item").agg(pl.col("at").max().alias("last"))
    states = known.filter(pl.col("event") == "state").sort("item", "at", "sequence", "value", "id", nulls_last=True)
    opening = first.select("item", at=pl.col("first"), cause=pl.lit(None, pl.String), who=pl.lit(None, pl.String), order=pl.lit(0))
    turns = states.select("item", "at", cause="value", who="who", order=pl.lit(1))
    spans = (
        pl.concat([opening, turns])
        .sort("item", "at", "order", maintain_order=True)
        .join(closings, on="item", how="left", maintain_order="left")
    )
    until = pl.min_horizontal(pl.col("at").shift(-1).over("item").fill_null(cut), pl.col("last").fill_null(cut))
    parties = pl.col("who").replace(PARTY).fill_null("provider")
    found = spans.select("item", start="at", end=until, cause=pl.col("cause"), who=parties)
    return found.filter(pl.col("start") < pl.col("end"))


def shares(spans: pl.DataFrame, item: str) -> dict[str, int]:
    """How many microseconds of an item's time each party caused."""
    of_item = spans.filter(pl.col("item") == item)
    sums = of_item.group_by("who").agg(time=(pl.col("end") - pl.col("start")).sum()).sort("who")
    return {str(who): int(time) for who, time in sums.iter_rows()}
