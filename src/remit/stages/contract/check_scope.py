"""Look at a spreadsheet of scope before it changes a draft: which column says what, and what is wrong in which row."""

from __future__ import annotations

from remit.exchange import scope_table
from remit.intake import uploads
from remit.records.models.batch import Batch
from remit.records.models.member import Member
from remit.stages import roles
from remit.stages.action import action
from remit.stages.contract import scope_batches
from remit.stages.contract.drafts import own_draft
from remit.stages.inputs import FileParameter
from remit.values.fault import Fault, Place, Refused


@action(may=roles.writes_terms, says="checked the scope in {result}", shared=False)
def check_scope(
    *, by: Member, draft: str = "", file: FileParameter | None = None, batch: str = "", mapping: dict[str, str] | None = None
) -> Batch:
    """A dry run of a new `file` for a `draft`, or again of a checked `batch` with another `mapping` (what a row can say, by column). Faults
    do not refuse the check: they are what it finds."""
    if batch:
        row = scope_batches.batch_of(by, batch)
        found = scope_batches.draft_of(by, row)
        row.report["mapping"] = {name: head for name, head in (mapping or {}).items() if name in scope_table.COLUMNS and head}
    else:
        found = own_draft(by, draft)
        if file is None:
            raise Refused([Fault(Place(column="file"), "no file was chosen", f"choose one: {uploads.FORMATS}")])
        row = Batch(
            engagement=by.engagement,
            kind=scope_batches.KIND,
            file=file.name,
            digest=file.digest,
            state="checked",
            report={"size": len(file.content), "draft": found.public_id},
            brought_by=by,
            visible_to=by.side,
            received_at=by.engagement.now(),
        )
        uploads.keep(row, file.content)
    try:
        if not batch:
            row.report["columns"] = list(scope_batches.contents(row).columns)
            row.report["mapping"] = scope_table.suggested(row.report["columns"])
        scope_batches.look(row, found)
    except Exception:
        if not batch:
            uploads.remove(row)
        raise
    row.save()
    return row
