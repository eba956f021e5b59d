"""Throw the draft of a bid away, for whoever has lost its passphrase: a bid that was submitted stays as it is."""

from __future__ import annotations

from remit.records.models.bid import SealedFile
from remit.records.models.bidder import Bidder
from remit.records.models.member import Member
from remit.stages import roles
from remit.stages.action import action
from remit.stages.selection.bidding import bidder_of, draft_of
from remit.values.fault import Fault, Place, Refused


@action(may=roles.bids, says="threw the draft of a bid away", shared=False)
def drop_draft(*, by: Member, request: str, sure: bool = False) -> Bidder:
    """Nobody can bring it back: without its passphrase nobody could read it either."""
    bidder = bidder_of(by, request)
    row = draft_of(bidder)
    if row is None:
        raise Refused([Fault(Place(column="request"), "there is no draft", "start one")])
    if not sure:
        raise Refused([Fault(Place(column="sure"), "a draft that is thrown away is gone", "tick the box if you are sure")])
    SealedFile.objects.filter(bidder=bidder, bid=None).delete()
    row.delete()
    return bidder
