"""A table of text and a mapping make events; every fault names its row and column, and with a fault nothing is made.

Events without a number of their own in the source get one from their content (item, instant, sequence, word, value), so the same row
imported again is the same event. Two rows that are alike in all of that are one event; the report counts them.
"""

from __future__ import annotations

from collections.abc import Mapping as Dictionary
from dataclasses import dataclass, field

import polars as pl

from remit.exchange.draft import MADE, MOST_FAULTS, Draft
from remit.exchange.mapping import Mapping
from remit.exchange.shapes import SHAPED
from remit.exchange.table import ROW, Table
from remit.terms.context import listed, nearest
from remit.work.log import EVENTS


@dataclass(frozen=True, slots=True)
class Report:
    """What was read and what became of it. `left_out` counts rows by reason, `words` events by their word."""

    name: str
    rows: int
    left_out: Dictionary[str, int]
    events: int
    repeats: int
    items: int
    words: Dictionary[str, int]
    first: int | None
    last: int | None
    totals: Dictionary[str, tuple[int, int]] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


def events(
    table: Table, mapping: Mapping, received: int, totals: Dictionary[str, int] | None = None, most_faults: int = MOST_FAULTS
) -> tuple[pl.DataFrame, Report]:
    """The events of a table, with columns `row` and `file` for later faults, and what was read. Raises `Refused` with every fault.

    `received` is the instant at which Remit receives the file, used where the mapping says `received: on import`. `totals` are the
    source's own counts (rows, items, events, or a word), compared beside those of the mapping. Of one column at most `most_faults` faults
    are told one by one.
    """
    draft = Draft(table, mapping, most_faults)
    _check_columns(draft)
    draft.refuse()
    _clean(draft)
    _leave_out(draft)
    _check_items(draft)
    received_at = draft.instants(mapping.received_column) if mapping.received_column else None
    made = SHAPED[mapping.shape](draft).select(MADE.names())
    draft.refuse()
    whole = _finished(draft, made, received, received_at)
    distinct = whole.unique(
        ("id", *[name for name in EVENTS.names() if name not in ("id", "received_at")]), keep="first", maintain_order=True
    )
    report = _report(draft, distinct, whole.height - distinct.height, {**mapping.control_totals, **(totals or {})})
    draft.refuse()
    return distinct, report


def _check_columns(draft: Draft) -> None:
    for column in draft.mapping.source_columns:
        if f"{column} (2)" in draft.table.columns and f"{column} (2)" not in draft.mapping.source_columns:
            draft.fault(1, column, "the mapping reads this column, and the file has it twice", "take one out of the file, or rename it")
        if column not in draft.table.columns and column not in draft.mapping.optional:
            guess = nearest(column, draft.table.columns)
            remedy = f"the nearest is '{guess}'" if guess else f"the file has {listed(draft.table.columns[:40])}"
            draft.fault(None, column, "the mapping reads this column, and the file does not have it", remedy)


def _clean(draft: Draft) -> None:
    absent = [column for column in draft.mapping.source_columns if column not in draft.table.columns]
    draft.rows = draft.rows.with_columns(pl.lit(None, dtype=pl.String).alias(column) for column in absent)
    missing = sorted({word.strip() for word in draft.mapping.missing} | {""})
    cells = pl.col(draft.mapping.source_columns).str.strip_chars()
    draft.rows = draft.rows.with_columns(pl.when(~cells.is_in(missing)).then(cells).name.keep())


def _leave_out(draft: Draft) -> None:
    for rule in draft.mapping.leave_out:
        fits = pl.all_horizontal(
            (pl.col(column).is_in(values) | (pl.col(column).is_null() if "" in values else pl.lit(False))).fill_null(False)
            for column, values in rule.where.items()
        )
        gone = draft.rows.filter(fits).height
        draft.left_out[rule.because] = draft.left_out.get(rule.because, 0) + gone
        draft.rows = draft.rows.filter(~fits)


def _check_items(draft: Draft) -> None:
    column = draft.mapping.columns["item"]
    nameless = draft.rows.filter(pl.col(column).is_null()).select(ROW, pl.lit("").alias("text"))
    draft.each(
        column, nameless, "is empty, and every row belongs to an item", "give the item's number, or leave such rows out under 'leave out'"
    )
    draft.rows = draft.rows.with_columns(pl.col(column).alias("item"))


def _finished(draft: Draft, made: pl.DataFrame, received: int, received_at: pl.Series | None) -> pl.DataFrame:
    """The columns of the log: record, numbers, and when each event was received."""
    parts = ["item", "at", "sequence", "event", "field", "value"]
    content = pl.concat_str([pl.col(part).cast(pl.String).fill_null("") for part in parts], separator="/")
    if draft.mapping.received == "when it happened":
        start = pl.col("at").min().over("item")  # a deadline is known from the start, although its instant lies ahead
        frame = made.with_columns(pl.when(pl.col("event") == "due").then(start).otherwise("at").alias("received_at"))
    elif received_at is not None:
        known = draft.rows.select(ROW).with_columns(received_at.alias("received_at"))
        frame = made.join(known, on=ROW, how="left", maintain_order="left").with_columns(pl.col("received_at").fill_null(received))
    else:
        frame = made.with_columns(pl.lit(received, dtype=pl.Int64).alias("received_at"))
    return frame.with_columns(
        pl.lit(draft.mapping.record).alias("record"),
        pl.coalesce("number", content).alias("id"),
        pl.lit(draft.table.name).alias("file"),
    ).select(*EVENTS.names(), ROW, "file")


def _report(draft: Draft, made: pl.DataFrame, repeats: int, totals: Dictionary[str, int]) -> Report:
    words = {word: count for word, count in made.group_by("event").len().sort("event").iter_rows()}
    counts = {"rows": draft.table.rows.height, "events": made.height, "items": made["item"].n_unique(), **words}
    compared = {name: (told, counts.get(name, 0)) for name, told in totals.items()}
    for name, (told, found) in compared.items():
        if told != found:
            remedy = "ask for the missing part, or correct the control total; nothing was imported"
            draft.fault(None, None, f"the control total of {name} is {told:,}, and the file gives {found:,}", remedy)
    first, last = made["at"].min(), made["at"].max()
    assert first is None or isinstance(first, int)
    assert last is None or isinstance(last, int)
    late = made.filter((pl.col("at") > pl.col("received_at")) & (pl.col("event") != "due")).height
    notes = draft.table.notes + ((f"{late:,} events lie after the instant at which they were received",) if late else ())
    return Report(
        name=draft.table.name,
        rows=draft.table.rows.height,
        left_out={reason: count for reason, count in draft.left_out.items() if count},
        events=made.height,
        repeats=repeats,
        items=counts["items"],
        words=words,
        first=first,
        last=last,
        totals=compared,
        notes=notes,
    )
