"""Take an escalation on: the deputies of those who were told need not be told any more. It climbs on until it is closed."""

from __future__ import annotations

from remit.records.models.escalation import Escalation
from remit.records.models.member import Member
from remit.stages import roles
from remit.stages.action import action
from remit.stages.operations import escalations
from remit.stages.workspace.notify import settle


@action(may=roles.is_party, says="took on {result}")
def take_escalation(*, by: Member, escalation: str) -> Escalation:
    """Whoever takes it on is shown to both companies; somebody else may take it over."""
    row = escalations.open_escalation(by, escalation)
    row.taken_by, row.taken_at = by, by.engagement.now()
    row.save(update_fields=["taken_by", "taken_at"])
    for one in row.reached.all():
        for through in {by.contract_role, one.role}:
            settle(by.engagement, f"escalation {row.number} {one.step} {one.role} {through}")
    return row
