"""Open the bids of a request: the first opener hands its shares on to the others, sealed; the second one holds two of each, and opens."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import SecretStr

from remit.exchange import bid_receipt
from remit.records.models.bid import Bid, BidShare, HandedShare, OpenedBid, OpenedFile, SealedFile
from remit.records.models.member import Member
from remit.records.models.opener import Opener, OpeningAct
from remit.records.models.request import Request
from remit.records.scoped import CLIENT, TENDER
from remit.stages import roles
from remit.stages.action import action
from remit.stages.inputs import FileInput
from remit.stages.selection import sealing
from remit.stages.selection.become_opener import about_key
from remit.stages.selection.bidders_told import tell
from remit.stages.selection.bidding import file_of
from remit.stages.selection.request_rows import published_of
from remit.stages.selection.sealing import Locked
from remit.stages.selection.shares import joined
from remit.stages.selection.submit_bid import about_bid, about_share
from remit.stages.workspace.attach_file import media_type
from remit.stages.workspace.notify import notify, settle
from remit.values.fault import Fault, Place, Refused


@action(
    may=roles.opens_bids,
    says="gave a share to open the bids of request {request}",
    shared=False,
    recent_mfa=True,
    keeps_back=("passphrase",),
)
def open_bids(*, by: Member, request: str, passphrase: SecretStr) -> Request:
    """Refused before the opening time, to two openers as to one. The first call hands on and opens nothing; the second, by somebody else,
    opens every bid at once. Both stand in the log with name and time, and every bidder is told."""
    row = published_of(by, request)
    now = by.engagement.now()
    if row.opening_at is None or row.deadline_at is None or now < max(row.opening_at, row.deadline_at):
        raise Refused(
            [Fault(Place(column="request"), "the time of the opening has not come", "wait: nobody can open earlier, not even two")]
        )
    opener = Opener.objects.filter(request=row, member=by).first()
    if opener is None:
        raise Refused([Fault(Place(column="request"), "you have no opening key of this request", "ask those who have; any two of them do")])
    private = _private(opener, passphrase.get_secret_value())
    openers = list(Opener.objects.filter(request=row).order_by("pk"))
    bids = list(Bid.objects.filter(request=row, state="sealed").select_related("bidder").order_by("pk"))
    given = HandedShare.objects.filter(request=row, taker=opener).exclude(giver__member__user=by.user)
    others = {share.bid_id: share for share in given.select_related("giver").order_by("-pk")}
    acts = list(OpeningAct.objects.filter(request=row).order_by("place"))
    if acts and acts[0].opener_id != opener.pk and all(bid.pk in others for bid in bids):
        for bid in bids:
            _open(by, row, bid, _key(bid, opener, private, others[bid.pk], openers), now)
        row.state, row.opened_at = "opened", now
        row.save(update_fields=["state", "opened_at"])
    elif acts:
        raise Refused(
            [Fault(Place(column="request"), "you have given your share", f"let another of the {len(openers)} openers give theirs")]
        )
    else:
        _hand_on(by, row, opener, private, openers, bids, now)
    act = OpeningAct.objects.create(
        engagement=by.engagement, visible_to=TENDER, request=row, place=len(acts) + 1, opener=opener, name=by.name, bids=len(bids), at=now
    )
    _tell(row, act, openers)
    return row


def _private(opener: Opener, passphrase: str) -> bytes:
    try:
        lock = Locked(bytes(opener.locked_key), bytes(opener.salt), opener.cost)
        return sealing.unlocked(lock, passphrase, about_key(opener.public_id))
    except sealing.NotOpened:
        what = "this is not your opening passphrase"
        raise Refused([Fault(Place(column="passphrase"), what, "try again; any two openers can open without you")]) from None


def _share(bid: Bid, opener: Opener, private: bytes) -> bytes:
    """The opener's own share of a bid's key."""
    row = BidShare.objects.get(bid=bid, opener=opener)
    return sealing.unsealed_by(private, bytes(row.sealed), about_share(bid.public_id, opener.public_id))


def _about_handed(bid: Bid, giver: Opener, taker: Opener) -> bytes:
    return f"share of bid {bid.public_id} from {giver.public_id} to {taker.public_id}".encode()


def _hand_on(by: Member, row: Request, giver: Opener, private: bytes, openers: Sequence[Opener], bids: Sequence[Bid], now: int) -> None:
    """Each share goes to each other opener, sealed to that opener's key; in the clear it stands nowhere but in this call."""
    for bid in bids:
        share = _share(bid, giver, private)
        for taker in openers:
            if taker.pk != giver.pk:
                HandedShare.objects.create(
                    engagement=by.engagement,
                    visible_to=CLIENT,
                    request=row,
                    bid=bid,
                    giver=giver,
                    taker=taker,
                    sealed=sealing.sealed_to(bytes(taker.public_key), share, _about_handed(bid, giver, taker)),
                    given_at=now,
                )


def _key(bid: Bid, opener: Opener, private: bytes, other: HandedShare, openers: Sequence[Opener]) -> bytes:
    """The bid's key from the own share and the one that was handed on."""
    numbers: Mapping[int, int] = {one.pk: number for number, one in enumerate(openers, 1)}
    handed = sealing.unsealed_by(private, bytes(other.sealed), _about_handed(bid, other.giver, opener))
    return joined({numbers[opener.pk]: _share(bid, opener, private), numbers[other.giver_id]: handed})


def _open(by: Member, row: Request, bid: Bid, key: bytes, now: int) -> None:
    """The bid in the clear, which must be the one that its receipt names, with its files."""
    content = sealing.unsealed(key, bytes(bid.sealed), about_bid(bid.public_id)).rstrip(b" ")
    if bid_receipt.digest(content) != bid.digest:
        raise Refused(
            [Fault(Place(), f"the bid of {bid.bidder} is not the one of its receipt", "restore a backup from before it was changed")]
        )
    common: dict[str, Any] = {"engagement": by.engagement, "visible_to": CLIENT, "request": row, "bidder": bid.bidder}
    made = OpenedBid.objects.create(**common, bid=bid, content=json.loads(content), opened_at=now)
    for stored in SealedFile.objects.filter(bid=bid).order_by("added_at", "pk"):
        name, plain = file_of(bid.bidder, key, stored)
        file = FileInput(name, plain)
        OpenedFile.objects.create(
            **common, opened=made, name=name, media_type=media_type(name), content=plain, size=len(plain), digest=file.digest
        )
    bid.state = "opened"
    bid.save(update_fields=["state"])


def _tell(row: Request, act: OpeningAct, openers: Sequence[Opener]) -> None:
    if row.state == "opened":
        for addendum in row.addenda.all():
            settle(row.engagement, f"addendum {addendum.public_id}")
        for inquiry in row.inquiries.all():
            settle(row.engagement, f"answered {inquiry.public_id}")
        for number in row.bids.values_list("public_id", flat=True):
            settle(row.engagement, f"bid {number}")
        for earlier in ("invited to request", "opening", "open"):
            settle(row.engagement, f"{earlier} {row.public_id}")
        tell(row, f"The bids for “{row.title}” are open", f"Opened by two people; the second was {act.name}.", f"opened {row.public_id}")
        return
    tell(
        row, f"The opening of the bids for “{row.title}” has begun", f"{act.name} gave the first of two shares.", f"opening {row.public_id}"
    )
    for opener in openers:
        if opener.pk != act.opener_id:
            notify(
                opener.member,
                kind="decision",
                title=f"Open the bids for “{row.title}” with your passphrase",
                why=f"{act.name} gave the first share; it takes yours or another opener's.",
                link=f"/e/{row.engagement.code}/requests/{row.number}/#opening",
                act="Open",
                key=f"open {row.public_id}",
            )
