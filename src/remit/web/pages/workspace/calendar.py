"""One's calendar feed: the dates it holds, the secret address, and how late other programs show a change."""

from __future__ import annotations

from django.utils import dateformat
from django.utils.translation import gettext as _

from remit.records.models.calendar_feed import CalendarFeed
from remit.stages import roles
from remit.stages.improvement.dates import Coming
from remit.stages.improvement.feed import dates
from remit.values.period import moment
from remit.web.download import as_file
from remit.web.page import Answered, Visit, page

PAGE = page("workspace/calendar", may=roles.is_party, label="Calendar", place=70, visible_to=None)
SHOWN = 20
HEADS = ("day", "what", "time of the contract", "time of the provider", "closed for")


@PAGE.reads
def read(visit: Visit) -> Answered:
    """The next dates, and the member's feed where there is one; `form` gives all dates as a file."""
    today = moment(visit.now, visit.engagement.zone).date()
    found = [one for one in dates(visit.by, visit.now) if one.day >= today]
    if (file := as_file(visit, "calendar", HEADS, (_cells(visit, one) for one in found))) is not None:
        return file
    first = found[0] if found else None
    return {
        "answer": _("The next date is %(day)s: %(what)s.")
        % {"day": dateformat.format(first.day, "l j F Y"), "what": first.what.replace(": ", ", ")}
        if first is not None
        else _("No dates come before there is a contract."),
        "dates": found[:SHOWN],
        "count": len(found),
        "columns": HEADS,
        "feed": CalendarFeed.objects.filter(member=visit.by, ended_at=None).first(),
    }


def _cells(visit: Visit, one: Coming) -> tuple[object, ...]:
    zones = (visit.engagement.zone, visit.engagement.provider.zone if visit.engagement.provider is not None else visit.engagement.zone)
    times = [f"{moment(one.at, zone):%H:%M}" if one.at is not None else "" for zone in zones]
    return one.day, one.what, *times, ", ".join(str(visit.engagement.organisation(side)) for side in one.closed_for)
