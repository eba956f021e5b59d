"""Losing bids that decide, scorers who disagree, costs that are not known."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given

from remit.choice.matrix import Criterion, Matrix, read_matrix
from remit.choice.method import methods
from remit.choice.panel import divergences, diverges, extremes, of_each
from remit.choice.reversal import added, withdrawals
from remit.choice.robustness import draws
from remit.choice.true_cost import Bid, Doubt, NotPriced, PriceSheet, Range, Rate, lines, monthly, scenarios
from tests.choice.bids import demonstration, priced

HALF = Fraction(1, 2)
CRITERIA = (Criterion("quality", HALF, highest=Fraction(100)), Criterion("price", HALF, "price"))
REVERSAL = Matrix(CRITERIA, ("A", "B", "C"), tuple((Fraction(q), Fraction(p)) for q, p in ((80, 100), (95, 130), (20, 50))))


def test_a_losing_bid_that_decides_is_named() -> None:
    (turn,) = withdrawals(REVERSAL)
    assert turn.without == "C" and turn.was == ("B", "A") and turn.becomes == ("A", "B") and turn.changes_award


def test_sums_on_fixed_scales_never_turn() -> None:
    assert withdrawals(demonstration()) == () and added(demonstration()) is None


def test_one_more_cheap_bid_turns_it_at_the_very_penny() -> None:
    """0.5·80 + 50·L/100 = 0.5·95 + 50·L/130 at L = 65."""
    found = added(REVERSAL.without("C"))
    assert found is not None and found.lower and found.price == Fraction(6499, 100) and found.to == ("B",)


@given(priced())
def test_a_warning_is_true(matrix: Matrix) -> None:
    judge = methods()["weighted sum"]
    for turn in withdrawals(matrix):
        assert judge.judged(matrix.without(turn.without)).order == turn.becomes
        assert turn.without not in judge.judged(matrix).winners
    found = added(matrix)
    if found is not None:
        more = matrix.joined("one more", [Fraction(0), found.price])
        assert judge.judged(more).winners == found.to != judge.judged(matrix).winners
        assert "one more" not in found.to


def test_scorers_who_disagree_are_named_and_counted() -> None:
    matrix = read_matrix({"cost": 50, "culture": 50}, {"a": [8, 7], "b": [7, "7.5"]})
    sheets = {
        "Ann": {("a", "cost"): Fraction(9), ("b", "cost"): Fraction(7)},
        "Ben": {("a", "cost"): Fraction(7), ("b", "cost"): Fraction(7)},
    }
    (found,) = divergences(matrix, sheets)
    assert (found.bidder, found.criterion, found.apart) == ("a", "cost", 2) and found.scores == (("Ben", 7), ("Ann", 9))
    alone = of_each(matrix, sheets)
    assert methods()["weighted sum"].judged(alone["Ann"]).winners == ("a",)
    assert methods()["weighted sum"].judged(alone["Ben"]).winners == ("b",)
    (doubt,) = extremes(matrix, sheets)
    assert doubt.challenger == "b" and doubt.lead == Fraction(-5, 2), "50 % × (7 − 7) + 50 % × (7 − 7.5) of ten"
    sure, unsure = draws(matrix, count=2000), draws(matrix, panel=list(alone.values()), count=2000)
    assert sure.won["b"] < unsure.won["b"], "what the scorers disagree about makes the award less sure"
    assert not diverges([Fraction(7), Fraction(8)], Fraction(10)) and not diverges([Fraction(7)], Fraction(10))


def test_scorers_who_agree_change_no_draw_of_the_weights() -> None:
    matrix = demonstration()
    assert draws(matrix, panel=[matrix, matrix], count=1000).won == draws(matrix, count=1000).won


SHEET = PriceSheet((Rate("ticket", Fraction(260, 100)), Rate("line", Fraction(31, 100))), Fraction(1450))
VOLUMES = {"ticket": Fraction(4000), "line": Fraction(12000)}


def test_true_cost_adds_what_a_price_sheet_hides() -> None:
    bid = Bid(
        SHEET,
        Fraction(1500),
        Fraction(24600),
        24,
        Doubt(Fraction(-3, 100), 0, Fraction(4, 100)),
        Doubt(0, 118, 300),
        Doubt(0, 100, 640),
    )
    assert SHEET.monthly(VOLUMES) == 15_570
    found = monthly(bid, VOLUMES)
    assert found == Range(Fraction("17627.9"), Fraction(18_313), Fraction("19657.8"))
    parts = [part for _, part in lines(bid, VOLUMES)]
    assert sum(part.expected for part in parts) == found.expected and sum(part.high for part in parts) == found.high


def test_volumes_scale_the_price_and_not_the_governance() -> None:
    bid = Bid(PriceSheet((Rate("ticket", Fraction(2), Fraction(4000), Fraction(1)),), least=Fraction(5000)), governance=Fraction(100))
    found = dict(scenarios(bid, {"ticket": Fraction(4000)}, [HALF, Fraction(1), Fraction(3, 2)]))
    assert [found[factor].expected for factor in (HALF, 1, Fraction(3, 2))] == [5100, 8100, 10100], "least charge, full price, tier"


def test_a_volume_without_a_price_is_refused() -> None:
    with pytest.raises(NotPriced, match="no price for call"):
        monthly(Bid(SHEET), {"call": Fraction(3)})
    with pytest.raises(ValueError, match="a range rises"):
        Doubt(2, 1, 3)
