"""Start a draft: from the terms in force, or from an offer, to answer it. Only one's own company sees it until it is offered."""

from __future__ import annotations

from django.db.models import Max

from remit.records.models.draft import Draft
from remit.records.models.member import Member
from remit.stages import roles
from remit.stages.action import action
from remit.stages.contract.drafts import draft_of, in_force, keep
from remit.values.fault import Fault, Place, Refused
from remit.values.period import Month, moment


@action(may=roles.writes_terms, says="started a draft of the contract", shared=False)
def start_draft(*, by: Member, title: str = "", answers: str = "") -> Draft:
    """`answers` is the offer of the other company that the draft begins with; without one it begins with the terms in force. It holds from
    the first day of the month after next, until another day is named."""
    terms, now = in_force(by), by.engagement.now()
    offer = draft_of(by, answers) if answers else None
    if offer is not None and (offer.state != "offered" or offer.side == by.side):
        raise Refused([Fault(Place(column="answers"), f"draft {offer.number} is no open offer of the other company", "start a new draft")])
    if offer is not None and offer.base != terms.digest:
        raise Refused([Fault(Place(), "the contract has changed since that offer", "start a new draft")])
    number = (Draft.objects.filter(engagement=by.engagement).aggregate(last=Max("number"))["last"] or 0) + 1
    row = Draft.objects.create(
        engagement=by.engagement,
        number=number,
        title=title or (offer.title if offer is not None else f"Draft {number}"),
        side=by.side,
        base=terms.digest,
        content=bytes(offer.content) if offer is not None else terms.text,
        starts=offer.starts if offer is not None else Month.of(moment(now, by.engagement.zone).date()).plus(2).first,
        answers=offer,
        started_by=by,
        started_at=now,
        changed_at=now,
        visible_to=by.side,
    )
    return keep(by, row, "started")
