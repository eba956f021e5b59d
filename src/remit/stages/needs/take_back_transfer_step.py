"""Take back a step of a staff transfer that was recorded by mistake; the log keeps it."""

from __future__ import annotations

from remit.choice.staff_transfer import BY_KEY, followers
from remit.records.models.member import Member
from remit.records.models.staff_transfer import StaffTransferStep
from remit.stages import roles
from remit.stages.action import action
from remit.stages.needs.staff_transfer import seen
from remit.values.fault import Fault, Place, Refused
from remit.values.period import moment


@action(may=roles.audits, says="took back a step of the staff transfer: {step}", shared=False)
def take_back_transfer_step(*, by: Member, step: str) -> StaffTransferStep:
    """What came after it is taken back first, so that the order on the page stays one."""
    found = seen(by, moment(by.engagement.now(), by.engagement.zone).date())
    row = found.rows.get(step)
    if row is None:
        raise Refused([Fault(Place(column="step"), "is not recorded", "reload the page")])
    later = [one.title.lower() for one in followers(BY_KEY[step]) if found.stands(one.key)] if step in BY_KEY else []
    if later:
        raise Refused([Fault(Place(column="step"), f"this came after it: {title}", "take that back first") for title in later])
    row.removed_at = by.engagement.now()
    row.save(update_fields=["removed_at"])
    return row
