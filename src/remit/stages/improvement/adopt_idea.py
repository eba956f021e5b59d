"""Adopt an idea: say from which month on it is practised. What it moved is measured from then on, by the statements."""

from __future__ import annotations

from remit.records.models.idea import Idea
from remit.records.models.member import Member
from remit.records.scoping import visible
from remit.stages import roles
from remit.stages.action import action
from remit.stages.inputs import MonthInput
from remit.values.fault import Fault, Place, Refused
from remit.values.period import Month, moment


@action(may=roles.leads, says="adopted the idea {result} from {since}")
def adopt_idea(*, by: Member, idea: str, since: MonthInput) -> Idea:
    """`since` is the first month in which it is practised. It is said once, and not for a month that has not begun: a date that moves would
    choose its own result."""
    row = visible(Idea, by).filter(public_id=idea).first()
    if row is None:
        raise Refused([Fault(Place(column="idea"), "there is no such idea", "reload the page")])
    if row.since is not None:
        raise Refused(
            [Fault(Place(), f"the idea is practised since {Month.of(row.since).name}", "propose what is new as an idea of its own")]
        )
    now = by.engagement.now()
    if since > Month.of(moment(now, by.engagement.zone).date()):
        raise Refused([Fault(Place(column="since"), f"{since.name} has not begun", "adopt it once it is practised")])
    row.since, row.adopted_by, row.adopted_at = since.first, by, now
    row.save(update_fields=["since", "adopted_by", "adopted_at"])
    return row
