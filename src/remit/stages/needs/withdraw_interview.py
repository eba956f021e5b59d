"""Withdraw an interview that is not answered yet: its link works no longer."""

from __future__ import annotations

from remit.records.models.member import Member
from remit.records.models.staff_interview import StaffInterview
from remit.records.scoping import visible
from remit.stages import roles
from remit.stages.action import action
from remit.values.fault import Fault, Place, Refused


@action(may=roles.audits, says="withdrew an interview", shared=False)
def withdraw_interview(*, by: Member, interview: str) -> StaffInterview:
    """What was answered already stays."""
    row = visible(StaffInterview, by).filter(public_id=interview, answered_at=None, withdrawn_at=None).first()
    if row is None:
        raise Refused([Fault(Place(), "this interview is answered or withdrawn", "reload the page")])
    row.withdrawn_at = by.engagement.now()
    row.save(update_fields=["withdrawn_at"])
    return row
