"""A log of events as discovery reads it: one row for each thing that happened to a case, in the order in which it happened.

Columns (`COLUMNS`), in one Polars frame:

case      the number of what the work was done on
activity  what happened: a step, or the state that the case entered
at        when, int64 microseconds UTC; where the log knows when a step began, when it ended
began     when the step began, or null: without it nobody can tell work from waiting
resource  who did it, or null
…         further columns are attributes of the case, as text: the last value that it had

Rows are sorted by case, instant, and their order in the file, so what happened at the same instant keeps the order of the log. Cases are
sorted by their number, which means nothing; every result is the same whatever order they come in.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

COLUMNS = ("case", "activity", "at", "began", "resource")


@dataclass(frozen=True, slots=True)
class Filters:
    """Which cases are looked at: those that began from `first` on and before `end` (instants), whose attributes have these values, and
    whose way through the process is among the most frequent that together make up `coverage` of the cases (1 is all)."""

    first: int | None = None
    end: int | None = None
    attributes: tuple[tuple[str, str], ...] = ()
    coverage: float = 1.0


def arranged(events: pl.DataFrame) -> pl.DataFrame:
    """The events in their order, with numbers instead of texts where those repeat: `case` and `activity` become categories."""
    extra = [name for name in events.columns if name not in COLUMNS]
    missing = [pl.lit(None, dtype=kind).alias(name) for name, kind in (("began", pl.Int64), ("resource", pl.String)) if name not in events]
    frame = events.with_columns(missing).select(*COLUMNS, *extra)
    return frame.sort("case", "at", maintain_order=True)


def attributes(events: pl.DataFrame) -> tuple[str, ...]:
    """The columns that describe cases."""
    return tuple(name for name in events.columns if name not in COLUMNS)


def values(events: pl.DataFrame, attribute: str, most: int = 30) -> tuple[tuple[str, int], ...]:
    """The values of an attribute with how many cases ended with each, the most frequent first."""
    last = events.group_by("case").agg(pl.col(attribute).drop_nulls().last()).drop_nulls()
    counted = last.group_by(attribute).len().sort(pl.col("len"), pl.col(attribute), descending=[True, False]).head(most)
    return tuple((str(value), int(count)) for value, count in counted.iter_rows())


def chosen(events: pl.DataFrame, filters: Filters) -> pl.DataFrame:
    """The events of the cases that pass; the share of variants is applied later, when variants are known."""
    kept = events
    if filters.first is not None or filters.end is not None:
        begins = kept.group_by("case").agg(pl.col("at").min().alias("begins"))
        if filters.first is not None:
            begins = begins.filter(pl.col("begins") >= filters.first)
        if filters.end is not None:
            begins = begins.filter(pl.col("begins") < filters.end)
        kept = kept.join(begins.select("case"), on="case", how="semi", maintain_order="left")
    for name, value in filters.attributes:
        if name in attributes(kept):
            fitting = kept.group_by("case").agg(pl.col(name).drop_nulls().last()).filter(pl.col(name) == value)
            kept = kept.join(fitting.select("case"), on="case", how="semi", maintain_order="left")
    return kept
