"""Decline to bid, with the reason where one is given, so that the client need not wait."""

from __future__ import annotations

from remit.records.models.bidder import Bidder
from remit.records.models.member import Member
from remit.stages import roles
from remit.stages.action import action
from remit.stages.selection.bidding import bidder_of, refuse_late, standing
from remit.stages.workspace.notify import members_who, notify
from remit.values.fault import Fault, Place, Refused


@action(may=roles.bids, says="declined to bid", shared=False)
def decline_request(*, by: Member, request: str, why: str = "") -> Bidder:
    """The client reads who declined and why."""
    bidder = bidder_of(by, request)
    row, now = bidder.request, by.engagement.now()
    refuse_late(row, now)
    if bidder.declined_at is not None or standing(bidder) is not None:
        gone = bidder.declined_at is not None
        what, remedy = ("you declined already", "nothing is left to do") if gone else ("your bid is in", "take it back first")
        raise Refused([Fault(Place(column="request"), what, remedy)])
    bidder.declined_at, bidder.declined_why = now, why[:2_000]
    bidder.save(update_fields=["declined_at", "declined_why"])
    for reader in members_who(by.engagement, roles.runs_selection, "client"):
        notify(
            reader,
            kind="news",
            title=f"{bidder.name} will not bid for “{row.title}”",
            why=why[:300],
            link=f"/e/{by.engagement.code}/requests/{row.number}/",
            key=f"declined {bidder.public_id}",
        )
    return bidder
