"""Take an import of scope back out of its draft, as long as nobody has changed the draft since."""

from __future__ import annotations

from remit.records.models.batch import Batch
from remit.records.models.draft import DraftRevision
from remit.records.models.member import Member
from remit.stages import roles
from remit.stages.action import action
from remit.stages.contract import scope_batches
from remit.stages.contract.drafts import changed
from remit.values.fault import Fault, Place, Refused


@action(may=roles.writes_terms, says="took the scope of {result} back", shared=False)
def undo_scope(*, by: Member, batch: str) -> Batch:
    """The draft reads again as it did before the import. `Refused` where it has changed since: then its revisions bring parts back."""
    row = scope_batches.batch_of(by, batch, "done")
    draft = scope_batches.draft_of(by, row)
    if draft.revision != row.report["after"]:
        what = "the draft was changed since this import"
        raise Refused([Fault(Place(), what, "bring an earlier revision back on the page of the draft, or mend the components there")])
    before = DraftRevision.objects.get(draft=draft, revision=row.report["before"])
    changed(by, draft, bytes(before.content), f"{row.file} taken back")
    row.state, row.undone_at = "undone", by.engagement.now()
    row.save(update_fields=["state", "undone_at"])
    return row
