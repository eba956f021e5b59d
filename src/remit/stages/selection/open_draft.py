"""Open the draft of a bid with its passphrase, in this browser, until it is closed."""

from __future__ import annotations

from pydantic import SecretStr

from remit.records.models.member import Member
from remit.stages import roles
from remit.stages.action import action
from remit.stages.selection import sealing
from remit.stages.selection.bidding import about, bidder_of, draft_of
from remit.stages.selection.sealing import Locked
from remit.stages.selection.start_bid import OpenDraft
from remit.values.fault import Fault, Place, Refused


@action(may=roles.bids, says="opened the draft of a bid", shared=False, keeps_back=("passphrase",))
def open_draft(*, by: Member, request: str, passphrase: SecretStr) -> OpenDraft:
    """Gives the key of the draft, which saving and submitting ask for. Nothing is stored by it."""
    bidder = bidder_of(by, request)
    row = draft_of(bidder)
    if row is None:
        raise Refused([Fault(Place(column="request"), "there is no draft yet", "choose a passphrase first")])
    try:
        lock = Locked(bytes(row.locked_key), bytes(row.salt), row.cost)
        key = sealing.unlocked(lock, passphrase.get_secret_value(), about(bidder, "key"))
    except sealing.NotOpened:
        what = "this is not the passphrase of your draft"
        raise Refused([Fault(Place(column="passphrase"), what, "try again, or ask the colleague who started it")]) from None
    return OpenDraft(bidder.public_id, key.hex())
