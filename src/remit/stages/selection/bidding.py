"""What a bidder has in hand: its request, its draft, which answers are there and which are missing; and the draft's words once unlocked."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation

from remit.records.models.bid import Bid, BidDraft, SealedFile
from remit.records.models.bidder import Bidder, BidderPerson
from remit.records.models.member import Member
from remit.records.models.request import Request
from remit.records.scoping import visible
from remit.stages.selection import sealing
from remit.values.fault import Fault, Place, Refused

BLOCK = 4_096
"""Sealed texts are padded to multiples of this, so that their length tells little."""


@dataclass(frozen=True)
class Answers:
    """The words of a draft. Texts by the public number of question or price line; systems by name; `note` is the covering letter.
    `submitted` is the canonical bid that was sent last, with its receipt."""

    answers: Mapping[str, str] = field(default_factory=dict)
    prices: Mapping[str, str] = field(default_factory=dict)
    capacity: Mapping[str, str] = field(default_factory=dict)
    systems: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    submitted: str = ""

    def present(self) -> list[str]:
        """What has an answer, without what it says: for the checklist."""
        groups = (("answer", self.answers), ("price", self.prices), ("capacity", self.capacity), ("system", self.systems))
        return [f"{kind}:{name}" for kind, group in groups for name, said in group.items() if said]


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the checklist: what is asked, whether it must be there before a bid can be sent, whether it is. `group` heads it."""

    key: str
    group: str
    name: str
    needed: bool
    done: bool


def bidder_of(member: Member, request: str) -> Bidder:
    """The bidder for whom the member answers the request with this public number; `Refused` where there is none."""
    found = (
        visible(Bidder, member)
        .filter(request__public_id=request, request__visible_to="tender", people__member=member)
        .select_related("request__engagement__client")
        .first()
    )
    if found is None or member.side != "bidder":
        raise Refused([Fault(Place(column="request"), f"you were not invited to a request {request[:40]}", "open yours from the list")])
    return found


def invited_to(member: Member) -> Sequence[BidderPerson]:
    """The requests that the member answers, the soonest deadline first; withdrawn ones last."""
    rows = visible(BidderPerson, member).filter(request__visible_to="tender").select_related("request", "bidder")
    return sorted(rows, key=lambda one: (one.request.state != "published", one.request.deadline_at or 0))


def checklist(request: Request, present: Sequence[str]) -> Iterator[Item]:
    """Everything that a bid holds, in the order of the page."""
    have = set(present)
    for question in request.questions.order_by("place"):
        key = f"answer:{question.public_id}"
        yield Item(key, "Questions", question.text, True, key in have)
    for line in request.price_lines.order_by("place"):
        key = f"price:{line.public_id}"
        yield Item(key, "Price sheet", line.name, True, key in have)
    for line in request.price_lines.filter(once=False).order_by("place"):
        key = f"capacity:{line.public_id}"
        yield Item(key, "What you can carry", line.name, True, key in have)
    for system in request.systems:
        key = f"system:{system['name']}"
        yield Item(key, "Systems", system["name"], True, key in have)


def draft_of(bidder: Bidder) -> BidDraft | None:
    return BidDraft.objects.filter(bidder=bidder).first()


def standing(bidder: Bidder) -> Bid | None:
    """The bid that counts: the last one, unless it was withdrawn."""
    return Bid.objects.filter(bidder=bidder).exclude(state="withdrawn").order_by("-version").first()


def about(bidder: Bidder, what: str) -> bytes:
    """What the seals of a draft are bound to."""
    return f"{what} of {bidder.public_id}".encode()


def key_from(given: str) -> bytes:
    """The draft's key as a page or a program sends it, in hexadecimal."""
    try:
        key = bytes.fromhex(given)
    except ValueError:
        key = b""
    if len(key) != sealing.KEY:
        raise Refused([Fault(Place(column="key"), "your draft is locked", "open it with its passphrase first")])
    return key


def opened(bidder: Bidder, key: bytes) -> Answers:
    """The draft's words; `Refused` where the key is not its own."""
    row = draft_of(bidder)
    if row is None:
        raise Refused([Fault(Place(column="request"), "there is no draft yet", "choose a passphrase first")])
    try:
        return Answers(**json.loads(sealing.unsealed(key, row.sealed, about(bidder, "draft")).rstrip(b" ")))
    except sealing.NotOpened:
        raise Refused([Fault(Place(column="key"), "this key does not open your draft", "open it with its passphrase")]) from None


def padded(content: bytes) -> bytes:
    return content + b" " * (-len(content) % BLOCK)


def kept(bidder: Bidder, key: bytes, said: Answers) -> bytes:
    """The draft's words, locked."""
    content = json.dumps({name: getattr(said, name) for name in Answers.__dataclass_fields__}, ensure_ascii=False).encode()
    return sealing.sealed(key, padded(content), about(bidder, "draft"))


def files_of(bidder: Bidder, key: bytes, bid: Bid | None = None) -> list[tuple[SealedFile, str, bytes]]:
    """The files of the draft with their names and contents."""
    return [(row, *file_of(bidder, key, row)) for row in SealedFile.objects.filter(bidder=bidder, bid=bid).order_by("added_at", "pk")]


def file_of(bidder: Bidder, key: bytes, row: SealedFile) -> tuple[str, bytes]:
    """Name and content of a file that is sealed with this key."""
    name, _, content = sealing.unsealed(key, row.sealed, about(bidder, "file")).partition(b"\0")
    return name.decode(), content


def sealed_file(bidder: Bidder, key: bytes, name: str, content: bytes) -> bytes:
    return sealing.sealed(key, name.encode() + b"\0" + content, about(bidder, "file"))


def amount(text: str) -> Decimal | None:
    """A price or a volume as it was typed, exact; None where it is none.

    >>> amount("2.60"), amount("1,250"), amount("-1"), amount("NaN")
    (Decimal('2.60'), Decimal('1250'), None, None)
    """
    try:
        found = Decimal(text.replace(",", "").strip())
    except InvalidOperation:
        return None
    return found if found.is_finite() and 0 <= found < 10**12 and -found.as_tuple().exponent <= 6 else None  # type: ignore[operator]


def refuse_late(request: Request, now: int) -> None:
    """`Refused` from the deadline on, to the microsecond, and where the request is not with the bidders."""
    if request.state != "published":
        raise Refused([Fault(Place(column="request"), f"the request is {request.state}", "nothing more comes in")])
    if request.deadline_at is None or now >= request.deadline_at:
        raise Refused([Fault(Place(column="request"), "the deadline has passed", "what was submitted before it stands")])


def plain_answers(request: Request, said: Answers) -> Answers:
    """The answers without what the request does not ask (any more)."""
    questions = set(request.questions.values_list("public_id", flat=True))
    lines = set(request.price_lines.values_list("public_id", flat=True))
    systems = {one["name"] for one in request.systems}
    return Answers(
        {name: text for name, text in said.answers.items() if name in questions},
        {name: text for name, text in said.prices.items() if name in lines},
        {name: text for name, text in said.capacity.items() if name in lines},
        {name: text for name, text in said.systems.items() if name in systems},
        said.note,
        said.submitted,
    )
