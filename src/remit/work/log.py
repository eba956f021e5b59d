"""The work log: columnar, append-only, one row per event, with natural keys.

An event says that something happened to an item of a record (a help desk, an order system) at an instant, and when Remit learnt of it.
Columns (`EVENTS`), all in one polars frame:

record       name of the record in the terms (section 5)
item         the source's own number of the item
event        what happened, in the words of the terms: created, assigned, message, reply, note, call, state, field, resolved, closed,
             reopened, merged (into another item, its value), received, completed, asked, answered, error, answer (to a survey), abandoned,
             ... any word a mapping gives
field        for `field` events the name of the field (priority); for others None
value        the new state, the field's new value, the answer's score, the number of errors; text, or None
who          who acted or caused it: agent, customer, client, provider, third party, system; None where the source does not say
at           instant it occurred, int64 microseconds UTC
received_at  instant Remit received it, int64 microseconds UTC; a statement's cut bounds it
sequence     the source's own order among events of one item, int64, or None
id           the source's own number of the event, unique within the record: importing it twice changes nothing

The body of an event is everything but `received_at`. An event that comes twice was known from the first time, so the log keeps the
earlier `received_at`, and is the same whatever the order, the chunks and the repetitions in which it was filled.

>>> one = pl.DataFrame({"record": "helpdesk", "item": "T-1", "event": "created", "at": 0, "received_at": 9, "id": "1"})
>>> log, report = append(empty(), one)
>>> log, report = append(log, one)
>>> print(report)
0 new events, 1 already known
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from remit.values.fault import Fault, Place, Refused
from remit.values.period import moment

EVENTS = pl.Schema(
    {
        "record": pl.String,
        "item": pl.String,
        "event": pl.String,
        "field": pl.String,
        "value": pl.String,
        "who": pl.String,
        "at": pl.Int64,
        "received_at": pl.Int64,
        "sequence": pl.Int64,
        "id": pl.String,
    }
)
KEY = ("record", "id")
BODY = ("item", "event", "field", "value", "who", "at", "sequence")
INSTANTS = ("at", "received_at")
REQUIRED = ("record", "item", "event", "at", "received_at", "id")
ORDER = ("record", "item", "at", "sequence", "event", "field", "value", "who", "id")
"""Canonical order: text by code point, missing values last."""


@dataclass(frozen=True, slots=True)
class Report:
    """What an append did: events that were new, and events that the log knew already."""

    new: int
    known: int

    def __str__(self) -> str:
        return f"{self.new:,} new event{'s' if self.new != 1 else ''}, {self.known:,} already known"


def empty() -> pl.DataFrame:
    """A log without events."""
    return pl.DataFrame(schema=EVENTS)


def append(log: pl.DataFrame, batch: pl.DataFrame) -> tuple[pl.DataFrame, Report]:
    """The log with the batch's events, in canonical order.

    Repeated events change nothing. A key (record, id) that comes with another body, within the batch or against the log, is refused with
    the whole batch (`Refused`, one fault per key). Columns of `EVENTS` that a batch does not have are empty. A column `row` (int64) and a
    column `file` may stand beside them: they number the rows of the source in faults and are not kept.
    """
    events = checked(log, batch)
    merged = whole(pl.concat([log.select(EVENTS.names()), events]))
    new = merged.height - log.height
    return merged, Report(new, events.height - new)


def news(log: pl.DataFrame, batch: pl.DataFrame) -> tuple[pl.DataFrame, Report]:
    """Only the events that the log does not know, in canonical order: what `append` would add, without touching the log. Refuses alike.

    >>> one = pl.DataFrame({"record": "helpdesk", "item": "T-1", "event": "created", "at": 0, "received_at": 9, "id": "1"})
    >>> found, report = news(append(empty(), one)[0], pl.concat([one, one.with_columns(id=pl.lit("2"))]))
    >>> found["id"].to_list(), str(report)
    (['2'], '1 new event, 1 already known')
    """
    events = checked(log, batch)
    unknown = events.join(log.select(KEY), on=KEY, how="anti", maintain_order="left") if log.height else events
    found = whole(unknown)
    return found, Report(found.height, events.height - found.height)


def checked(log: pl.DataFrame, batch: pl.DataFrame) -> pl.DataFrame:
    """The batch with the columns of a log; `Refused` with a fault for each event that cannot stand beside those of the log."""
    untimed = _untimed(batch)
    if untimed:
        raise Refused(untimed)
    events = _conformed(batch)
    faults = [*_missing(events, batch), *conflicts(log, events, batch)]
    if faults:
        raise Refused(faults)
    return events


def whole(parts: pl.DataFrame) -> pl.DataFrame:
    """A log from parts that were appended before: each event once, with its earliest receipt, in canonical order."""
    return canonical(parts.sort("received_at", maintain_order=True).unique(KEY, keep="first", maintain_order=True))


def canonical(events: pl.DataFrame) -> pl.DataFrame:
    """The events in canonical order: record, item, instant, the source's sequence, then the rest of the body and the key."""
    return events.select(EVENTS.names()).sort(ORDER, nulls_last=True)


def known_at(log: pl.DataFrame, cut: int) -> pl.DataFrame:
    """The events that Remit had received before the instant `cut`."""
    return log.filter(pl.col("received_at") < cut)


def conflicts(log: pl.DataFrame, events: pl.DataFrame, source: pl.DataFrame | None = None) -> list[Fault]:
    """One fault for each key of `events` whose body differs from an earlier one's, in the order of the rows."""
    rows = _rows(source if source is not None else events)
    incoming = events.select(*KEY, *BODY).with_columns(rows["row"], rows["file"])
    clashing = incoming.group_by(KEY).agg(pl.struct(BODY).n_unique().alias("bodies")).filter(pl.col("bodies") > 1)
    faults: list[tuple[int, Fault]] = []
    if clashing.height:
        for _, group in incoming.join(clashing.select(KEY), on=KEY, how="semi").group_by(KEY, maintain_order=True):
            first = group.row(0, named=True)
            other = next(row for row in group.iter_rows(named=True) if any(row[name] != first[name] for name in BODY))
            where = f" in row {first['row']:,}" if first["row"] is not None else ""
            faults.append((other["row"] or 0, _clash(other, first, f"it stands{where}")))
    held = log.join(events.select(KEY).unique(), on=KEY, how="semi").select(*KEY, *BODY)
    differing = (
        incoming.unique(KEY, keep="first", maintain_order=True)
        .join(held, on=KEY, how="inner", suffix=" held", maintain_order="left")
        .filter(pl.any_horizontal(pl.col(name).ne_missing(pl.col(f"{name} held")) for name in BODY))
    )
    for row in differing.iter_rows(named=True):
        before = {name: row[f"{name} held"] for name in BODY}
        faults.append((row["row"] or 0, _clash(row, before, "the log has it")))
    return [fault for _, fault in sorted(faults, key=lambda pair: pair[0])]


def _clash(row: dict[str, object], before: dict[str, object], held: str) -> Fault:
    differing = [name for name in BODY if row[name] != before[name]]
    figures = ", ".join(f"{name} {_shown(before[name], name)}, now {_shown(row[name], name)}" for name in differing)
    remedy = "a log is never rewritten: give the correction a number of its own, or import it as an event of its own"
    if row["event"] == "field":
        remedy = "a log is never rewritten: let the mapping's column 'at' say when a row last changed, so that it is an event of its own"
    return Fault(
        Place(file=_text(row["file"]), row=row["row"] if isinstance(row["row"], int) else None),
        f"event '{row['id']}' of {row['record']} is known with another content: {held} with {figures}",
        remedy,
    )


def _shown(value: object, name: str) -> str:
    if name == "at" and isinstance(value, int):
        return moment(value).strftime("%Y-%m-%d %H:%M:%S UTC")
    return "nothing" if value is None else f"'{value}'" if isinstance(value, str) else str(value)


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _untimed(batch: pl.DataFrame) -> list[Fault]:
    """A fault for each column of instants that holds something else: a date without a zone could have been written on any clock."""
    faults = []
    for name in INSTANTS:
        dtype = batch.schema.get(name, pl.Int64())
        if isinstance(dtype, pl.Datetime) and dtype.time_zone is None:
            what = "holds dates without a zone, and nobody can know on whose clock they were written"
            faults.append(Fault(Place(column=name), what, "give them their zone, or import the file with a mapping that says it"))
        elif not (isinstance(dtype, pl.Datetime) or dtype.is_integer() or dtype == pl.Null):
            what = f"holds {dtype}, and an instant is a whole number of microseconds UTC, or a date with its zone"
            faults.append(Fault(Place(column=name), what, "import the file with a mapping that says how its dates are written"))
    return faults


def _conformed(batch: pl.DataFrame) -> pl.DataFrame:
    columns = [
        (pl.col(name).dt.cast_time_unit("us") if isinstance(batch.schema[name], pl.Datetime) else pl.col(name)).cast(dtype)
        if name in batch.columns
        else pl.lit(None, dtype=dtype).alias(name)
        for name, dtype in EVENTS.items()
    ]
    return batch.select(columns)


def _rows(source: pl.DataFrame) -> pl.DataFrame:
    row = pl.col("row").cast(pl.Int64) if "row" in source.columns else pl.lit(None, dtype=pl.Int64).alias("row")
    file = pl.col("file").cast(pl.String) if "file" in source.columns else pl.lit(None, dtype=pl.String).alias("file")
    return source.with_columns(row, file).select("row", "file")


def _missing(events: pl.DataFrame, source: pl.DataFrame) -> list[Fault]:
    rows = _rows(source)
    faults = []
    for name in REQUIRED:
        for place in rows.filter(events[name].is_null()).iter_rows(named=True):
            faults.append(
                Fault(
                    Place(file=place["file"], row=place["row"], column=name),
                    "is missing, and every event has one",
                    f"give each event its {name}",
                )
            )
    return faults
