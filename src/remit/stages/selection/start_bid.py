"""Start a bid: choose the passphrase that locks the draft, so that it lies on the server readable by nobody else, the host included."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import SecretStr

from remit.records.models.bid import BidDraft
from remit.records.models.bidder import Bidder
from remit.records.models.member import Member
from remit.records.scoped import BIDDER
from remit.stages import roles
from remit.stages.action import action
from remit.stages.selection import sealing
from remit.stages.selection.bidding import Answers, about, bidder_of, draft_of, kept, refuse_late
from remit.values.fault import Fault, Place, Refused


@dataclass(frozen=True, slots=True)
class OpenDraft:
    """`key` opens the draft: the browser keeps it in a cookie until it is closed, a program sends it along. The server does not keep it."""

    bidder: str
    key: str

    @property
    def browser_keeps(self) -> tuple[str, str]:
        """The name and value of a cookie that the browser holds, and only sends to this server."""
        return cookie(self.bidder), self.key


def cookie(bidder: str) -> str:
    """The name of the cookie with the key of a bidder's draft."""
    return f"bid-{bidder}"


@action(may=roles.bids, says="started a bid", shared=False, keeps_back=("passphrase", "again"))
def start_bid(*, by: Member, request: str, passphrase: SecretStr, again: SecretStr | None = None) -> OpenDraft:
    """Everybody of the bidder who knows the passphrase works on the same draft. It is stored nowhere: without it the draft is lost, and a
    bid that was submitted stays."""
    bidder = bidder_of(by, request)
    refuse_late(bidder.request, by.engagement.now())
    if bidder.declined_at is not None:
        raise Refused([Fault(Place(column="request"), f"{bidder.name} declined", "ask the client to invite you again")])
    if draft_of(bidder) is not None:
        raise Refused([Fault(Place(column="request"), "there is a draft already", "open it with its passphrase, or start anew")])
    sealing.refuse_weak(passphrase.get_secret_value(), again.get_secret_value() if again is not None else None)
    return new_draft(by, bidder, passphrase.get_secret_value(), Answers())


def new_draft(by: Member, bidder: Bidder, passphrase: str, said: Answers) -> OpenDraft:
    """A draft under a key of its own, locked with the passphrase."""
    key = sealing.new_key()
    lock = sealing.locked(key, passphrase, sealing.cost_of(by.engagement), about(bidder, "key"))
    BidDraft.objects.create(
        engagement=by.engagement,
        visible_to=BIDDER,
        request=bidder.request,
        bidder=bidder,
        locked_key=lock.content,
        salt=lock.salt,
        cost=lock.cost,
        sealed=kept(bidder, key, said),
        answered=said.present(),
        saved_by=by,
        saved_at=by.engagement.now(),
    )
    return OpenDraft(bidder.public_id, key.hex())
