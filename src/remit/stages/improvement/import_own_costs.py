"""Bring the provider's own costs in from a file: all its lines, or none with every fault told."""

from __future__ import annotations

import tempfile
from pathlib import Path

from remit.intake import reading, uploads
from remit.records.models.member import Member
from remit.records.models.own_cost import OwnCost
from remit.stages import roles
from remit.stages.action import action
from remit.stages.improvement.own_costs import MONTHLY, recorded
from remit.stages.improvement.record_own_cost import exact_amount, faults_of, stored
from remit.stages.inputs import FileInput, FileParameter
from remit.values.fault import Fault, Place, Refused

NEEDED = ("name", "amount", "month")
COLUMNS = ("name", "per", "amount", "month", "note")
MOST = 2_000


@action(may=roles.sees_own_cost, says="brought in {result} own costs", shared=False)
def import_own_costs(*, by: Member, file: FileParameter) -> list[OwnCost]:
    """CSV or XLSX with the columns name, amount, month, and where wanted per (month, or the clause of a service) and note. A line that
    stands already changes nothing, so the same file twice does nothing the second time."""
    rows = _rows(file)
    faults = [
        fault
        for number, row in rows
        for fault in faults_of(by, row["name"], row["amount"], row["month"], row["per"] or MONTHLY, Place(file=file.name, row=number))
    ]
    if faults:
        raise Refused(faults[:50])
    standing = {(one.name, one.per, one.month): one.amount for one in recorded(by)}
    return [
        stored(by, row["name"], row["amount"], row["month"], row["per"] or MONTHLY, row["note"])
        for _, row in rows
        if standing.get((row["name"], row["per"] or MONTHLY, row["month"])) != exact_amount(row["amount"])
    ]


def _rows(file: FileInput) -> list[tuple[int, dict[str, str]]]:
    """The file's lines as text, each with its number."""
    with tempfile.TemporaryDirectory(prefix="remit-costs-") as folder:
        path = Path(folder) / f"costs{uploads.ending(file.name) or Path(file.name).suffix[-8:]}"
        path.write_bytes(file.content)
        table = reading.source(path, file.name)
    columns = {name.strip().lower(): name for name in table.columns}
    missing = [name for name in NEEDED if name not in columns]
    if missing:
        raise Refused(
            [Fault(Place(file=file.name, column=name), "is missing", f"the columns are {', '.join(COLUMNS)}") for name in missing]
        )
    if table.rows.height > MOST:
        raise Refused([Fault(Place(file=file.name), f"the file has {table.rows.height:,} lines", f"bring in at most {MOST:,} at once")])
    return [
        (int(row["row"]), {name: str(row[columns[name]] or "").strip() if name in columns else "" for name in COLUMNS})
        for row in table.rows.iter_rows(named=True)
    ]
