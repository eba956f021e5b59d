"""Look at a file of facts before it counts; nothing of it is stored but the file itself."""

from __future__ import annotations

from remit.intake import uploads
from remit.intake.facts_dry_run import dry_run
from remit.records.models.batch import Batch
from remit.records.models.member import Member
from remit.stages import roles
from remit.stages.action import action
from remit.stages.inputs import FileParameter


@action(may=roles.records_facts, says="checked {file} before bringing it in", shared=False)
def check_facts(*, by: Member, file: FileParameter) -> Batch:
    """A dry run of a file of facts. Its faults do not refuse the check: they are what it finds."""
    row = Batch(
        engagement=by.engagement,
        kind="facts",
        file=file.name,
        digest=file.digest,
        state="checked",
        report={"size": len(file.content)},
        brought_by=by,
        visible_to=by.side,
        received_at=by.engagement.now(),
    )
    uploads.keep(row, file.content)
    try:
        dry_run(row)
    except Exception:
        uploads.remove(row)
        raise
    row.save()
    return row
