"""Look at a spreadsheet of processes before it counts: which column is which, what is new, what changes, what is wrong."""

from __future__ import annotations

from remit.intake import uploads
from remit.records.models.batch import Batch
from remit.records.models.member import Member
from remit.records.scoped import CLIENT
from remit.stages import roles
from remit.stages.action import action
from remit.stages.inputs import FileParameter
from remit.stages.needs.register_batches import KIND, look, opened
from remit.values.fault import Fault, Place, Refused

LARGEST = 8 << 20


@action(may=roles.audits, says="checked {result} before bringing it into the register", shared=False)
def check_register(*, by: Member, file: FileParameter | None = None, batch: str = "", columns: dict[str, str] | None = None) -> Batch:
    """A dry run of a new `file` (CSV, XLSX and what else Remit reads), or again of a `batch`. `columns` says which column holds what, by
    role (name, volume, minutes, rate ...); without it they are recognised by their heads. Faults do not refuse the check."""
    if batch:
        row = opened(by, batch)
    elif file is None:
        raise Refused([Fault(Place(column="file"), "no file was chosen", f"choose one: {uploads.FORMATS}")])
    elif len(file.content) > LARGEST:
        raise Refused([Fault(Place(column="file"), f"the file has {len(file.content):,} bytes", f"a register has at most {LARGEST:,}")])
    else:
        row = Batch(
            engagement=by.engagement,
            kind=KIND,
            file=file.name,
            digest=file.digest,
            state="checked",
            report={"size": len(file.content)},
            brought_by=by,
            visible_to=CLIENT,
            received_at=by.engagement.now(),
        )
        uploads.keep(row, file.content)
    try:
        with uploads.by_its_own_name(row):
            look(row, columns)
    except Exception:
        if not batch:
            uploads.remove(row)
        raise
    row.save()
    return row
