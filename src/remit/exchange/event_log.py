"""A file as a log of events for discovery: which column is the case, what happened, when, who did it, and what describes the case.

Unlike a mapping of work (`exchange.mapping`), which leads to money and asks whatever a file leaves open, a log for discovery is only
looked at: its columns are suggested from the file itself, a person may say otherwise, and only the zone of dates without an offset must be
given. Every row is an event; rows without case, activity or date are faults, never left out in silence.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import polars as pl

from remit.discovery.log import COLUMNS, arranged
from remit.exchange.instants import carries_offset, parsed
from remit.exchange.suggest import MISSING, log_columns
from remit.exchange.table import ROW, Table
from remit.terms.words import listed
from remit.values.fault import Fault, Place, Refused
from remit.values.period import UnknownZone
from remit.values.period import zone as known_zone

MOST_ACTIVITIES = 200
"""A column with more different words tells no steps."""
MOST_FAULTS = 50
_BEGAN = r"start.?(time|timestamp|date)|began|begin"
_RESOURCE = r"resource|assigned.?to|assignment.?group|agent|handled.?by|user$"


@dataclass(frozen=True, slots=True)
class Reading:
    """Which columns are what. Empty texts are not given; `form` is a date's form in words (`exchange.instants`)."""

    case: str = ""
    activity: str = ""
    at: str = ""
    began: str = ""
    resource: str = ""
    form: str = ""
    zone: str = ""
    attributes: tuple[str, ...] = field(default=())

    @property
    def plain(self) -> dict[str, object]:
        names = ("case", "activity", "at", "began", "resource", "form", "zone")
        return {name: getattr(self, name) for name in names} | {"attributes": list(self.attributes)}


def suggested(table: Table, given: Reading) -> Reading:
    """What was given, and for the rest what the file suggests."""
    found = log_columns(table)
    at = given.at or found.at
    if not given.at and re.search(_BEGAN, at, re.IGNORECASE):  # of two dates the one that does not begin is when it was done
        at = next((name for name in found.forms if not re.search(_BEGAN, name, re.IGNORECASE)), at)
    forms = found.forms.get(at, ())
    taken = {given.case or found.case, given.activity or found.activity, at}
    began = given.began or next((name for name in found.forms if name != at and re.search(_BEGAN, name, re.IGNORECASE)), "")
    resource = given.resource or next(
        (name for name in table.columns if name not in taken and re.search(_RESOURCE, name, re.IGNORECASE)), ""
    )
    attributes = given.attributes or tuple(name for name in found.describes if name not in {*taken, resource, began})
    return replace(
        given,
        case=given.case or found.case,
        activity=given.activity or found.activity,
        at=at,
        began=began,
        resource=resource,
        form=given.form or (forms[0] if forms else ""),
        attributes=attributes,
    )


def read(table: Table, reading: Reading) -> pl.DataFrame:
    """The events, arranged. `Refused` with every fault, at most `MOST_FAULTS`."""
    faults = list(_unusable(table, reading))
    if faults:
        raise Refused(faults)
    cells = {name: _cell(table, name) for name in (reading.case, reading.activity, reading.resource, *reading.attributes) if name}
    columns: dict[str, pl.Expr | pl.Series] = {
        "case": cells[reading.case],
        "activity": cells[reading.activity],
        "at": _instants(table, reading.at, reading),
    }
    columns["began"] = _instants(table, reading.began, reading) if reading.began else pl.lit(None, dtype=pl.Int64)
    columns["resource"] = cells[reading.resource] if reading.resource else pl.lit(None, dtype=pl.String)
    more = {name: cells[name] for name in reading.attributes if name not in COLUMNS}
    frame = table.rows.select(pl.col(ROW), *[value.alias(name) for name, value in {**columns, **more}.items()])
    faults = list(_missing(table, frame, reading))
    if faults:
        raise Refused(faults)
    words = frame["activity"].n_unique()
    if words > MOST_ACTIVITIES:
        what = f"'{reading.activity}' has {words:,} different words, and a map of so many steps shows nothing"
        raise Refused([Fault(Place(file=table.name, column=reading.activity), what, f"choose a column with at most {MOST_ACTIVITIES}")])
    return arranged(frame.drop(ROW))


def _unusable(table: Table, reading: Reading) -> Iterator[Fault]:
    has = f"the file has {listed(table.columns[:60])}"
    for said, name in (("the case", reading.case), ("what happened", reading.activity), ("when it happened", reading.at)):
        if not name:
            yield Fault(Place(file=table.name), f"no column was found that says {said}", f"name one: {has}")
    for name in (reading.case, reading.activity, reading.at, reading.began, reading.resource, *reading.attributes):
        if name and name not in table.columns:
            yield Fault(Place(file=table.name, column=name[:60]), "is not in the file", has)
    if reading.at in table.columns and not reading.form:
        yield Fault(Place(file=table.name, column=reading.at), "its dates have no form that is known", "name another column")
    if reading.zone:
        try:
            known_zone(reading.zone)
        except UnknownZone:
            yield Fault(Place(column="zone"), f"'{reading.zone}' is no time zone", "write one such as Europe/London")


def _cell(table: Table, name: str) -> pl.Expr:
    text = pl.col(name).str.strip_chars()
    return pl.when(~text.is_in(list(MISSING))).then(text)


def _instants(table: Table, name: str, reading: Reading) -> pl.Series:
    texts = table.rows[name].str.strip_chars()
    zone = reading.zone or ("UTC" if carries_offset(reading.form) else None)
    return parsed(texts, (reading.form,), zone)


def _missing(table: Table, frame: pl.DataFrame, reading: Reading) -> Iterator[Fault]:
    told = 0
    for role, column in (("case", reading.case), ("activity", reading.activity), ("at", reading.at)):
        lacking = frame.filter(pl.col(role).is_null())[ROW]
        if role == "at" and len(lacking) == frame.height and frame.height:
            remedy = "give the zone" if not reading.zone else "name another column, or the form of its dates"
            yield Fault(Place(file=table.name, column=column), f"no date reads as {reading.form} with a zone", remedy)
            continue
        for row in lacking.head(MOST_FAULTS - told).to_list():
            told += 1
            what = "has no date that can be read" if role == "at" else "is empty"
            yield Fault(Place(file=table.name, row=int(row), column=column), what, "fill it in, or take the row out")


def to_bytes(events: pl.DataFrame) -> bytes:
    """The log as Parquet, as it is kept."""
    content = io.BytesIO()
    events.write_parquet(content, compression="zstd", compression_level=6)
    return content.getvalue()


def from_bytes(content: bytes) -> pl.DataFrame:
    """The log as it was kept; `Refused` where the bytes are no such log."""
    try:
        frame = pl.read_parquet(io.BytesIO(content))
    except (pl.exceptions.PolarsError, OSError, ValueError):
        frame = pl.DataFrame()
    if not {*COLUMNS} <= set(frame.columns):
        raise Refused([Fault(Place(), "this log can no longer be read", "bring its file in again")])
    return frame
