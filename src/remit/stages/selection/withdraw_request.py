"""Withdraw a request: nothing more is asked, nothing is opened, and every sealed bid is destroyed unread."""

from __future__ import annotations

from remit.records.models.bid import Bid, BidShare, SealedFile
from remit.records.models.member import Member
from remit.records.models.request import Request
from remit.stages import roles
from remit.stages.action import action
from remit.stages.selection.bidders_told import tell
from remit.stages.selection.request_rows import request_of
from remit.values.fault import Fault, Place, Refused


@action(may=roles.runs_selection, says="withdrew request {request}", shared=False)
def withdraw_request(*, by: Member, request: str, reason: str) -> Request:
    """Every bidder is told the reason. Receipts stay; what they were given for is gone."""
    row, now = request_of(by, request), by.engagement.now()
    if row.state not in ("draft", "published"):
        raise Refused([Fault(Place(column="request"), f"it is {row.state} already", "there is nothing left to withdraw")])
    if not 1 <= len(reason) <= 2_000:
        raise Refused([Fault(Place(column="reason"), "there is no reason", "write what the bidders should read")])
    sealed = Bid.objects.filter(request=row, state="sealed")
    SealedFile.objects.filter(bid__in=sealed).delete()
    BidShare.objects.filter(bid__in=sealed).delete()
    sealed.update(state="withdrawn", sealed=b"", withdrawn_at=now)
    row.state, row.withdrawn_at = "withdrawn", now
    row.save(update_fields=["state", "withdrawn_at"])
    if row.published_at is not None:
        tell(row, f"“{row.title}” is withdrawn", reason[:300], f"withdrawn {row.public_id}")
    return row
