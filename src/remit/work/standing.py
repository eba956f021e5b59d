"""How items stand at the end of a month: open or closed, and since when."""

from __future__ import annotations

import polars as pl

from remit.terms.document import Clause
from remit.work.evidence import OPENINGS, Evidence


def standing(level: Clause, evidence: Evidence, opens: str, closes: tuple[str, ...]) -> pl.DataFrame:
    """`item`, `at` (when it was first opened) and `open` of every item that a level covers and that was opened before the month's end.

    What went into another item is closed. What happened at one instant is read as closing after opening. Where the record never
    says `opens`, its own word for an opening does.
    """
    record, end = evidence.population(level).record, min(evidence.bounds.end, evidence.cut)
    word = evidence.word(record, (opens, *(OPENINGS if opens == "created" else ()))) or opens
    first = evidence.first(record, word).filter(pl.col("at") < end)
    closes = (*closes, "merged")
    turns = evidence.record(record).filter(pl.col("event").is_in([word, "reopened", *closes]) & (pl.col("at") < end))
    closing = pl.col("event").is_in(closes)
    last = turns.with_columns(closing=closing).sort("item", "at", "sequence", "closing", nulls_last=True)
    state = last.group_by("item", maintain_order=True).agg(open=~pl.col("closing").last())
    return evidence.within(evidence.population(level), first.join(state, on="item", how="left", maintain_order="left"))
