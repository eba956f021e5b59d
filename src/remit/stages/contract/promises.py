"""What the winner of an award promised in its bid, as the contract step lists it: each to be watched until the terms hold it."""

from __future__ import annotations

from collections.abc import Sequence

from remit.records.models.award import BidderPromise
from remit.records.models.member import Member
from remit.records.scoping import visible


def promises(member: Member) -> Sequence[BidderPromise]:
    """Those of awards that stand, what is still to be watched first."""
    rows = visible(BidderPromise, member).filter(award__withdrawn_at=None)
    found = rows.select_related("award__bidder", "award__request", "settled_by__user").order_by("award_id", "place")
    return sorted(found, key=lambda one: one.state != "to be watched")
