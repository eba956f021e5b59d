"""Withdraw an award, with the reason: the talks failed, or a promise did not hold. The record of it stays."""

from __future__ import annotations

from remit.records.models.award import Award
from remit.records.models.member import Member
from remit.records.scoping import visible
from remit.stages import roles
from remit.stages.action import action
from remit.stages.selection.panel_rows import opened_of
from remit.values.fault import Fault, Place, Refused


@action(may=roles.awards_requests, says="withdrew the award of request {request}: {reason}", shared=False, recent_mfa=True)
def withdraw_award(*, by: Member, request: str, reason: str) -> Award:
    """Another award can be recorded after it."""
    row = opened_of(by, request)
    award = visible(Award, by).filter(request=row, withdrawn_at=None).first()
    if award is None:
        raise Refused([Fault(Place(column="request"), "no award is recorded", "open the comparison")])
    if not reason or len(reason) > 8_000:
        raise Refused([Fault(Place(column="reason"), "there is no reason", "write why, for the bidders who will ask")])
    award.withdrawn_at, award.withdrawn_reason = by.engagement.now(), reason
    award.save(update_fields=["withdrawn_at", "withdrawn_reason"])
    return award
