"""Say which column of a list of providers is which field; the dry run is made anew."""

from __future__ import annotations

from remit.records.models.directory_batch import DirectoryBatch
from remit.records.models.member import Member
from remit.records.scoping import visible
from remit.stages import roles
from remit.stages.action import action
from remit.stages.selection import directory_file
from remit.values.fault import Fault, Place, Refused


@action(may=roles.runs_selection, says="mapped the columns of a list", shared=False)
def map_directory(*, by: Member, batch: str, columns: dict[str, str] | None = None) -> DirectoryBatch:
    """`columns` by field; one that is left out is not brought in. The name is needed."""
    row, mapping = checked_batch(by, batch), dict(columns or {})
    known, _ = directory_file.table(row.file, bytes(row.content))
    faults = [
        Fault(Place(column=name), f"there is no field '{name[:40]}'", "choose one of the form")
        for name in mapping
        if name not in directory_file.FIELDS
    ]
    faults += [
        Fault(Place(column=name), f"the file has no column '{one[:40]}'", "choose one of its own")
        for name, one in mapping.items()
        if one not in known
    ]
    if "name" not in mapping:
        faults.append(Fault(Place(column="columns.name"), "no column is the name", "choose it"))
    if faults:
        raise Refused(faults)
    row.mapping = mapping
    row.save(update_fields=["mapping"])
    return row


def checked_batch(by: Member, number: str) -> DirectoryBatch:
    """A list that was looked at and not brought in yet."""
    found = visible(DirectoryBatch, by).filter(public_id=number).first()
    if found is None or found.state != "checked":
        what = f"there is no list {number[:40]}" if found is None else f"this list is {found.state}"
        raise Refused([Fault(Place(column="batch"), what, "open the imports again")])
    return found
