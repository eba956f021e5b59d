"""Bring an earlier revision of a draft back, as its newest."""

from __future__ import annotations

from remit.records.models.draft import Draft, DraftRevision
from remit.records.models.member import Member
from remit.stages import roles
from remit.stages.action import action
from remit.stages.contract.drafts import changed, own_draft
from remit.values.fault import Fault, Place, Refused


@action(may=roles.writes_terms, says="brought revision {revision} of a draft back", shared=False)
def restore_revision(*, by: Member, draft: str, revision: int) -> Draft:
    """The revisions in between stay; nothing is lost."""
    row = own_draft(by, draft)
    found = DraftRevision.objects.filter(draft=row, revision=revision).first()
    if found is None:
        raise Refused([Fault(Place(column="revision"), f"the draft has no revision {revision}", f"it has 0 to {row.revision}")])
    return changed(by, row, bytes(found.content), f"revision {revision} brought back")
