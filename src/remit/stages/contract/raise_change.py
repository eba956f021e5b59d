"""Ask for a change: what shall be otherwise, and why. Either company may."""

from __future__ import annotations

from datetime import date

from django.db.models import Max

from remit.records.models.change_request import ChangeRequest
from remit.records.models.member import Member
from remit.stages import roles
from remit.stages.action import action
from remit.stages.lengths import line
from remit.stages.workspace.notify import members_who, notify
from remit.values.fault import Refused


@action(may=roles.is_party, says="raised change request {result}", happening="change raised")
def raise_change(*, by: Member, title: str, what: str, why: str = "", wanted_on: date | None = None) -> ChangeRequest:
    """Both companies see it at once, under a number that stays. The provider prices it; until then nothing of the contract changes."""
    if faults := list(line("title", title, 120, "write it as both companies call it", least=1)):
        raise Refused(faults)
    now = by.engagement.now()
    last = ChangeRequest.objects.filter(engagement=by.engagement).aggregate(last=Max("number"))["last"]
    made = ChangeRequest.objects.create(
        engagement=by.engagement,
        number=(last or 0) + 1,
        title=title,
        what=what,
        why=why,
        wanted_on=wanted_on,
        side=by.side,
        raised_by=by,
        raised_at=now,
    )
    for member in members_who(by.engagement, roles.prices_changes, "provider"):
        notify(
            member,
            kind="news",
            title=f"{made.code} was raised: {made.title}",
            why=f"{by.name} of {by.organisation} asks for it; price it, or say why not.",
            link=f"/e/{by.engagement.code}/{made.path}",
            act="Open",
            key=f"change {made.code} raised",
        )
    return made
