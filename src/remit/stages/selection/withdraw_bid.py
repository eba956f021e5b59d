"""Take a submitted bid back before the deadline: what was sealed is destroyed, the receipt stays as withdrawn."""

from __future__ import annotations

from remit.records.models.bid import Bid
from remit.records.models.member import Member
from remit.stages import roles
from remit.stages.action import action
from remit.stages.selection.bidding import bidder_of, refuse_late
from remit.stages.selection.submit_bid import withdrawn
from remit.values.fault import Fault, Place, Refused


@action(may=roles.bids, says="took a bid back", shared=False)
def withdraw_bid(*, by: Member, request: str) -> Bid:
    """The draft stays, so the bid can be changed and submitted again until the deadline."""
    bidder = bidder_of(by, request)
    refuse_late(bidder.request, by.engagement.now())
    before = withdrawn(bidder, by.engagement.now())
    if before is None:
        raise Refused([Fault(Place(column="request"), "no bid was submitted", "there is nothing to take back")])
    return before
