"""Take a file out of the draft of a bid."""

from __future__ import annotations

from remit.records.models.bid import SealedFile
from remit.records.models.bidder import Bidder
from remit.records.models.member import Member
from remit.stages import roles
from remit.stages.action import action
from remit.stages.selection.bidding import bidder_of, refuse_late
from remit.values.fault import Fault, Place, Refused


@action(may=roles.bids, says="took a file out of a bid", shared=False)
def drop_from_bid(*, by: Member, request: str, file: str) -> Bidder:
    """`file` is the file's public number. A bid that was submitted keeps its own copy."""
    bidder = bidder_of(by, request)
    refuse_late(bidder.request, by.engagement.now())
    if not SealedFile.objects.filter(bidder=bidder, bid=None, public_id=file).delete()[0]:
        raise Refused([Fault(Place(column="file"), f"the draft has no file {file[:40]}", "open it again")])
    return bidder
