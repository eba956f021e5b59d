"""Take an invitation back before it is accepted; its link stops working at once."""

from __future__ import annotations

from remit.records.models.invitation import Invitation
from remit.records.models.member import Member
from remit.records.scoping import visible
from remit.stages import roles
from remit.stages.action import action
from remit.values.fault import Fault, Place, Refused


@action(may=roles.invites, says="withdrew an invitation", shared=False)
def withdraw_invitation(*, by: Member, invitation: str) -> Invitation:
    """`Refused` where the invitation is not of the member's company, or is used or withdrawn already."""
    row = visible(Invitation, by).filter(public_id=invitation, accepted_at=None, withdrawn_at=None).first()
    if row is None:
        raise Refused([Fault(Place(column="invitation"), "there is no such open invitation", "open People again")])
    row.withdrawn_at = by.engagement.now()
    row.save(update_fields=["withdrawn_at"])
    return row
