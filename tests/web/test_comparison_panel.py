"""The panel that scores sealed bids: each without sight of the others, prices last, evidence for each score, talk before consensus."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from remit.values.fault import Refused

pytestmark = [pytest.mark.django_db]
Place = Callable[[str], Any]
PANEL = ("owner", "process-owner", "finance")
WORDS = {"owner": "zebra", "process-owner": "okapi", "finance": "tapir"}
"""What each writes as evidence, so that it is found wherever it leaks."""


@pytest.fixture
def request_open(place: Place) -> Any:
    """The demo's first request, its bids open and its panel named anew: nobody has scored."""
    from remit.records.models.award import Award
    from remit.records.models.request import Request
    from remit.records.models.scoring import Panel
    from remit.stages.selection.open_panel import open_panel

    row = Request.objects.get(number=1)
    Award.objects.filter(request=row).delete()
    Panel.objects.filter(request=row).delete()
    cost = row.criteria.get(name="Cost").public_id
    scorers = [place(name).public_id for name in PANEL]
    open_panel(by=place("owner"), request=row.public_id, scorers=scorers, price_criterion=cost, price_last=True)
    return row


def score(by: Any, row: Any, value: str, word: str, price: bool = False, evidence: bool = True) -> None:
    from remit.stages.selection.score_bid import score_bid

    criteria = [one.public_id for one in row.criteria.all() if (one.name == "Cost") == price]
    said = {number: f"{word} seen" for number in criteria} if evidence else {}
    for bidder in row.bidders.filter(opened__isnull=False):
        score_bid(by=by, request=row.public_id, bidder=bidder.public_id, scores=dict.fromkeys(criteria, Decimal(value)), evidence=said)


def page(client_of: Callable[[str], Any], persona: str) -> str:
    text: str = client_of(persona).get("/e/HAR/scoring/?request=1").content.decode()
    return text


@pytest.mark.row(18)
def test_an_industry_report_is_cited_on_a_score(client_of: Callable[[str], Any]) -> None:
    text = client_of("owner").get("/e/HAR/scoring/?request=1").content.decode()
    assert "cites industry report" in text


@pytest.mark.row(22)
def test_a_score_needs_evidence_and_may_cite_a_source(place: Place, request_open: Any, client_of: Callable[[str], Any]) -> None:
    owner = place("owner")
    with pytest.raises(Refused, match="has no evidence; say what the score rests on"):
        score(owner, request_open, "7.5", "", evidence=False)
    with pytest.raises(Refused, match="a score is 0 to 10"):
        score(owner, request_open, "11", "sample")
    score(owner, request_open, "7.5", "sample")
    assert "sample seen" in page(client_of, "owner") and 'value="7.5"' in page(client_of, "owner")


def test_nobody_sees_a_score_before_all_have_handed_in(place: Place, request_open: Any, client_of: Callable[[str], Any]) -> None:
    from remit.records.models.audit_entry import AuditEntry
    from remit.stages.selection.hand_in_scores import hand_in_scores
    from remit.stages.selection.lock_scores import lock_scores
    from remit.stages.selection.settle_scores import settle_scores

    number = request_open.public_id
    for name in PANEL:
        score(place(name), request_open, {"owner": "6", "process-owner": "7", "finance": "9"}[name], WORDS[name])
        lock_scores(by=place(name), request=number)
    for name in PANEL:
        score(place(name), request_open, "5", WORDS[name], price=True)
    hand_in_scores(by=place("owner"), request=number)
    with pytest.raises(Refused, match="2 of the panel have not handed in"):
        settle_scores(by=place("owner"), request=number)
    for name in (*PANEL, "security-officer"):
        text = page(client_of, name)
        for other in PANEL:
            assert (WORDS[other] in text) == (other == name and name != "owner"), (name, other)
    for word in WORDS.values():
        assert not AuditEntry.objects.filter(said__icontains=word).exists(), "the log, which the side reads, holds no score"
    for name in PANEL[1:]:
        hand_in_scores(by=place(name), request=number)
    text = page(client_of, "security-officer")
    assert all(word in text for word in WORDS.values())
    with pytest.raises(Refused, match="your scores stand"):
        score(place("owner"), request_open, "9", "later", price=True)


def test_prices_are_unseen_until_all_have_locked_the_rest(place: Place, request_open: Any, client_of: Callable[[str], Any]) -> None:
    from remit.stages.selection.hand_in_scores import hand_in_scores
    from remit.stages.selection.lock_scores import lock_scores

    number = request_open.public_id
    with pytest.raises(Refused, match="prices are unseen until all have locked"):
        score(place("owner"), request_open, "5", "guess", price=True)
    with pytest.raises(Refused, match="Cape Town has no score for domain experience"):
        lock_scores(by=place("owner"), request=number)
    salt = request_open.bidders.get(name__startswith="Salt").public_id
    for name in PANEL[:2]:
        score(place(name), request_open, "7", "seen")
        lock_scores(by=place(name), request=number)
        bid = client_of(name).get(f"/e/HAR/requests/1/bids/{salt}/").content.decode()
        assert "Prices stay unseen until every scorer has locked" in bid
        for text in (page(client_of, name), bid):
            assert not any(price in text for price in ("2.60", "10,400", "1,450", "15,570", "24,600"))
    with pytest.raises(Refused, match="is locked; prices are known now"):
        score(place("owner"), request_open, "9", "again")
    score(place("finance"), request_open, "7", "seen")
    lock_scores(by=place("finance"), request=number)
    assert "£2.60 each, £10,400.00" in page(client_of, "finance")
    assert "£15,570.00" in client_of("finance").get(f"/e/HAR/requests/1/bids/{salt}/").content.decode()
    with pytest.raises(Refused, match="has no score for cost"):
        hand_in_scores(by=place("finance"), request=number)


def test_what_the_panel_sees_differently_is_agreed_before_it_settles(place: Place, request_open: Any) -> None:
    from remit.stages.selection.agree_score import agree_score
    from remit.stages.selection.contest import contest
    from remit.stages.selection.hand_in_scores import hand_in_scores
    from remit.stages.selection.lock_scores import lock_scores
    from remit.stages.selection.panel_rows import panel_of
    from remit.stages.selection.score_bid import score_bid
    from remit.stages.selection.settle_scores import settle_scores

    owner, number = place("owner"), request_open.public_id
    for name, value in zip(PANEL, ("7", "8", "8"), strict=True):
        score(place(name), request_open, value, "seen")
    bidder, scale = request_open.bidders.get(name__startswith="Salt"), request_open.criteria.get(name="Scale")
    given = {"bidder": bidder.public_id, "scores": {scale.public_id: Decimal("5.5")}, "evidence": {scale.public_id: "hires slowly"}}
    score_bid(by=place("finance"), request=number, **given)
    with pytest.raises(Refused, match="not everybody has handed in"):
        agree_score(by=owner, request=number, bidder=bidder.public_id, criterion=scale.public_id, value=Decimal(7), reason="x")
    for name in PANEL:
        lock_scores(by=place(name), request=number)
    for name in PANEL:
        score(place(name), request_open, "5", "seen", price=True)
        hand_in_scores(by=place(name), request=number)
    with pytest.raises(Refused, match=r"Cape Town on scale: 5\.5 by Jon Penrose, 7 by Ruth Ashdown, 8 by Priya Nair; talk, and agree"):
        settle_scores(by=owner, request=number)
    agree_score(
        by=owner, request=number, bidder=bidder.public_id, criterion=scale.public_id, value=Decimal("6.5"), reason="4,500 are proved"
    )
    settle_scores(by=owner, request=number)
    found = contest(owner, panel_of(owner, number))
    assert found is not None
    column = [one.name for one in found.matrix.criteria]
    assert found.matrix.scores[0][column.index("Scale")] == Decimal("6.5")
    assert float(found.matrix.scores[0][column.index("Systems")]) == pytest.approx(23 / 3), "elsewhere the mean counts, exact"
    with pytest.raises(Refused, match="settled, and never change"):
        agree_score(by=owner, request=number, bidder=bidder.public_id, criterion=scale.public_id, value=Decimal(9), reason="x")


def test_only_the_client_scores_and_only_its_owner_awards(place: Place, request_open: Any) -> None:
    from remit.stages.action import NotAllowed
    from remit.stages.selection.award_request import award_request
    from remit.stages.selection.hand_in_scores import hand_in_scores

    with pytest.raises(NotAllowed):
        hand_in_scores(by=place("delivery-manager"), request=request_open.public_id)
    with pytest.raises(Refused, match="you are not on the panel"):
        hand_in_scores(by=place("security-officer"), request=request_open.public_id)
    for persona in ("process-owner", "finance", "bidder"):
        with pytest.raises(NotAllowed):
            award_request(by=place(persona), request=request_open.public_id, bidder="x", reason="because they are the best of all")
    with pytest.raises(Refused, match="the scores are not settled"):
        award_request(by=place("owner"), request=request_open.public_id, bidder="x", reason="because they are the best of all")


def test_a_panel_may_be_named_while_the_bids_are_sealed(place: Place, client_of: Callable[[str], Any]) -> None:
    """Then nobody sees a price before the technical scores, not even for a moment after the opening."""
    from remit.records.models.request import Request
    from remit.stages.selection.open_panel import open_panel
    from remit.stages.selection.panel_rows import prices_hidden
    from remit.stages.selection.score_bid import score_bid

    owner, row = place("owner"), Request.objects.get(number=2)
    cost = row.criteria.order_by("place")[0]
    assert "The bids are still sealed" in client_of("owner").get("/e/HAR/scoring/?request=2").content.decode()
    open_panel(by=owner, request=row.public_id, scorers=[place("finance").public_id], price_criterion=cost.public_id, price_last=True)
    assert prices_hidden(owner, row)
    assert "1 person is named" in client_of("owner").get("/e/HAR/scoring/?request=2").content.decode()
    with pytest.raises(Refused, match="are not opened; let two of the openers"):
        score_bid(by=place("finance"), request=row.public_id, bidder="x", scores={cost.public_id: Decimal(7)})
