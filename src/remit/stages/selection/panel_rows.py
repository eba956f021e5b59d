"""What the actions of scoring ask first: the request once its bids are opened, its panel, a person's place on it, a cell of the grid."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from remit.records.models.award import Award
from remit.records.models.bidder import Bidder
from remit.records.models.member import Member
from remit.records.models.request import Criterion, Request
from remit.records.models.scoring import Panel, Scorer
from remit.records.scoping import visible
from remit.stages.selection.request_rows import request_of
from remit.values.fault import Fault, Place, Refused


def opened_of(member: Member, number: str) -> Request:
    """The request with this public number once two people opened its bids; `Refused` before."""
    found = request_of(member, number)
    if found.state != "opened":
        what = f"the bids of '{found.title}' are {'withdrawn' if found.state == 'withdrawn' else 'not opened'}"
        raise Refused([Fault(Place(column="request"), what, "let two of the openers open them first")])
    return found


def scorable_of(member: Member, number: str) -> Request:
    """The request once it is published: its panel may be named while the bids are still sealed."""
    found = request_of(member, number)
    if found.state not in ("published", "opened"):
        what = f"'{found.title}' is {'not published yet' if found.state == 'draft' else found.state}"
        raise Refused([Fault(Place(column="request"), what, "name the panel of one that bidders answer")])
    return found


def panel_of(member: Member, number: str) -> Panel:
    """The panel of an opened request; `Refused` where nobody was asked to score yet."""
    request = opened_of(member, number)
    found = visible(Panel, member).filter(request=request).select_related("request", "price_criterion").first()
    if found is None:
        raise Refused([Fault(Place(column="request"), f"nobody scores '{request.title}' yet", "name the people who do")])
    return found


def open_panel_of(member: Member, number: str) -> Panel:
    """The same, while its scores may still change."""
    found = panel_of(member, number)
    if found.settled_at is not None:
        raise Refused([Fault(Place(column="request"), "the scores are settled, and never change", "withdraw the request and ask again")])
    return found


def place_on(panel: Panel, member: Member) -> Scorer:
    """The member's place on the panel; `Refused` for everybody else."""
    found = panel.scorers.filter(member=member).first()
    if found is None:
        raise Refused([Fault(Place(column="request"), "you are not on the panel", "let whoever runs the selection name you")])
    return found


def cell(panel: Panel, bidder: str, criterion: str) -> tuple[Bidder, Criterion]:
    """The bidder with an opened bid, and the criterion, by their public numbers; `Refused` with what is not there."""
    one = panel.request.bidders.filter(public_id=bidder, opened__isnull=False).first()
    other = panel.request.criteria.filter(public_id=criterion).first()
    faults = []
    if one is None:
        faults.append(Fault(Place(column="bidder"), f"no opened bid is by {bidder[:40]}", "choose a bidder of the request"))
    if other is None:
        faults.append(Fault(Place(column="criterion"), f"the request has no criterion {criterion[:40]}", "choose one of its own"))
    if one is None or other is None:
        raise Refused(faults)
    return one, other


def bidders_of(request: Request) -> Sequence[Bidder]:
    """Those whose bids were opened, in the order in which they were invited."""
    return list(
        Bidder.objects.filter(request=request, opened__isnull=False).select_related("provider", "opened").order_by("invited_at", "pk")
    )


def labels(bidders: Iterable[Bidder]) -> Mapping[int, str]:
    """A short name for each bidder by its key: its town, where no other bidder is there; otherwise its own."""
    every = list(bidders)
    towns = [one.town for one in every]
    return {one.pk: one.town if one.town and towns.count(one.town) == 1 else one.name for one in every}


def all_locked(panel: Panel) -> bool:
    """Whether every scorer has locked the criteria other than the price."""
    return not panel.scorers.filter(locked_at=None).exists()


def prices_hidden(member: Member, request: Request) -> bool:
    """Whether the prices of opened bids are still unseen: a panel is named, takes the price last, and has not locked everything else. Who
    names the panel before the opening keeps them unseen from the first moment."""
    panel = visible(Panel, member).filter(request=request).first()
    return panel is not None and panel.price_last and not all_locked(panel)


def refuse_awarded(member: Member, request: Request) -> None:
    """`Refused` once the award is recorded."""
    if visible(Award, member).filter(request=request, withdrawn_at=None).exists():
        raise Refused([Fault(Place(column="request"), "the award is recorded", "withdraw it first, with the reason")])
