"""Record what the people concerned were told, and when: nobody is interviewed before."""

from __future__ import annotations

from datetime import date

from remit.records.models.member import Member
from remit.records.models.staff_interview import Announcement
from remit.records.scoped import CLIENT
from remit.stages import roles
from remit.stages.action import action
from remit.stages.lengths import line
from remit.values.fault import Fault, Place, Refused
from remit.values.period import moment


@action(may=roles.audits, says="recorded the announcement of {day}", shared=False)
def record_announcement(*, by: Member, day: date, audience: str, text: str) -> Announcement:
    """`day` is when they were told, at the latest today; `audience` who was told, `text` what they were told."""
    today = moment(by.engagement.now(), by.engagement.zone).date()
    faults = []
    if day > today:
        faults.append(Fault(Place(column="day"), f"{day.day} {day:%B %Y} has not come yet", "record it once they have been told"))
    faults += line("audience", audience, 200, "write who was told, such as customer care", least=1)
    if not text.strip() or len(text) > 8_000:
        faults.append(Fault(Place(column="text"), "is no text of 1 to 8,000 letters", "write what they were told"))
    if faults:
        raise Refused(faults)
    return Announcement.objects.create(
        engagement=by.engagement,
        visible_to=CLIENT,
        day=day,
        audience=audience,
        text=text,
        recorded_by=by,
        recorded_at=by.engagement.now(),
    )
