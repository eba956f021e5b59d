"""Drop an import that was checked and not brought in; its file is removed."""

from __future__ import annotations

from django.db import transaction

from remit.intake import uploads
from remit.records.models.member import Member
from remit.stages import roles
from remit.stages.action import action
from remit.stages.operations.batches import imports
from remit.values.fault import Fault, Place, Refused


@action(may=roles.brings_work | roles.records_facts, says="dropped {result} without bringing it in", shared=False)
def drop_import(*, by: Member, batch: str) -> str:
    """Removes a checked, waiting or failed import and its file. What was brought in already is undone instead (`undo_import`)."""
    row = imports(by).filter(public_id=batch).first()
    if row is None or row.state not in ("checked", "waiting", "failed"):
        raise Refused([Fault(Place(), "this import cannot be dropped", "undo it, if its work was brought in")])
    file, stored = row.file, uploads.path(row)
    transaction.on_commit(lambda: stored.unlink(missing_ok=True))
    row.delete()
    return file
