"""Put notices and decisions of one's own inbox off: until tomorrow, next week, or a day."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Annotated, Any

from pydantic import BeforeValidator

from remit.records.models.member import Member
from remit.records.models.notice import Notice
from remit.stages import roles
from remit.stages.action import action
from remit.stages.inputs import ItemsInput
from remit.stages.workspace.own_notices import own_notices
from remit.values.fault import Fault, Place, Refused
from remit.values.period import HOUR, moment
from remit.work.clocks import instant_of_day

DECISION = "waiting "
"""Begins the key of the notice that stands for a decision, as `remind_of_close` writes it."""
MORNING = 8 * HOUR
"""Snoozed things come back at eight o'clock of the person's own morning."""


def _keys(value: Any) -> list[str]:
    """One key, or several: keys hold spaces, so they are never split."""
    return [value] if isinstance(value, str) else [str(one) for one in value]


@action(may=roles.has_place, says="put notices off until {until}", shared=False)
def snooze_notice(
    *,
    by: Member,
    until: str,
    notices: ItemsInput | None = None,
    decisions: Annotated[list[str] | None, BeforeValidator(lambda value: None if value is None else _keys(value))] = None,
) -> int:
    """`until` is tomorrow, next week or a day such as 2026-11-20, at eight in the morning of the person's own zone. `decisions` names
    decisions that wait by their keys; they stay decisions, with the same last day, and only leave the list for that time."""
    at = morning(by, until)
    found = own_notices(by, notices or [])
    if not found and not decisions:
        raise Refused([Fault(Place(column="notices"), "nothing is chosen", "tick what is to come back later")])
    Notice.objects.filter(pk__in=[one.pk for one in found]).update(snoozed_until=at)
    for key in decisions or ():
        Notice.objects.update_or_create(
            member=by,
            key=f"{DECISION}{key}"[:200],
            defaults={"snoozed_until": at},
            create_defaults={
                "engagement": by.engagement,
                "kind": "decision",
                "title": "",
                "made_at": by.engagement.now(),
                "snoozed_until": at,
                "mailed_at": by.engagement.now(),
            },
        )
    return len(found) + len(decisions or ())


def morning(by: Member, until: str) -> int:
    """The instant at which what is put off comes back. `Refused` for what is no day, and for a day that has come."""
    zone = by.user.zone or by.engagement.zone
    today = moment(by.engagement.now(), zone).date()
    named = {"tomorrow": today + timedelta(days=1), "next week": today + timedelta(days=7 - today.weekday())}
    try:
        day = named[until] if until in named else date.fromisoformat(until)
    except ValueError:
        raise Refused([Fault(Place(column="until"), f"'{until}' is no day", "write tomorrow, next week, or 2026-11-20")]) from None
    if day <= today:
        raise Refused([Fault(Place(column="until"), f"{day} is not ahead", "name a later day")])
    return instant_of_day(day, zone) + MORNING
