"""Escalate something under a ladder of the contract: the roles that it names are told, step by step, until somebody closes it."""

from __future__ import annotations

from django.db.models import Max

from remit.records.models.escalation import Escalation
from remit.records.models.member import Member
from remit.stages import roles
from remit.stages.action import action
from remit.stages.lengths import line
from remit.stages.operations import escalations
from remit.stages.operations.climb import climb
from remit.values.fault import Fault, Place, Refused


@action(may=roles.is_party, says="escalated “{about}” under clause {clause}", happening="escalation")
def raise_escalation(*, by: Member, clause: str, about: str, details: str = "", link: str = "") -> Escalation:
    """`clause` is an escalation of section 13, `link` the address of a page of this engagement that it is about."""
    now, terms = by.engagement.now(), escalations.in_force(by.engagement, by.engagement.now())
    known = [one.number for one in escalations.ladders(terms)] if terms is not None else []
    faults = []
    if clause not in known:
        remedy = f"choose one of {', '.join(known)}" if known else "agree on an escalation in section 13 first"
        faults.append(Fault(Place(column="clause"), f"the contract has no escalation {clause[:20]}", remedy))
    faults += line("about", about, 200, "say what it is about, and leave the rest to the details", least=1)
    if link and not (link.startswith(f"/e/{by.engagement.code}/") and len(link) <= 300):
        faults.append(
            Fault(Place(column="link"), "the link leads to no page of this engagement", "leave it empty, or copy the page's address")
        )
    if faults:
        raise Refused(faults)
    last = Escalation.objects.filter(engagement=by.engagement).aggregate(last=Max("number"))["last"]
    made = Escalation.objects.create(
        engagement=by.engagement,
        number=(last or 0) + 1,
        clause=clause,
        about=about,
        details=details,
        link=link,
        side=by.side,
        raised_by=by,
        raised_at=now,
    )
    climb(by.engagement, now)
    return made
