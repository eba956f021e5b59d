"""Ask for a change: what shall be otherwise, and why. Either company may."""

from __future__ import annotations

from datetime import date

from django.db.models import Max

from remit.records.models.change_request import ChangeRequest
from remit.records.models.member import Member
from remit.stages import roles
from remit.stages.action import action
from remit.stages.lengths import line, no_longer
from remit.stages.workspace.notify import members_who, notify
from remit.values.fault import Fault, Place, Refused
from remit.values.period import moment

MOST = 20_000
"""Letters of what should change, and of why."""


@action(may=roles.is_party, says="raised change request {result}", happening="change raised")
def raise_change(*, by: Member, title: str, what: str, why: str = "", wanted_on: date | None = None) -> ChangeRequest:
    """Both companies see it at once, under a number that stays. The provider prices it; until then nothing of the contract changes."""
    now = by.engagement.now()
    faults = list(line("title", title, 120, "write it as both companies call it", least=1))
    for label, text in (("what", what), ("why", why)):
        faults += no_longer(label, text, MOST)
    if not what.strip():
        faults.append(Fault(Place(column="what"), "is empty", "write what should change"))
    if wanted_on is not None and wanted_on < moment(now, by.engagement.zone).date():
        over = f"{wanted_on.day} {wanted_on:%B} {wanted_on.year} is over"
        faults.append(Fault(Place(column="wanted_on"), over, "write a day that comes, or leave it out"))
    if faults:
        raise Refused(faults)
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
