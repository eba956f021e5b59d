"""The rules of sealed bids, without a browser: the deadline to the microsecond, two openers, bidders apart, askers unknown."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pydantic import SecretStr

from tests.web.isolation import client_of as signed_in

pytestmark = [pytest.mark.django_db]
BID, ASKED = SecretStr("four words of a bidder"), SecretStr("four words of an opener")


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch, place: Any) -> Callable[[int], None]:
    """Sets the engagement's clock to an instant, and lets it stand."""
    from remit.records.models.engagement import Engagement

    standing = [place("owner").engagement.now()]
    monkeypatch.setattr(Engagement, "now", lambda self: standing[0])
    return lambda at: standing.__setitem__(0, at)


def request_row(number: int = 2) -> Any:
    from remit.records.models.request import Request

    return Request.objects.get(engagement__code="HAR", number=number)


def whole_bid(member: Any, price: str = "2.00") -> SecretStr:
    """Everything on the checklist of the second request, saved; gives the key of the draft."""
    from remit.records.models.bid import BidDraft
    from remit.stages.selection.open_draft import open_draft
    from remit.stages.selection.save_bid import save_bid
    from remit.stages.selection.start_bid import start_bid

    row = request_row()
    has_draft = BidDraft.objects.filter(request=row, bidder__people__member=member).exists()
    key = SecretStr((open_draft if has_draft else start_bid)(by=member, request=row.public_id, passphrase=BID).key)
    kinds = {"text": "yes indeed", "yes or no": "yes", "number": "6"}
    lines = list(row.price_lines.order_by("place").values_list("public_id", flat=True))
    save_bid(
        by=member,
        request=row.public_id,
        key=key,
        answers={one.public_id: kinds[one.kind] for one in row.questions.all()},
        prices=dict.fromkeys(lines, price),
        capacity={lines[0]: "5000"},
        systems={"Zendesk": "built in"},
    )
    return key


def other_bidder() -> Any:
    from remit.records.models.member import Member

    found = Member.objects.select_related("engagement__client", "user").get(user__email="marta.zielinska@vistuladesk.example")
    return found


@pytest.mark.row(27)
def test_the_deadline_holds_to_the_microsecond(place: Callable[[str], Any], clock: Callable[[int], None]) -> None:
    from remit.stages.selection.save_bid import save_bid
    from remit.stages.selection.submit_bid import submit_bid
    from remit.stages.selection.withdraw_bid import withdraw_bid
    from remit.values.fault import Refused

    bidder, row = place("bidder"), request_row()
    key = whole_bid(bidder)
    clock(row.deadline_at - 1)
    first = submit_bid(by=bidder, request=row.public_id, key=key)
    clock(row.deadline_at)
    for late in (
        lambda: submit_bid(by=bidder, request=row.public_id, key=key),
        lambda: withdraw_bid(by=bidder, request=row.public_id),
        lambda: save_bid(by=bidder, request=row.public_id, key=key, note="later"),
    ):
        with pytest.raises(Refused, match="the deadline has passed"):
            late()
    first.refresh_from_db()
    assert (first.state, first.submitted_at, first.version) == ("sealed", row.deadline_at - 1, 1)


def test_a_bid_that_is_replaced_is_destroyed_and_its_receipt_stays(place: Callable[[str], Any]) -> None:
    from remit.exchange import bid_receipt
    from remit.records.models.bid import BidShare
    from remit.stages.selection.submit_bid import submit_bid

    bidder, row = place("bidder"), request_row()
    key = whole_bid(bidder)
    first = submit_bid(by=bidder, request=row.public_id, key=key)
    second = submit_bid(by=bidder, request=row.public_id, key=whole_bid(bidder, "1.90"))
    first.refresh_from_db()
    assert (first.state, bytes(first.sealed), second.version) == ("withdrawn", b"", 2)
    assert not BidShare.objects.filter(bid=first).exists() and BidShare.objects.filter(bid=second).count() == 3
    receipt, _, bid = bid_receipt.read(bytes(first.receipt))
    assert receipt.bid == first.digest != second.digest and bid == b""


def test_an_incomplete_bid_is_refused_with_what_is_missing(place: Callable[[str], Any]) -> None:
    from remit.stages.selection.open_draft import open_draft
    from remit.stages.selection.submit_bid import submit_bid
    from remit.values.fault import Refused

    bidder, row = place("bidder"), request_row()
    key = SecretStr(open_draft(by=bidder, request=row.public_id, passphrase=BID).key)
    with pytest.raises(Refused) as refusal:
        submit_bid(by=bidder, request=row.public_id, key=key)
    assert len(refusal.value.faults) == 6
    with pytest.raises(Refused, match="this is not the passphrase"):
        open_draft(by=bidder, request=row.public_id, passphrase=SecretStr("four words of another"))


def test_two_openers_open_and_one_does_not(place: Callable[[str], Any], clock: Callable[[int], None]) -> None:
    from remit.records.models.bid import Bid, HandedShare, OpenedBid
    from remit.records.models.opener import Opener
    from remit.stages.selection import sealing
    from remit.stages.selection.open_bids import _private, _share, open_bids
    from remit.stages.selection.submit_bid import about_bid, submit_bid
    from remit.values.fault import Refused

    row = request_row()
    for bidder in (place("bidder"), other_bidder()):
        submit_bid(by=bidder, request=row.public_id, key=whole_bid(bidder))
    owner, security = place("owner"), place("security-officer")

    def opens(by: Any, passphrase: SecretStr = ASKED) -> Any:
        return open_bids(by=by, request=row.public_id, passphrase=passphrase)

    for early in (row.deadline_at - 1, row.deadline_at, row.opening_at - 1):
        clock(early)
        for by in (owner, security):
            with pytest.raises(Refused, match="the time of the opening has not come"):
                opens(by)
    clock(row.opening_at)
    with pytest.raises(Refused, match="you have no opening key"):
        opens(place("process-owner"))
    with pytest.raises(Refused, match="not your opening passphrase"):
        opens(owner, BID)
    bid = Bid.objects.filter(request=row, state="sealed").first()
    assert bid is not None
    opener = Opener.objects.get(request=row, member=owner)
    share = _share(bid, opener, _private(opener, ASKED.get_secret_value()))
    with pytest.raises(sealing.NotOpened):
        sealing.unsealed(share, bytes(bid.sealed), about_bid(bid.public_id))
    opens(owner)
    assert not OpenedBid.objects.filter(request=row).exists() and HandedShare.objects.filter(request=row).count() == 4
    assert share not in b"".join(bytes(one.sealed) for one in HandedShare.objects.filter(request=row))
    with pytest.raises(Refused, match="you have given your share"):
        opens(owner)
    assert not OpenedBid.objects.filter(request=row).exists()
    opens(security)  # any second one of the three
    found = {one.bidder.name: one.content["prices"] for one in OpenedBid.objects.filter(request=row).select_related("bidder")}
    assert set(found) == {"Luzon Assist, Inc.", "Vistula Desk Sp. z o.o."}
    assert all(set(prices.values()) == {"2.00"} for prices in found.values())


def test_a_bid_that_is_not_the_one_of_its_receipt_is_not_opened(place: Callable[[str], Any], clock: Callable[[int], None]) -> None:
    """Whoever writes to the database can put another digest there, and then nothing of the request is opened as if all were well."""
    from remit.records.models.bid import Bid, OpenedBid
    from remit.stages.selection.open_bids import open_bids
    from remit.stages.selection.submit_bid import submit_bid
    from remit.values.fault import Refused

    row = request_row()
    submit_bid(by=place("bidder"), request=row.public_id, key=whole_bid(place("bidder")))
    clock(row.opening_at)
    open_bids(by=place("owner"), request=row.public_id, passphrase=ASKED)
    digest = f"sha256:{'0' * 64}"
    Bid.objects.filter(request=row, state="sealed").update(digest=digest)
    with pytest.raises(Refused, match="is not the one of its receipt"):
        open_bids(by=place("security-officer"), request=row.public_id, passphrase=ASKED)
    assert not OpenedBid.objects.filter(request=row).exists()


def test_one_opener_opens_nothing_twice_over(place: Callable[[str], Any], clock: Callable[[int], None]) -> None:
    """Also where no bid came, so that nothing has to be joined."""
    from remit.stages.selection.open_bids import open_bids
    from remit.values.fault import Refused

    row = request_row()
    clock(row.opening_at)
    open_bids(by=place("owner"), request=row.public_id, passphrase=ASKED)
    with pytest.raises(Refused, match="you have given your share"):
        open_bids(by=place("owner"), request=row.public_id, passphrase=ASKED)
    row.refresh_from_db()
    assert row.state == "published"
    open_bids(by=place("security-officer"), request=row.public_id, passphrase=ASKED)
    row.refresh_from_db()
    assert row.state == "opened"


def test_neither_length_nor_digest_tells_what_a_bid_says(place: Callable[[str], Any]) -> None:
    """The digest is on a receipt that others may see: prices tried one by one against it would be found, were it not for the salt."""
    from remit.stages.selection.bidding import bidder_of, key_from, opened
    from remit.stages.selection.submit_bid import canonical, submit_bid

    bidder, row, digests, lengths = place("bidder"), request_row(), set(), set()
    for price in ("2.00", "2.00", "1234567.89"):
        bid = submit_bid(by=bidder, request=row.public_id, key=whole_bid(bidder, price))
        bid.refresh_from_db()
        digests.add(bid.digest)
        lengths.add(len(bytes(bid.sealed)))
    assert len(digests) == 3 and len(lengths) == 1
    one = bidder_of(bidder, row.public_id)
    said = opened(one, key_from(whole_bid(bidder).get_secret_value()))
    assert canonical(one, 4, said, []) != canonical(one, 4, said, []), "the same words of the same version"


def test_bidders_are_apart_and_the_provider_of_the_contract_sees_nothing(place: Callable[[str], Any]) -> None:
    """Pages of one bidder are not there for another; roles of the contract are told that they may not."""
    from remit.records.models.bid import Bid, BidDraft
    from remit.records.models.provider import Provider
    from remit.records.models.request import Request
    from remit.records.scoping import visible
    from remit.stages.selection.submit_bid import submit_bid

    bidder, other, row = place("bidder"), other_bidder(), request_row()
    submit_bid(by=bidder, request=row.public_id, key=whole_bid(bidder))
    own = {(one.bidder_id, one.request_id) for one in visible(Bid, bidder)}
    assert len(own) == 2 and all(pair not in own for pair in {(one.bidder_id, one.request_id) for one in visible(Bid, other)})
    assert visible(BidDraft, bidder).count() == 2 and visible(BidDraft, place("owner")).count() == 0
    for persona in ("delivery-manager", "agent", "quality-auditor"):
        assert [visible(model, place(persona)).count() for model in (Bid, BidDraft, Request, Provider)] == [0, 0, 0, 0]
    assert visible(Provider, bidder).count() == 0
    theirs, mine = signed_in(other.user), signed_in(bidder.user)
    assert mine.get("/e/HAR/bid/2/receipt-1.json").status_code == 200
    assert theirs.get("/e/HAR/bid/2/receipt-1.json").status_code == 404, "there is no bid of theirs yet"
    page = theirs.get("/e/HAR/bid/2/").content.decode()
    assert "Luzon" not in page and "10 of 10 things are still to answer" in page
    for where in ("requests/2/", "requests/", "shortlist/", "providers/1/"):
        assert mine.get(f"/e/HAR/{where}").status_code == 403
    assert mine.get("/providers").status_code == 403
    manager = signed_in(place("delivery-manager").user)
    assert [manager.get(f"/e/HAR/{where}").status_code for where in ("requests/2/", "bid/2/", "bid/")] == [403, 403, 403]


def test_a_bidder_is_not_told_who_holds_the_contract(place: Callable[[str], Any]) -> None:
    client = signed_in(place("bidder").user)
    for where in ("/", "/engagements/", "/inbox", "/e/HAR/bid/", "/e/HAR/bid/2/", "/you"):
        said = client.get(where).content.decode()
        assert "Salt River" not in said and "Cape Town" not in said, where


def test_who_asks_is_not_told(place: Callable[[str], Any]) -> None:
    from remit.records.models.bidder import Asker
    from remit.records.models.request import Inquiry
    from remit.records.scoping import visible
    from remit.stages.selection.answer_question import answer_question
    from remit.stages.selection.ask_question import ask_question

    bidder, other, owner, row = place("bidder"), other_bidder(), place("owner"), request_row()
    made = ask_question(by=other, request=row.public_id, text="Which carrier do you use?")
    assert not visible(Asker, owner).exists() and not visible(Inquiry, bidder).filter(pk=made.pk).exists()
    page = signed_in(owner.user).get("/e/HAR/requests/2/").content.decode()
    asked = page.partition('id="questions"')[2].partition('id="asked"')[0]
    assert "Which carrier do you use?" in asked and "Vistula" not in asked and "Marta" not in asked
    answer_question(by=owner, inquiry=made.public_id, answer="BT.")
    page = signed_in(bidder.user).get("/e/HAR/bid/2/").content.decode()
    assert "Which carrier do you use?" in page and "BT." in page and "Vistula" not in page and "Marta" not in page


def test_a_published_request_changes_by_addenda_that_are_a_chain(place: Callable[[str], Any]) -> None:
    from remit.stages.selection.edit_request import edit_request
    from remit.stages.selection.issue_addendum import issue_addendum
    from remit.stages.selection.set_criteria import set_criteria
    from remit.values.fault import Refused

    owner, row = place("owner"), request_row()
    for change in (
        lambda: edit_request(by=owner, request=row.public_id, title="Something else"),
        lambda: set_criteria(by=owner, request=row.public_id, weights={}),
    ):
        with pytest.raises(Refused, match="is published, and its words are fixed"):
            change()
    with pytest.raises(Refused, match="a deadline only moves later"):
        issue_addendum(by=owner, request=row.public_id, text="Sooner.", deadline="2026-11-20T17:00")
    first = issue_addendum(by=owner, request=row.public_id, text="Calls are counted when answered.")
    second = issue_addendum(by=owner, request=row.public_id, text="A week more.", deadline="2026-12-03T17:00")
    assert (first.before, second.before, second.number) == (row.digest, first.digest, 2)
    page = signed_in(place("bidder").user).get("/e/HAR/bid/2/").content.decode()
    assert "Calls are counted when answered." in page and "Thu 3 Dec, 17:00" in page


def test_the_log_keeps_back_what_a_bid_says(place: Callable[[str], Any]) -> None:
    from remit.records.models.audit_entry import AuditEntry

    whole_bid(place("bidder"), "3.14159")
    rows = AuditEntry.objects.filter(engagement__code="HAR", action="save bid")
    assert rows.count() >= 6 and {row.visible_to for row in rows} == {"bidder"}
    assert all("3.14159" not in str(row.said) and "yes indeed" not in str(row.said) for row in rows)
    assert {str(row.said["prices"]) for row in rows} == {"(secret)"}


def test_any_two_shares_make_the_key_and_one_leaves_every_key_possible() -> None:
    from itertools import combinations

    from remit.stages.selection.shares import _inverse, _times, joined, split

    key = bytes(range(200, 232))
    shares = dict(enumerate(split(key, 5), 1))
    assert all(joined({a: shares[a], b: shares[b]}) == key for a, b in combinations(shares, 2))
    assert all(_times(a, _inverse(a)) == 1 for a in range(1, 256))
    possible = {_times(slope, 3) ^ shares[3][0] for slope in range(256)}
    assert len(possible) == 256, "a share fits every value of the byte"
    with pytest.raises(ValueError, match="it takes two shares"):
        joined({1: shares[1]})
