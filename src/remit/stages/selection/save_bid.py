"""Save answers, prices and systems in the draft of a bid, locked with the draft's key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pydantic import SecretStr

from remit.records.models.bid import BidDraft
from remit.records.models.bidder import Bidder
from remit.records.models.member import Member
from remit.records.models.request import Request
from remit.stages import roles
from remit.stages.action import action
from remit.stages.selection.bidding import Answers, amount, bidder_of, kept, key_from, opened, plain_answers, refuse_late
from remit.values.fault import Fault, Place, Refused

FITS = ("built in", "by integration", "by hand", "no")
"""How a bidder works in a required system."""
LONGEST = 10_000


@action(
    may=roles.bids,
    says="saved the draft of a bid",
    shared=False,
    keeps_back=("key", "answers", "prices", "capacity", "systems", "note"),
)
def save_bid(
    *,
    by: Member,
    request: str,
    key: SecretStr,
    answers: dict[str, str] | None = None,
    prices: dict[str, str] | None = None,
    capacity: dict[str, str] | None = None,
    systems: dict[str, str] | None = None,
    note: str | None = None,
) -> Bidder:
    """`answers` by the question's public number, `prices` (for one unit, in the request's currency) and `capacity` (units of a month that
    you can carry) by the line's, `systems` by name. A group that is given takes the place of what it was; one that is left out stays."""
    bidder = bidder_of(by, request)
    refuse_late(bidder.request, by.engagement.now())
    secret = key_from(key.get_secret_value())
    before = opened(bidder, secret)
    said = Answers(
        before.answers if answers is None else answers,
        before.prices if prices is None else prices,
        before.capacity if capacity is None else capacity,
        before.systems if systems is None else systems,
        before.note if note is None else note,
        before.submitted,
    )
    said = plain_answers(bidder.request, said)
    faults = list(_faults(bidder.request, said.answers))
    faults += [*_faults_of_amounts(said.prices, "prices"), *_faults_of_amounts(said.capacity, "capacity")]
    faults += [
        Fault(Place(column="systems"), f"'{how[:20]}' says nothing of {name}", f"choose {', '.join(FITS)}")
        for name, how in said.systems.items()
        if how not in FITS
    ]
    if len(said.note) > LONGEST:
        faults.append(Fault(Place(column="note"), f"the letter is longer than {LONGEST:,} letters", "shorten it, or attach it"))
    if faults:
        raise Refused(faults)
    row = BidDraft.objects.get(bidder=bidder)
    row.sealed, row.answered, row.revision = kept(bidder, secret, said), said.present(), row.revision + 1
    row.saved_by, row.saved_at = by, by.engagement.now()
    row.save(update_fields=["sealed", "answered", "revision", "saved_by", "saved_at"])
    return bidder


def _faults(request: Request, answers: Mapping[str, str]) -> Iterator[Fault]:
    kinds = dict(request.questions.values_list("public_id", "kind"))
    for number, text in answers.items():
        if len(text) > LONGEST:
            yield Fault(Place(column=f"answers.{number}"), f"the answer is longer than {LONGEST:,} letters", "attach the rest as a file")
        elif kinds[number] == "yes or no" and text not in ("yes", "no"):
            yield Fault(Place(column=f"answers.{number}"), "the question asks for yes or no", "write one of them")
        elif kinds[number] == "number" and amount(text) is None:
            yield Fault(Place(column=f"answers.{number}"), "the question asks for a number", "write such as 6")


def _faults_of_amounts(amounts: Mapping[str, str], column: str) -> Iterator[Fault]:
    for number, text in amounts.items():
        if amount(text) is None:
            what = "this is no amount of money for one unit" if column == "prices" else "this is no number of units"
            yield Fault(Place(column=f"{column}.{number}"), what, "write such as 2.60" if column == "prices" else "write such as 6000")
