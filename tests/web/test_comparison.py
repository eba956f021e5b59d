"""Comparison of the demo's four bids in the browser: who wins, what flips it, other weights, a blocked award, memo and letters."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from remit.values.fault import Refused

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.django_db]
Place = Callable[[str], Any]
ANSWER = "Cape Town wins 96.9% of the weightings we tried. It takes a cost weight of 33, not 25, to give the award to Manila."


def slide(page: Page, label: str, value: int) -> None:
    """Moves a slider as a person does: the page hears of it and follows."""
    page.get_by_label(label, exact=True).fill(str(value))


@pytest.mark.row(28)
def test_what_would_flip_this_award_is_answered_exactly(visit: Callable[..., Page]) -> None:
    page = visit("owner", "/e/HAR/comparison/")
    assert page.locator("h1").inner_text() == ANSWER
    assert re.sub(r"\s+", " ", page.locator("table.scores tr.total").inner_text()) == "Weighted total, of 100 100 80.50 78.25 75.00 68.00"
    changes = [re.sub(r"\s+", " ", row) for row in page.locator("#changes table.changes").first.locator("tbody tr").all_inner_texts()]
    assert "Cost weight 25 33 +8" in changes and "Culture and language weight 15 6 −9" in changes and "Scale weight 10 20 +10" in changes
    assert "Cape Town’s cost score 7.5 below 6.6 −0.9" in changes
    assert "Cape Town’s culture and language score 9.0 below 7.5 −1.5" in changes
    assert page.get_by_text("In true cost Cape Town and Manila overlap; only Leeds can exceed today’s cost.").is_visible()
    assert page.get_by_text("TOPSIS, which rewards distance from the worst bid, puts Manila first").is_visible(), (
        "another opinion is not hidden"
    )


@pytest.mark.row(28)
def test_a_weight_that_is_moved_ranks_anew_and_is_not_kept(visit: Callable[..., Page]) -> None:
    from playwright.sync_api import expect

    page = visit("owner", "/e/HAR/comparison/")
    slide(page, "Cost", 37)
    expect(page.locator("h1")).to_contain_text("Manila wins")
    expect(page.locator("table.scores tr.total td.leads")).to_have_count(1)
    expect(page.get_by_text("These weights are tried; nothing is kept.")).to_be_visible()
    slide(page, "Cost", 36)
    expect(page.locator("h1")).to_contain_text("Cape Town wins")
    page.reload()
    assert page.locator("h1").inner_text() == ANSWER


@pytest.mark.row(28)
@pytest.mark.parametrize("view", ["radar", "columns"])
def test_every_view_says_the_same(visit: Callable[..., Page], view: str) -> None:
    page = visit("finance", f"/e/HAR/comparison/?view={view}", width=390, height=844)
    assert page.locator("h1").inner_text() == ANSWER
    assert page.locator("svg.web" if view == "radar" else "svg.grouped").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.row(23)
def test_a_missing_must_have_blocks_the_award_until_a_reason_is_given(visit: Callable[..., Page]) -> None:
    """The owner withdraws the award, keeps other weights, and is stopped when the award goes to whom lacks ISO 27001."""
    from playwright.sync_api import expect

    page = visit("owner", "/e/HAR/award/")
    page.get_by_text("Withdraw the award").click()
    page.get_by_label("Why", exact=True).fill("The talks about the collar failed.")
    page.get_by_role("button", name="Withdraw").click()
    expect(page.locator("h1")).to_contain_text(
        "Cape Town is first with 80.50 points; the award is not recorded yet, and a missing must-have blocks Leeds."
    )
    page.get_by_label("Leeds").check()
    page.get_by_label("Why, for somebody who reads it in three years").fill("They know our trade, and they are near.")
    page.get_by_role("button", name="Record the award").click()
    expect(page.locator("#award-faults")).to_contain_text("Leeds lacks “Are you certified to ISO 27001")
    page.get_by_text("Award although a must-have is missing").click()
    page.get_by_label("Why it gets the award all the same").fill("The certificate is due in March; until then our auditor visits monthly.")
    page.get_by_role("button", name="Record the award").click()
    expect(page.locator("h1")).to_contain_text("goes to Pennine Support Limited (Leeds)")
    expect(page.locator("h1 .marked")).to_have_text("although a must-have is missing")
    page.goto("/e/HAR/comparison/")
    assert page.locator("h1").inner_text() == ANSWER, "the comparison says what it said"


@pytest.mark.row(24)
def test_who_cannot_carry_the_forecast_is_named(visit: Callable[..., Page]) -> None:
    page = visit("owner", "/e/HAR/comparison/")
    said = "Leeds cannot carry the busiest month of the forecast: email and chat: 4,300 of 4,600 and order data entry: 12,500 of 13,500."
    assert page.get_by_text(said).is_visible()


@pytest.mark.row(29)
def test_the_unverified_badge_clears_once_every_claim_is_checked(visit: Callable[..., Page]) -> None:
    from playwright.sync_api import expect

    page = visit("finance", "/e/HAR/diligence/")
    claim = page.locator("li", has_text="CSAT 4.3")
    expect(claim).to_contain_text("unverified")
    expect(page.locator("p", has_text="Chat for a fashion retailer")).to_contain_text("unverified")
    claim.get_by_text("Check this claim").click()
    claim.get_by_label("How it was checked").fill("Amy Holt sent the survey: 4.29 of 1,100 answers.")
    claim.get_by_role("button", name="Keep").click()
    expect(page.locator("p", has_text="Chat for a fashion retailer")).to_contain_text("checked")
    expect(page.locator("li", has_text="CSAT 4.3")).to_contain_text("4.29 of 1,100 answers")


@pytest.mark.row(26)
def test_listeners_who_are_apart_are_highlighted(visit: Callable[..., Page]) -> None:
    page = visit("owner", "/e/HAR/diligence/")
    assert page.locator("h1 .marked").inner_text() == "1 answer was scored two points or more apart"
    apart = page.locator("table.talk tr.apart")
    assert apart.count() == 1 and "Ruth Ashdown 8, Priya Nair 8, Jon Penrose 5" in apart.inner_text()


def pdf_text(content: bytes) -> str:
    if not shutil.which("pdftotext"):
        pytest.skip("pdftotext is not installed (Debian's package poppler-utils)")
    text = subprocess.run(["pdftotext", "-layout", "-", "-"], input=content, capture_output=True, check=True).stdout.decode()
    return re.sub(r"\s+", " ", text)


def award_of(member: Any) -> Any:
    from remit.stages.selection.letters import awards

    return awards(member)[0]


def test_the_memo_holds_what_a_board_asks(client_of: Callable[[str], Any], place: Place) -> None:
    award = award_of(place("finance"))
    answer = client_of("finance").get(f"/e/HAR/award/{award.public_id}/memo.pdf")
    said = pdf_text(answer.content)
    for part in (ANSWER, "Cape Town 9,688 and Manila 312", "Cost weight 25 33 Manila", "Weighted total, of 100 80.50 78.25 75.00 68.00"):
        assert part in said, part
    assert "18,095.00" in said and "Ruth Ashdown, owner, decided on 5 December 2025." in said


def test_a_letter_gives_its_own_reasons_and_nobody_elses(client_of: Callable[[str], Any], place: Place) -> None:
    award = award_of(place("owner"))
    manila = next(one for one in award.figures["bidders"] if one["label"] == "Manila")
    said = client_of("owner").get(f"/e/HAR/award/{award.public_id}/letters/{manila['number']}.txt").content.decode()
    assert "Your bid came second of 4, with 78.25 of 100 points; the bid we chose has 80.50." in said
    assert "Yours was better on cost (9.5 to 7.5) and scale (9 to 7)." in said and "culture and language (6.5 to 9)" in said
    for other in ("Kraków", "Vistula", "Leeds", "Pennine", "68.00", "75.00", "£"):
        assert other not in said, "other losers and prices are nobody's business"
    assert client_of("owner").get(f"/e/HAR/award/{award.public_id}/letters/{award.bidder.public_id}.txt").status_code == 404


def test_no_bidder_and_no_provider_reads_scores_awards_or_letters(client_of: Callable[[str], Any], place: Place) -> None:
    award = award_of(place("owner"))
    for persona in ("bidder", "delivery-manager"):
        client = client_of(persona)
        for path in ("comparison/", "scoring/", "award/", "diligence/", "promises/", f"award/{award.public_id}/memo.pdf"):
            assert client.get(f"/e/HAR/{path}").status_code in (403, 404), (persona, path)


def test_an_award_freezes_what_it_rests_on(place: Place) -> None:
    from remit.stages.selection.keep_weights import keep_weights
    from remit.stages.selection.withdraw_award import withdraw_award

    owner = place("owner")
    award = award_of(owner)
    number = award.request.public_id
    weights = {one.public_id: Decimal(str(one.weight)) for one in award.request.criteria.all()}
    cost = next(one.public_id for one in award.request.criteria.all() if one.name == "Cost")
    with pytest.raises(Refused, match="the award is recorded"):
        keep_weights(by=owner, request=number, weights=weights, reason="x")
    withdraw_award(by=owner, request=number, reason="the talks failed")
    with pytest.raises(Refused, match="total 108, not 100"):
        keep_weights(by=owner, request=number, weights=weights | {cost: Decimal(33)}, reason="cost matters more now")
    scale = next(one.public_id for one in award.request.criteria.all() if one.name == "Systems")
    keep_weights(by=owner, request=number, weights=weights | {cost: Decimal(33), scale: Decimal(7)}, reason="cost matters more now")
    award.refresh_from_db()
    assert award.figures["headline"] == ANSWER and award.figures["criteria"][0]["weight"] == "25"


def test_what_the_winner_promised_is_watched_until_a_clause_holds_it(client_of: Callable[[str], Any], place: Place) -> None:
    from remit.stages.contract.promises import promises
    from remit.stages.selection.settle_promise import settle_promise

    owner = place("owner")
    page = client_of("owner").get("/e/HAR/promises/").content.decode()
    assert "promised 11 things in its bid" in page and "9 of them stand in no clause yet" in page and "15,000 order lines" in page
    waiting = promises(owner)[0]
    with pytest.raises(Refused, match="which clause holds it"):
        settle_promise(by=owner, promise=waiting.public_id, state="in the terms")
    settle_promise(by=owner, promise=waiting.public_id, state="in the terms", clause="2.1")
    assert sum(one.state == "to be watched" for one in promises(owner)) == 8


def test_a_request_is_awarded_once_and_its_winner_is_held_to_what_it_said(place: Place) -> None:
    from remit.records.models.award import BidderPromise
    from remit.stages.selection.award_request import award_request
    from remit.stages.selection.withdraw_award import withdraw_award

    owner = place("owner")
    award = award_of(owner)
    number, manila = award.request.public_id, award.request.bidders.get(name__startswith="Luzon").public_id
    reason = "They are the dearest to our customers."
    with pytest.raises(Refused, match="the award is recorded; withdraw it first"):
        award_request(by=owner, request=number, bidder=manila, reason=reason)
    withdraw_award(by=owner, request=number, reason="the talks failed")
    again = award_request(by=owner, request=number, bidder=manila, reason=reason)
    said = list(BidderPromise.objects.filter(award=again).values_list("question", "answer"))
    asked = [one.text for one in award.request.questions.order_by("place")]
    assert [question for question, _ in said[: len(asked)]] == asked and all(answer for _, answer in said)
    assert any("carry in a month" in question for question, _ in said) and any("How do you work in" in question for question, _ in said)


def test_a_required_system_that_a_bid_lacks_bars_it(place: Place) -> None:
    from remit.stages.selection.contest import contest
    from remit.stages.selection.panel_rows import panel_of

    owner = place("owner")
    award = award_of(owner)
    opened = award.bidder.opened
    must = next(one["name"] for one in award.request.systems if one.get("must"))
    opened.content = {**opened.content, "systems": {**opened.content["systems"], must: "no"}}
    opened.save()
    found = contest(owner, panel_of(owner, award.request.public_id))
    assert found is not None and must in found.missing["Cape Town"] and found.winner == "Manila"


def test_what_is_noted_beside_a_price_moves_the_true_cost(place: Place) -> None:
    from fractions import Fraction

    from remit.stages.selection.assume_cost import assume_cost
    from remit.stages.selection.contest import contest
    from remit.stages.selection.panel_rows import panel_of

    owner = place("owner")
    award = award_of(owner)
    number, salt = award.request.public_id, award.bidder.public_id
    found = contest(owner, panel_of(owner, number))
    assert found is not None and found.costs["Cape Town"].range.expected == 18_095, "15,570 + 1,500 + 24,600 ÷ 24"
    assert [float(one.expected) for _, one in found.costs["Cape Town"].scenarios] == [13_859.0, 18_095.0, 25_155.0], (
        "the fixed £1,450 stays"
    )
    given: dict[str, Any] = {"governance": Decimal(1200), "over_months": 12, "reason": "a shorter term"}
    with pytest.raises(Refused, match="do not rise"):
        assume_cost(by=owner, request=number, bidder=salt, training={"low": Decimal(5), "high": Decimal(2)}, **given)
    assume_cost(by=owner, request=number, bidder=salt, currency={"low": Decimal(-1), "high": Decimal(2)}, **given)
    after = contest(owner, panel_of(owner, number))
    assert after is not None
    cost = after.costs["Cape Town"].range
    assert (cost.low, cost.expected, cost.high) == (Fraction("18664.3"), 18_820, Fraction("19131.4"))
