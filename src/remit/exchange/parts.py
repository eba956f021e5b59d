"""A record's work log as packed Parquet parts: the form in which tens of millions of events are read in one pass.

The log's texts (`work.log.EVENTS`) are replaced by small numbers, so that a reader moves 14 bytes an event:

items.parquet   `item`: the source's number of each item; its place is the item's code
words.parquet   `event`, `field`, `value`, `who`: every combination that occurs, sorted; its place is the code of what happened
part-*.parquet  `item` (int32), `what` (uint16), `at`, `received_at` (int64), `sequence` (int64 or null), `id` (text), one row per event
parts.json      what a reader must know before it opens a part: record, order, and of each part rows, items, instants

Two orders are useful. By `item` (code-point order, the log's canonical order; a part never splits an item) a fold needs the state of one
item at a time and the digest is one pass. By `time` (items coded as they are first seen; a part never splits an item's instant) it is
the order in which work arrives. In both, events of one item stand in the log's canonical order.

A log with more than 65,536 combinations of event, field, value and actor (free text as values) does not fit: `write` raises `Unpackable`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

import polars as pl

from remit.work.log import EVENTS

WORDS = pl.Schema({"event": pl.String, "field": pl.String, "value": pl.String, "who": pl.String})
PART = pl.Schema({"item": pl.Int32, "what": pl.UInt16, "at": pl.Int64, "received_at": pl.Int64, "sequence": pl.Int64, "id": pl.String})
ROWS = 1 << 19
"""About how many events a part holds: large enough to be fast, small enough that two of them in memory do not matter."""

Order = Literal["item", "time"]


class Unpackable(ValueError):
    """The log holds more different words than two bytes can number; it is folded from the log itself."""


@dataclass(frozen=True, slots=True)
class Part:
    """One file: its number of events, the least and the greatest item code, instant, and instant of receipt; `sequenced` if any is."""

    name: str
    rows: int
    items: tuple[int, int]
    at: tuple[int, int]
    received_at: tuple[int, int]
    sequenced: bool


@dataclass(frozen=True, slots=True)
class Parts:
    """A packed log on disk, opened but not read."""

    folder: Path
    record: str
    order: Order
    items: int
    words: pl.DataFrame
    parts: tuple[Part, ...]

    @property
    def events(self) -> int:
        return sum(part.rows for part in self.parts)

    def read(self, part: Part, columns: Sequence[str]) -> pl.DataFrame:
        """Columns of one part, decoded by the calling thread alone."""
        return pl.read_parquet(self.folder / part.name, columns=list(columns), parallel="none")

    def names(self) -> pl.Series:
        """The items' own numbers by code."""
        return pl.read_parquet(self.folder / "items.parquet")["item"]

    def unpacked(self, part: Part, names: pl.Series) -> pl.DataFrame:
        """One part as events of the log (`work.log.EVENTS`)."""
        rows = self.read(part, PART.names())
        what = self.words[rows["what"].cast(pl.UInt32)]
        columns = [
            pl.repeat(self.record, rows.height, dtype=pl.String, eager=True).alias("record"),
            names.gather(rows["item"]).alias("item"),
            *what.get_columns(),
            *rows.select("at", "received_at", "sequence", "id").get_columns(),
        ]
        return pl.DataFrame(columns).select(EVENTS.names())


class Writer:
    """Writes packed parts in the order in which rows are added; `close` finishes the folder, which is unreadable until then."""

    def __init__(self, folder: Path, record: str, order: Order, words: pl.DataFrame) -> None:
        if words.height > 1 << 16:
            raise Unpackable(f"{record} has {words.height:,} combinations of event, field, value and actor; 65,536 can be numbered")
        folder.mkdir(parents=True, exist_ok=True)
        if not words.equals(words.sort(WORDS.names(), nulls_last=True)):
            raise ValueError("the words are not sorted")
        self.folder, self.record, self.order, self.words = folder, record, order, words.cast(WORDS)
        self._parts: list[Part] = []

    def add(self, rows: pl.DataFrame) -> None:
        """One part, with the columns of `PART`."""
        name = f"part-{len(self._parts):05d}.parquet"
        rows.select(PART.names()).cast(PART).write_parquet(self.folder / name, row_group_size=max(1, rows.height))
        items, at, received = (_span(rows[column]) for column in ("item", "at", "received_at"))
        self._parts.append(Part(name, rows.height, items, at, received, rows["sequence"].null_count() < rows.height))

    def close(self, names: pl.Series) -> Parts:
        """Writes the items' own numbers, in the order of their codes, and what a reader must know."""
        names.alias("item").to_frame().write_parquet(self.folder / "items.parquet")
        self.words.write_parquet(self.folder / "words.parquet")
        known = {"record": self.record, "order": self.order, "items": len(names), "parts": [asdict(part) for part in self._parts]}
        (self.folder / "parts.json").write_text(json.dumps(known, indent=1), encoding="utf-8")
        return open_parts(self.folder)


def open_parts(folder: Path) -> Parts:
    """A packed log; raises `FileNotFoundError` where there is none or its writer did not finish."""
    known = json.loads((folder / "parts.json").read_text(encoding="utf-8"))
    words = pl.read_parquet(folder / "words.parquet")
    spans = ("items", "at", "received_at")
    parts = tuple(Part(**{**part, **{span: tuple(part[span]) for span in spans}}) for part in known["parts"])
    return Parts(folder, known["record"], known["order"], known["items"], words, parts)


def write(folder: Path, events: pl.DataFrame, order: Order = "item", rows: int = ROWS) -> Parts:
    """Packs the events of one record; raises `Unpackable` where the log holds too many different words."""
    (record,) = events["record"].unique().to_list()
    words = events.select(WORDS.names()).unique().sort(WORDS.names(), nulls_last=True)
    writer = Writer(folder, record, order, words)
    by = [*(("item", "at") if order == "item" else ("at", "item")), "sequence", *WORDS.names(), "id"]
    ordered = events.sort(by, nulls_last=True)
    names = ordered["item"].unique(maintain_order=True)
    codes = pl.DataFrame({"name": names, "code": pl.int_range(len(names), dtype=pl.Int32, eager=True)})
    coded = (
        ordered.join(words.with_row_index("what"), on=WORDS.names(), how="left", nulls_equal=True, maintain_order="left")
        .join(codes, left_on="item", right_on="name", how="left", maintain_order="left")
        .select(pl.col("code").alias("item"), "what", "at", "received_at", "sequence", "id")
    )
    for start, end in _cuts(coded, ("item",) if order == "item" else ("at", "item"), rows):
        writer.add(coded[start:end])
    return writer.close(names)


def _span(column: pl.Series) -> tuple[int, int]:
    return int(column.min()), int(column.max())  # type: ignore[arg-type]


def _cuts(coded: pl.DataFrame, together: Sequence[str], rows: int) -> Iterator[tuple[int, int]]:
    """Spans of about `rows` events that never split what must stay together."""
    if not coded.height:
        return
    fresh = coded.select(pl.any_horizontal(pl.col(name).ne(pl.col(name).shift(1)) for name in together).fill_null(True).alias("fresh"))
    starts = fresh["fresh"].arg_true()
    start = 0
    while start < coded.height:
        later = starts.filter(starts >= start + rows)
        end = int(later[0]) if len(later) else coded.height
        yield start, end
        start = end
