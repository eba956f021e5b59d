"""End a person's access: at their next request the engagement is not there any more, for the browser, for tokens and for calendars."""

from __future__ import annotations

from remit.records.models.api_token import ApiToken
from remit.records.models.calendar_feed import CalendarFeed
from remit.records.models.member import Member
from remit.records.sessions import end_sessions
from remit.stages import roles
from remit.stages.action import action
from remit.stages.workspace.places import colleague, has_other_places, refuse_without_lead
from remit.values.fault import Fault, Place, Refused


@action(may=roles.reviews_access, says="ended the access of place {member}")
def end_access(*, by: Member, member: str, reason: str = "") -> Member:
    """Ends the place with its tokens and feeds, and every session where the person has no other place. The place itself stays in the
    records, because the log names it. Nobody ends their own; the last person who can invite cannot be ended."""
    place = colleague(by, member)
    if place.pk == by.pk:
        raise Refused([Fault(Place(column="member"), "this is your own place", "ask a colleague to end it")])
    refuse_without_lead(place)
    now = by.engagement.now()
    place.ended_at = now
    place.save(update_fields=["ended_at"])
    ApiToken.objects.filter(member=place, ended_at=None).update(ended_at=now)
    CalendarFeed.objects.filter(member=place, ended_at=None).update(ended_at=now)
    if not has_other_places(place):
        end_sessions(place.user)
    return place
