"""Submit a bid: seal it so that it takes two openers to read it, and give a receipt that proves what came in, and when."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from pydantic import SecretStr

from remit.exchange import bid_receipt
from remit.exchange.bid_receipt import Receipt
from remit.records import row_level
from remit.records.fields import public_id
from remit.records.models.bid import Bid, BidDraft, BidShare, SealedFile
from remit.records.models.bidder import Bidder
from remit.records.models.member import Member
from remit.records.models.opener import Opener
from remit.records.models.request import Addendum
from remit.records.scoped import TENDER
from remit.stages import roles
from remit.stages.action import action
from remit.stages.inputs import FileInput
from remit.stages.selection import sealing
from remit.stages.selection.bidding import (
    Answers,
    amount,
    bidder_of,
    checklist,
    files_of,
    kept,
    key_from,
    opened,
    padded,
    plain_answers,
    refuse_late,
    sealed_file,
    standing,
)
from remit.stages.selection.request_rows import digest_now
from remit.stages.selection.shares import split
from remit.stages.workspace import installation_key
from remit.stages.workspace.notify import members_who, notify
from remit.values.fault import Fault, Place, Refused


@action(may=roles.bids, says="submitted a bid", shared=False, recent_mfa=True, keeps_back=("key",))
def submit_bid(*, by: Member, request: str, key: SecretStr) -> Bid:
    """Everything on the checklist must be there, and the deadline still ahead. The bid is encrypted with a key of its own, which is split:
    each opener's share is sealed to that opener, and the key itself is forgotten. A bid that was in before is withdrawn, and destroyed."""
    bidder = bidder_of(by, request)
    row, now = bidder.request, by.engagement.now()
    refuse_late(row, now)
    secret = key_from(key.get_secret_value())
    said = plain_answers(row, opened(bidder, secret))
    missing = [item for item in checklist(row, said.present()) if not item.done]
    if missing:
        raise Refused(
            [Fault(Place(column=item.key), f"“{item.name[:80]}” has no answer ({item.group.lower()})", "fill it in") for item in missing]
        )
    files = [FileInput(name, content) for _, name, content in files_of(bidder, secret)]
    last = Bid.objects.filter(bidder=bidder).order_by("-version").first()
    version = (last.version if last is not None else 0) + 1
    content = canonical(bidder, version, said, files)
    openers = _openers(bidder)
    receipt = Receipt(
        bid_receipt.digest(content),
        row.public_id,
        digest_now(row),
        Addendum.objects.filter(request=row).count(),
        row.title,
        bidder.name,
        version,
        len(files),
        now,
        row.deadline_at or 0,
        tuple(sealing.fingerprint(one.public_key) for one in openers),
    )
    signatures = (installation_key.signature(bid_receipt.signed(receipt)),)
    withdrawn(bidder, now)
    bid = _sealed(by, bidder, receipt, bid_receipt.write(receipt, signatures), content, files, openers)
    draft = BidDraft.objects.get(bidder=bidder)
    draft.sealed = kept(bidder, secret, replace(said, submitted=bid_receipt.write(receipt, signatures, content).decode()))
    draft.save(update_fields=["sealed"])
    _tell(bidder, bid)
    return bid


def canonical(bidder: Bidder, version: int, said: Answers, files: Sequence[FileInput]) -> bytes:
    """The bytes of a bid. The salt keeps its digest from being guessed: nobody can try prices against it."""
    content: dict[str, Any] = {
        "remit_bid": 1,
        "request": bidder.request.public_id,
        "request_digest": digest_now(bidder.request),
        "bidder": bidder.name,
        "version": version,
        "currency": bidder.request.currency,
        "answers": dict(said.answers),
        "prices": {number: f"{amount(text):f}" for number, text in said.prices.items()},
        "capacity": {number: f"{amount(text):f}" for number, text in said.capacity.items()},
        "systems": dict(said.systems),
        "note": said.note,
        "files": [{"name": file.name, "size": len(file.content), "digest": file.digest} for file in files],
        "salt": sealing.new_key().hex(),
    }
    return bid_receipt.canonical(content)


def _openers(bidder: Bidder) -> list[Opener]:
    """Whoever had a key when the request was published, in that order, which numbers the shares. Bidders do not see the rows themselves."""
    with row_level.acting_for(bidder.engagement_id):
        return list(Opener.objects.filter(request=bidder.request).order_by("pk"))


def about_bid(bid: str) -> bytes:
    return f"bid {bid}".encode()


def about_share(bid: str, opener: str) -> bytes:
    return f"share of bid {bid} for {opener}".encode()


def _sealed(
    by: Member, bidder: Bidder, receipt: Receipt, written: bytes, content: bytes, files: Sequence[FileInput], openers: Sequence[Opener]
) -> Bid:
    number, key = public_id(), sealing.new_key()
    row: dict[str, Any] = {"engagement": by.engagement, "visible_to": TENDER, "request": bidder.request, "bidder": bidder}
    bid = Bid.objects.create(
        **row,
        public_id=number,
        version=receipt.version,
        digest=receipt.bid,
        sealed=sealing.sealed(key, padded(content), about_bid(number)),
        receipt=written,
        submitted_by=by,
        submitted_at=receipt.submitted_at,
    )
    for file in files:
        stored = sealed_file(bidder, key, file.name, file.content)
        SealedFile.objects.create(**row, bid=bid, sealed=stored, size=len(file.content), added_at=receipt.submitted_at)
    for opener, share in zip(openers, split(key, len(openers)), strict=True):
        wrapped = sealing.sealed_to(bytes(opener.public_key), share, about_share(number, opener.public_id))
        BidShare.objects.create(**row, bid=bid, opener_id=opener.pk, sealed=wrapped)
    return bid


def withdrawn(bidder: Bidder, now: int) -> Bid | None:
    """The bid that stood is withdrawn: its receipt stays, what was sealed is destroyed."""
    before = standing(bidder)
    if before is None:
        return None
    SealedFile.objects.filter(bidder=bidder, bid=before).delete()
    BidShare.objects.filter(bidder=bidder, bid=before).delete()
    before.state, before.sealed, before.withdrawn_at = "withdrawn", b"", now
    before.save(update_fields=["state", "sealed", "withdrawn_at"])
    return before


def submitted_of(bidder: Bidder, key: bytes) -> bytes:
    """The file that proves the last bid, with the bid in it; empty where none was submitted from this draft."""
    text = opened(bidder, key).submitted
    return json.dumps(json.loads(text), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode() if text else b""


def _tell(bidder: Bidder, bid: Bid) -> None:
    request = bidder.request
    for reader in members_who(request.engagement, roles.runs_selection, "client"):
        notify(
            reader,
            kind="news",
            title=f"{bidder.name} has submitted a bid for “{request.title}”",
            why="It is sealed: nobody reads it before two openers open all bids together.",
            link=f"/e/{request.engagement.code}/requests/{request.number}/",
            key=f"bid {bid.public_id}",
        )
