"""A spreadsheet of processes on its way into the register: read dry with its columns, compared with what stands, nothing stored."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from remit.exchange.register import COLUMNS_OF_MODEL, Read, guessed, read
from remit.exchange.table import Table
from remit.intake import reading, uploads
from remit.intake.dry_run import said
from remit.records.models.batch import Batch
from remit.records.models.member import Member
from remit.records.models.process import Process
from remit.records.scoping import visible
from remit.stages.needs.register_fields import written
from remit.values.fault import Fault, Place, Refused

KIND = "register"


def table_of(batch: Batch) -> Table:
    """The file as text; `Refused` where nothing can read it."""
    return reading.source(uploads.path(batch), batch.file)


def look(batch: Batch, columns: Mapping[str, str] | None) -> Read:
    """Fills in what a dry run finds: which column is read as what, the processes, what is new, what changes, and every fault."""
    table = table_of(batch)
    used = dict(columns) if columns is not None else guessed(table.columns)
    found = read(table, used)
    batch.faults = said(found.faults)
    standing = {row.name.casefold(): row for row in visible(Process, batch.brought_by).filter(removed_at=None)}  # type: ignore[arg-type]
    rows, new = [], 0
    for one in found.rows:
        row = standing.get(str(one.values.get("name", "")).casefold())
        new += row is None
        rows.append({"row": one.row, "name": one.values.get("name", ""), "changes": list(changes(row, one.values)) if row else None})
    batch.new, batch.known = new, len(found.rows) - new
    batch.report = {
        "size": batch.report.get("size", 0),
        "heads": list(table.columns),
        "columns": used,
        "unread": [head for head in table.columns if head not in used.values()],
        "rows": rows[:200],
        "notes": list(table.notes),
    }
    return found


def changes(row: Process, values: Mapping[str, Any]) -> Iterator[str]:
    """Which fields of a process a row of the sheet would change."""
    for name, value in fields(values).items():
        if name == "ratings":
            if any(row.ratings.get(key) != rating for key, rating in value.items()):
                yield "ratings"
        elif isinstance(value, Decimal):
            if getattr(row, name) is None or Decimal(getattr(row, name)) != value:
                yield name
        elif getattr(row, name) != value:
            yield name


def fields(values: Mapping[str, Any]) -> dict[str, Any]:
    """A row of the sheet as fields of a process: ratings together, empty cells left out, so that they clear nothing."""
    found = {name: value for name, value in values.items() if name in COLUMNS_OF_MODEL and value not in ("", None)}
    ratings = {name: value for name, value in values.items() if name not in COLUMNS_OF_MODEL and isinstance(value, int)}
    return found | ({"ratings": ratings} if ratings else {})


def applied(row: Process, values: Mapping[str, Any], now: int) -> Process:
    """The sheet's figures on a process; ratings that the sheet lacks stay."""
    given = fields(values)
    if "ratings" in given:
        given["ratings"] = row.ratings | given["ratings"]
    return written(row, given, now)


def kept(row: Process) -> dict[str, Any]:
    """A process as it stood, in plain values, for undoing."""
    values = {name: getattr(row, name) for name in COLUMNS_OF_MODEL}
    return {name: str(value) if isinstance(value, Decimal) else value for name, value in values.items()} | {"ratings": row.ratings}


def restored(row: Process, before: Mapping[str, Any], now: int) -> Process:
    """A process as it stood before."""
    values = {
        name: Decimal(value) if isinstance(value, str) and isinstance(Process._meta.get_field(name), _decimals()) else value
        for name, value in before.items()
    }
    return written(row, values, now)


def _decimals() -> type:
    from django.db.models import DecimalField

    return DecimalField


def opened(by: Member, number: str) -> Batch:
    """The batch that is still open; `Refused` otherwise."""
    row = visible(Batch, by).select_related("engagement", "brought_by").filter(public_id=number, state="checked", kind=KIND).first()
    if row is None or not uploads.path(row).is_file():
        raise Refused([Fault(Place(), "this import is no longer open", "choose its file again")])
    return row
