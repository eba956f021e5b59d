"""Take a role out of the plan; the log keeps it."""

from __future__ import annotations

from remit.records.models.affected_role import AffectedRole
from remit.records.models.member import Member
from remit.records.scoping import visible
from remit.stages import roles
from remit.stages.action import action
from remit.values.fault import Fault, Place, Refused


@action(may=roles.audits, says="took the role {result} out of the plan", shared=False)
def remove_role(*, by: Member, role: str) -> AffectedRole:
    """It counts in no column any more."""
    row = visible(AffectedRole, by).filter(public_id=role, removed_at=None).first()
    if row is None:
        raise Refused([Fault(Place(column="role"), "there is no such role", "reload the page")])
    row.removed_at = by.engagement.now()
    row.save(update_fields=["removed_at"])
    return row
