"""End one's calendar feed: its address shows nothing from then on."""

from __future__ import annotations

from remit.records.models.calendar_feed import CalendarFeed
from remit.records.models.member import Member
from remit.stages import roles
from remit.stages.action import action
from remit.values.fault import Fault, Place, Refused


@action(may=roles.is_party, says="ended the calendar feed", shared=False)
def end_feed(*, by: Member) -> int:
    """Ends what there is, and gives how many; `Refused` where there is none."""
    ended = CalendarFeed.objects.filter(member=by, ended_at=None).update(ended_at=by.engagement.now())
    if not ended:
        raise Refused([Fault(Place(), "you have no calendar feed", "make one first")])
    return ended
