"""Facts from a file: rates, index values, forecasts, receipts, hours, counts, milestones, approvals, relief claims.

The columns are kind, subject, day, value, unit, clause, approved_by, source, id, and received where the file says when each was known.
`day` is written 2026-05-31, or 2026-05 for a whole month (a forecast, a count), which is dated on its first. A value may have thousands
commas or a currency sign before it; it stays exact. A fact without an id gets one from its content. Kinds: `work.facts.KINDS`.
"""

from __future__ import annotations

import re
from hashlib import sha256

import polars as pl

from remit.exchange.draft import MOST_FAULTS
from remit.exchange.instants import parsed
from remit.exchange.table import ROW, Table
from remit.terms.context import listed, nearest
from remit.values.fault import Fault, Place, Refused
from remit.work.facts import FACTS

NEEDED = ("kind", "subject", "day", "source")
KNOWN = ("kind", "subject", "day", "value", "unit", "clause", "approved_by", "source", "id", "received")
NEVER_NEGATIVE = ("rate", "index", "forecast", "survey", "audit", "count", "mean")
CLAIMS = ("excuse", "reattribute", "correct", "refused", "counts", "stays")
"""What a fact of the kind relief may say in its unit; nothing means `excuse`."""
_VALUE = re.compile(r"(?P<sign>-?)(?P<currency>[£€$]?)(?P<digits>\d{1,3}(?:,\d{3})+|\d+)(?P<rest>\.\d+)?")


def facts(table: Table, received: int, zone: str | None = None) -> pl.DataFrame:
    """The facts of a table, with `row` and `file` for later faults. `received` holds where the file has no column of that name; dates of
    receipt without an offset are read on the wall clock of `zone`; without one they are faults. Raises `Refused` with every fault."""
    faults = _column_faults(table)
    if faults:
        raise Refused(faults)
    texts = table.rows.with_columns(pl.col(table.columns).str.strip_chars())
    texts = texts.with_columns(pl.when(pl.col(name) != "").then(pl.col(name)).alias(name) for name in table.columns)
    frame = texts.with_columns(pl.lit(None, dtype=pl.String).alias(name) for name in KNOWN if name not in table.columns)
    values = [_exact(value) for value in frame["value"].to_list()]
    days = pl.coalesce(pl.col("day"), pl.lit(""))
    frame = frame.with_columns(
        pl.when(days.str.contains(r"^\d{4}-\d{2}$"))
        .then(days + "-01")
        .otherwise(pl.col("day"))
        .str.to_date("%Y-%m-%d", strict=False)
        .alias("date"),
        pl.Series("exact", [value for value, _ in values], dtype=pl.String),
        pl.lit(received, dtype=pl.Int64).alias("received_at"),
    )
    if "received" in table.columns:
        at = parsed(texts["received"], ("iso 8601",), zone)
        frame = frame.with_columns(pl.when(texts["received"].is_null()).then(received).otherwise(at).alias("received_at"))
    faults = _cell_faults(table, frame, [wrong for _, wrong in values])
    if faults:
        raise Refused(faults)
    made = frame.with_columns(pl.col("date").alias("day"), pl.col("exact").alias("value"), pl.lit(table.name).alias("file"))
    made = made.with_columns(
        pl.coalesce("id", pl.Series([_content(row) for row in made.iter_rows(named=True)], dtype=pl.String)).alias("id")
    )
    return made.select(*FACTS.names(), ROW, "file")


def _column_faults(table: Table) -> list[Fault]:
    faults = []
    for name in NEEDED:
        if name not in table.columns:
            faults.append(Fault(Place(file=table.name, column=name), "is missing", f"facts have the columns {listed(KNOWN)}"))
    for name in table.columns:
        if name not in KNOWN:
            guess = nearest(name, KNOWN)
            remedy = f"write '{guess}'" if guess else f"facts have the columns {listed(KNOWN)}"
            faults.append(Fault(Place(file=table.name, column=name), "is not a column of facts", remedy))
    return faults


def _cell_faults(table: Table, frame: pl.DataFrame, wrong_values: list[bool]) -> list[Fault]:
    faults = []

    def tell(rows: pl.DataFrame, column: str, what: str, remedy: str) -> None:
        for row, text in rows.select(ROW, column).head(MOST_FAULTS).iter_rows():
            faults.append(Fault(Place(file=table.name, row=row, column=column), what.format(f"'{text}'"), remedy))

    tell(
        frame.filter(pl.col("day").is_not_null() & pl.col("date").is_null()),
        "day",
        "{} is not a day",
        "write 2026-05-31, or 2026-05 for the month",
    )
    tell(
        frame.filter(pl.Series(wrong_values, dtype=pl.Boolean)),
        "value",
        "{} is not an exact decimal number",
        "write digits with a point, such as 1234.50",
    )
    figures = pl.col("kind").str.strip_chars().is_in(NEVER_NEGATIVE) & pl.col("exact").str.starts_with("-")
    tell(frame.filter(figures), "value", "{} is below nothing", "only receipts and hours have corrections below nothing")
    asked = pl.col("kind").str.strip_chars().eq("relief") & ~pl.col("unit").is_in(CLAIMS)
    tell(frame.filter(asked), "unit", "{} is nothing that a claim can ask", f"leave it empty, or write {listed(CLAIMS)}")
    remedy = "write an instant, such as 2026-06-03T09:00:00+01:00"
    tell(frame.filter(pl.col("received_at").is_null()), "received", "{} is not an instant", remedy)
    return sorted(faults, key=lambda fault: fault.place.row or 0)


def _exact(text: str | None) -> tuple[str | None, bool]:
    """A value without its thousands commas and currency sign, and whether it cannot be read."""
    if text is None:
        return None, False
    found = _VALUE.fullmatch(text)
    if found is None:
        return None, True
    return f"{found['sign']}{found['digits'].replace(',', '')}{found['rest'] or ''}", False


def _content(row: dict[str, object]) -> str:
    body = "\n".join(str(row[name]) for name in FACTS.names() if name not in ("received_at", "id"))
    return sha256(body.encode()).hexdigest()[:24]
