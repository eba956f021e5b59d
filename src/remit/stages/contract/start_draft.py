"""Start a draft: from the terms in force, from an offer, to answer it, or, where there is no contract yet, from a preset.

Only one's own company sees it until it is offered.
"""

from __future__ import annotations

from django.db.models import Max

from remit.exchange import starters
from remit.records import row_level
from remit.records.models.draft import Draft
from remit.records.models.member import Member
from remit.stages import roles
from remit.stages.action import action
from remit.stages.contract.drafts import draft_of, keep, signed
from remit.stages.contract.presets import NOTHING, STARTED, started_from
from remit.terms.document import Terms
from remit.values.fault import Fault, Place, Refused
from remit.values.period import Month, moment


@action(may=roles.writes_terms, says="started a draft of the contract", shared=False)
def start_draft(*, by: Member, title: str = "", answers: str = "", preset: str = "") -> Draft:
    """`answers` is the offer of the other company that the draft begins with; without one it begins with the terms in force, or where
    there are none yet with those of `preset` (one of `remit new --list`, or `nothing`). It holds from the first day of the month after
    next, until another day is named; a first contract holds from the day that its own term says."""
    terms, now = signed(by), by.engagement.now()
    offer = draft_of(by, answers) if answers else None
    if offer is not None and (offer.state != "offered" or offer.side == by.side):
        raise Refused([Fault(Place(column="answers"), f"draft {offer.number} is no open offer of the other company", "start a new draft")])
    if offer is not None and offer.base != (terms.digest if terms is not None else ""):
        raise Refused([Fault(Place(), "the contract has changed since that offer", "start a new draft")])
    if offer is None:
        _refuse_unfit(terms, preset)
    with row_level.acting_for(by.engagement_id):  # numbers are those of both companies, also of drafts that the other one keeps to itself
        number = (Draft.objects.filter(engagement=by.engagement).aggregate(last=Max("number"))["last"] or 0) + 1
    row = Draft.objects.create(
        engagement=by.engagement,
        number=number,
        title=title or (offer.title if offer is not None else f"Draft {number}" if terms is not None else "The first contract"),
        side=by.side,
        base=terms.digest if terms is not None else "",
        content=bytes(offer.content) if offer is not None else terms.text if terms is not None else started_from(preset, by.engagement),
        starts=offer.starts if offer is not None else Month.of(moment(now, by.engagement.zone).date()).plus(2).first,
        answers=offer,
        started_by=by,
        started_at=now,
        changed_at=now,
        visible_to=by.side,
    )
    return keep(by, row, f"{STARTED}{preset}" if preset and offer is None else "started")


def _refuse_unfit(terms: Terms | None, preset: str) -> None:
    if terms is not None and preset:
        what = "there is a contract already, and a draft begins with it"
        raise Refused([Fault(Place(column="preset"), what, "leave the preset out")])
    if terms is None and preset not in (NOTHING, *starters.names()):
        what = f"there is no preset '{preset}'" if preset else "there is no contract yet to begin with"
        raise Refused([Fault(Place(column="preset"), what, f"choose one of {', '.join((*starters.names(), NOTHING))}")])
