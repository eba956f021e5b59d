"""A table on its way to events: its cells, and every fault found in them so far, with row and column."""

from __future__ import annotations

import polars as pl

from remit.exchange.instants import carries_offset, parsed, wall_clock
from remit.exchange.mapping import Mapping
from remit.exchange.table import ROW, Table
from remit.terms.context import listed
from remit.values.fault import Fault, Place, Refused

MOST_FAULTS = 100
"""So many faults of one column are told one by one; the rest are counted."""
MADE = pl.Schema({ROW: pl.Int64, "item": pl.String, "event": pl.String, "field": pl.String, "value": pl.String, "who": pl.String,
                  "at": pl.Int64, "sequence": pl.Int64, "number": pl.String})  # fmt: skip
"""What a shape gives: events with the row they come from; `number` is the source's own, or null."""


class Draft:
    """A table on its way to events: its cells trimmed, with missing ones null, and the faults found so far."""

    def __init__(self, table: Table, mapping: Mapping, most_faults: int = MOST_FAULTS) -> None:
        self.table, self.mapping, self.most_faults = table, mapping, most_faults
        self.faults: list[Fault] = []
        self.left_out: dict[str, int] = {}
        self.rows = table.rows

    def fault(self, row: int | None, column: str | None, what: str, remedy: str) -> None:
        self.faults.append(Fault(Place(file=self.table.name, row=row, column=column), what, remedy))

    def each(self, column: str, wrong: pl.DataFrame, what: str, remedy: str) -> None:
        """One fault for each row of `wrong` (`row`, `text`), the first of them in full; `{}` in `what` is the cell's text."""
        for row, text in wrong.select(ROW, "text").head(self.most_faults).iter_rows():
            self.fault(row, column, what.replace("{}", f"'{text}'"), remedy)
        if wrong.height > self.most_faults:
            self.fault(
                None, column, f"{wrong.height - self.most_faults:,} further rows have the same fault", "mend the first ones and try again"
            )

    def instants(self, column: str, frame: pl.DataFrame | None = None) -> pl.Series:
        """The instants of a column (int64, null where the cell is empty); dates that cannot be read are faults."""
        frame = self.rows if frame is None else frame
        mapping, texts = self.mapping, frame[column]
        forms = (*mapping.dates, "iso 8601") if self.table.typed_dates and "iso 8601" not in mapping.dates else mapping.dates
        at = parsed(texts, forms, mapping.zone, mapping.skipped_hour, mapping.repeated_hour)
        wrong = frame.select(ROW, pl.col(column).alias("text")).filter(texts.is_not_null() & at.is_null())
        if wrong.is_empty():
            return at
        walls = pl.select(pl.coalesce([wall_clock(wrong["text"], form) for form in forms])).to_series()
        unreadable, real = wrong.filter(walls.is_null()), wrong.filter(walls.is_not_null())
        shown = listed((form for form in mapping.dates), "or")
        self.each(column, unreadable, f"{{}} is not a date of the form {shown}", "mend the date, or add its form to 'dates'")
        if mapping.zone is None and not all(carries_offset(form) for form in forms):
            self.each(column, real.head(1), "{} does not say in which time zone it is", "write 'zone:' and a place, such as Europe/London")
        else:
            what = f"{{}} was skipped or shown twice by the clocks of {mapping.zone}"
            self.each(column, real, what, "write under 'skipped hour' and 'repeated hour' how it is read")
        return at

    def refuse(self) -> None:
        if self.faults:
            raise Refused(sorted(self.faults, key=lambda fault: (fault.place.row is None, fault.place.row or 0)))
