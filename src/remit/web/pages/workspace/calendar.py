"""One's calendar feed: the dates it holds, the secret address, and how late other programs show a change."""

from __future__ import annotations

from typing import Any

from remit.records.models.calendar_feed import CalendarFeed
from remit.stages import roles
from remit.stages.improvement.feed import dates
from remit.values.period import moment
from remit.web.page import Visit, page

PAGE = page("workspace/calendar", may=roles.is_party, label="Calendar", place=70, visible_to=None)
SHOWN = 20


@PAGE.reads
def read(visit: Visit) -> dict[str, Any]:
    """The next dates, and the member's feed where there is one."""
    today = moment(visit.now, visit.engagement.zone).date()
    found = [one for one in dates(visit.by, visit.now) if one.day >= today]
    first = found[0] if found else None
    return {
        "answer": f"{first.what[:1].upper()}{first.what[1:]}: {first.day:%A} {first.day.day} {first.day:%B %Y} comes first."
        if first is not None
        else "No dates come before there is a contract.",
        "dates": found[:SHOWN],
        "count": len(found),
        "feed": CalendarFeed.objects.filter(member=visit.by, ended_at=None).first(),
    }
