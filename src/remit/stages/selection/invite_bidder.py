"""Invite somebody of a shortlisted provider to answer a published request: a mail with a link, or at once for who has a place as bidder."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from remit.records.models.bidder import Bidder
from remit.records.models.member import Member
from remit.records.models.provider import Provider
from remit.records.models.request import Request
from remit.records.scoped import TENDER
from remit.stages import roles
from remit.stages.action import action
from remit.stages.lengths import line
from remit.stages.selection.request_rows import published_of
from remit.stages.workspace.accept_invitation import answers_for
from remit.stages.workspace.invite_member import invited
from remit.stages.workspace.notify import notify
from remit.values.fault import Fault, Place, Refused


@action(may=roles.runs_selection, says="invited a bidder to request {request}", shared=False)
def invite_bidder(*, by: Member, request: str, provider: str, email: str, name: str = "") -> Bidder:
    """The provider's name, town and zone are copied, because a bidder never sees the directory. Several people of one bidder can be
    invited; they share one bid."""
    row, address, faults = published_of(by, request), email.lower(), []
    candidate = row.candidates.filter(provider__public_id=provider, state="shortlisted").select_related("provider").first()
    if candidate is None:
        faults.append(Fault(Place(column="provider"), "this provider is not on the shortlist", "shortlist it first, with the reason"))
    try:
        validate_email(address)
    except ValidationError:
        faults.append(Fault(Place(column="email"), f"'{email[:120]}' is no mail address", "write one such as jane@example.com"))
    faults += line("name", name, 120)
    if row.deadline_at is not None and by.engagement.now() >= row.deadline_at:
        faults.append(Fault(Place(column="request"), "the deadline has passed", "start another request"))
    held = Member.objects.filter(engagement=by.engagement, user__email=address, ended_at=None).select_related("user").first()
    if held is not None and held.side != "bidder":
        what = f"{held.name} has a place here already, as {held.role}"
        faults.append(Fault(Place(column="email"), what, "nobody judges, serves and bids at once: invite somebody else"))
    if faults or candidate is None:
        raise Refused(faults)
    bidder = _bidder(by, row, candidate.provider)
    if held is not None:
        _add(by, held, bidder)
    else:
        invited(by, address, "bidder", name, bidder=bidder)
    return bidder


def _bidder(by: Member, request: Request, provider: Provider) -> Bidder:
    found, _ = Bidder.objects.get_or_create(
        request=request,
        provider=provider,
        defaults={
            "engagement": by.engagement,
            "visible_to": TENDER,
            "name": provider.name,
            "town": provider.town,
            "zone": provider.zone,
            "invited_by": by,
            "invited_at": by.engagement.now(),
        },
    )
    return found


def _add(by: Member, held: Member, bidder: Bidder) -> None:
    """Somebody who bids here already answers this request too, for the same company; for another one is refused."""
    other = held.bidding.exclude(bidder__provider=bidder.provider).select_related("bidder").first()
    if other is not None:
        what = f"{held.name} bids here for {other.bidder.name}"
        raise Refused([Fault(Place(column="email"), what, f"invite somebody of {bidder.name}")])
    answers_for(held, bidder.pk)
    request = bidder.request
    notify(
        held,
        kind="decision",
        title=f"You are invited to answer the request “{request.title}”",
        why=f"{by.engagement.client} asks {bidder.name} for a bid.",
        link=f"/e/{by.engagement.code}/bid/{request.number}/",
        act="Read",
        due_at=request.deadline_at,
        key=f"invited to request {request.public_id}",
    )
