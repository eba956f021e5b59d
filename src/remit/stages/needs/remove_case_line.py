"""Take a cost out of the business case; the log keeps it."""

from __future__ import annotations

from remit.records.models.business_case import CaseLine
from remit.records.models.member import Member
from remit.records.scoping import visible
from remit.stages import roles
from remit.stages.action import action
from remit.values.fault import Fault, Place, Refused


@action(may=roles.audits, says="took the cost {result} out of the business case", shared=False)
def remove_case_line(*, by: Member, line: str) -> CaseLine:
    """What was approved stays as it was approved."""
    row = visible(CaseLine, by).filter(public_id=line, removed_at=None).first()
    if row is None:
        raise Refused([Fault(Place(column="line"), "there is no such line", "reload the page")])
    row.removed_at = by.engagement.now()
    row.save(update_fields=["removed_at"])
    return row
