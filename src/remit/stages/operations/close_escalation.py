"""Close an escalation with its outcome: it climbs no further."""

from __future__ import annotations

from remit.records.models.escalation import Escalation
from remit.records.models.member import Member
from remit.stages import roles
from remit.stages.action import action
from remit.stages.operations import escalations
from remit.stages.workspace.notify import settle_all
from remit.values.fault import Fault, Place, Refused


@action(may=roles.is_party, says="closed {result}")
def close_escalation(*, by: Member, escalation: str, outcome: str) -> Escalation:
    """`outcome` says how it ended, and is never empty. Who raised it closes it, who took it on, or whoever leads either company."""
    row = escalations.open_escalation(by, escalation)
    if by.pk not in (row.raised_by_id, row.taken_by_id) and not roles.leads(by):
        raise Refused([Fault(Place(), f"escalation {row.number} is not yours to close", "take it on first, or ask who raised it")])
    if not outcome:
        raise Refused([Fault(Place(column="outcome"), "say how it ended", "one sentence will do")])
    now = by.engagement.now()
    row.closed_by, row.closed_at, row.outcome = by, now, outcome
    row.save(update_fields=["closed_by", "closed_at", "outcome"])
    settle_all(by.engagement, f"escalation {row.number} ")
    return row
