"""Undo an import: its events or facts are taken out again, as long as no issued statement rests on them."""

from __future__ import annotations

from remit.intake.store import remove_batch
from remit.records.models.batch import Batch
from remit.records.models.member import Member
from remit.stages import roles
from remit.stages.action import action
from remit.stages.operations.batches import imports
from remit.values.fault import Fault, Place, Refused


@action(may=roles.brings_work, says="undid the import of {result}")
def undo_import(*, by: Member, batch: str) -> Batch:
    """Takes out what the import stored; the batch stays in the list as undone. `Refused`, with the statement named, where one rests on it.
    Events that a later file repeated were stored with this one and go with it: bring that later file in again."""
    row = imports(by).filter(public_id=batch).first()
    if row is None or row.state != "done":
        raise Refused([Fault(Place(), "only an import that is done can be undone", "reload the list of imports")])
    gone = remove_batch(by.engagement, row)
    row.state, row.undone_at = "undone", by.engagement.now()
    row.report |= {"removed": gone}
    row.save(update_fields=["state", "undone_at", "report"])
    return row
