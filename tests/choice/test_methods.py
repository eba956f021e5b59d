"""Each method and price formula against its published example, and the methods against pymcdm, which somebody else wrote."""

from __future__ import annotations

import itertools
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pymcdm.methods import PROMETHEE_II, TOPSIS
from pymcdm.normalizations import vector_normalization

from remit.choice.matrix import Criterion, Matrix
from remit.choice.method import methods
from remit.choice.methods.promethee_ii import net_flows, preference
from remit.choice.price import NoSuchPrice, formulas
from tests.choice.bids import matrices, priced

pytestmark = pytest.mark.filterwarnings("ignore:Alternatives with indices")  # the oracle's advice


def points(formula: str, prices: list[int], most: int, budget: int | None = None) -> list[float]:
    shares = formulas()[formula].shares([Fraction(price) for price in prices], None if budget is None else Fraction(budget))
    return [round(float(share * most), 1) for share in shares]


@pytest.mark.parametrize(
    ("formula", "prices", "most", "budget", "expected"),
    [
        ("lowest over price", [50_000, 55_000], 300, None, [300, 272.7]),
        ("linear between lowest and highest", [100, 110, 120], 40, None, [40, 20, 0]),
        ("linear between lowest and highest", [100, 100], 40, None, [40, 40]),
        ("linear to budget", [100, 110, 130], 40, 120, [40, 20, 0]),
        ("share below budget", [100, 110, 250], 40, 200, [20, 18, 0]),
        ("per cent above lowest", [100, 110, 300], 40, None, [40, 36, 0]),
        ("distance from mean", [90, 100, 110], 40, None, [24, 20, 16]),
    ],
)
def test_price_formulas_give_their_examples(formula: str, prices: list[int], most: int, budget: int | None, expected: list[float]) -> None:
    assert points(formula, prices, most, budget) == expected


def test_every_formula_and_method_says_where_it_comes_from() -> None:
    for one in [*formulas().values(), *methods().values()]:
        assert one.practice and one.source and one.example and type(one).__module__
    assert {"lowest over price", "linear to budget"} <= set(formulas()) and {"weighted sum", "topsis", "promethee ii"} <= set(methods())


@pytest.mark.parametrize("name", sorted(formulas()))
@given(prices=st.lists(st.integers(1, 500), min_size=1, max_size=6))
def test_a_cheaper_bid_never_gets_fewer_points(name: str, prices: list[int]) -> None:
    shares = formulas()[name].shares([Fraction(price) for price in prices], Fraction(300))
    assert all(0 <= share <= 1 for share in shares)
    pairs = sorted(zip(prices, shares, strict=True))
    assert all(one[1] >= other[1] for one, other in itertools.pairwise(pairs))


def test_a_price_or_budget_that_is_missing_is_said() -> None:
    with pytest.raises(NoSuchPrice, match="name the budget"):
        formulas()["linear to budget"].shares([Fraction(1)])
    with pytest.raises(NoSuchPrice, match="above zero"):
        formulas()["lowest over price"].shares([Fraction(0)])


@given(matrices())
def test_topsis_is_that_of_pymcdm(matrix: Matrix) -> None:
    scores = np.array([[float(score) for score in row] for row in matrix.scores])
    assume((scores.max(axis=0) > 0).all() and len(set(map(tuple, matrix.scores))) > 1)
    oracle = TOPSIS(normalization_function=lambda column, cost=False: vector_normalization(column, cost=False))
    expected = oracle(scores, np.array([float(weight) for weight in matrix.weights]), np.ones(scores.shape[1]))
    assert np.allclose([float(value) for value in methods()["topsis"].judged(matrix).values], expected, atol=1e-9)


@pytest.mark.parametrize(
    ("shape", "theirs", "q", "p"),
    # Differences of tenths are exact here and floats there, so no threshold is one of them.
    [
        ("usual", "usual", "0", "1"),
        ("u shape", "ushape", "0.95", "1"),
        ("v shape", "vshape", "0", "2.95"),
        ("linear", "vshape_2", "0.95", "3.95"),
        ("level", "level", "0.95", "3.95"),
    ],
)
@given(matrix=matrices())
def test_promethee_is_that_of_pymcdm(shape: str, theirs: str, q: str, p: str, matrix: Matrix) -> None:
    scores = np.array([[float(score) for score in row] for row in matrix.scores])
    count = scores.shape[1]
    weights = np.array([float(weight) for weight in matrix.weights])
    expected = PROMETHEE_II(theirs, p=[float(p)] * count, q=[float(q)] * count)(scores, weights, np.ones(count))
    ours = net_flows(matrix.scores, matrix.weights, [preference(shape, Fraction(q), Fraction(p))] * count)
    assert np.allclose([float(flow) for flow in ours], expected, atol=1e-9)
    assert sum(ours) == 0


def test_preference_functions_refuse_thresholds_that_do_not_rise() -> None:
    for shape, q, p in (("linear", 3, 3), ("v shape", 0, 0), ("star", 0, 1)):
        with pytest.raises(ValueError):
            preference(shape, Fraction(q), Fraction(p))
    assert [preference("level", Fraction(1), Fraction(3))(Fraction(d)) for d in (1, 2, 3, 4)] == [0, Fraction(1, 2), Fraction(1, 2), 1]


def bids(*rows: tuple[int, int], budget: int | None = None, least: int | None = None) -> Matrix:
    criteria = (
        Criterion("quality", Fraction(1), highest=Fraction(100), least=None if least is None else Fraction(least)),
        Criterion("price", Fraction(1), "price"),
    )
    scores = tuple((Fraction(quality), Fraction(price)) for quality, price in rows)
    return Matrix(criteria, tuple("PQRS"[: len(rows)]), scores, {}, None if budget is None else Fraction(budget))


def test_a_fixed_budget_is_a_gate() -> None:
    judged = methods()["fixed budget"].judged(bids((87, 31_000), (85, 28_500), (66, 20_000), budget=30_000, least=70))
    assert judged.winners == ("Q",)
    assert judged.out == {"R": ("quality 66 is below the least of 70",), "P": ("the price is 1,000 over the budget of 30,000",)}


def test_least_cost_takes_the_cheapest_past_the_gate() -> None:
    assert methods()["lowest price past the gate"].judged(bids((60, 100), (80, 120), (95, 150), least=70)).winners == ("Q",)


def test_quality_per_price_gives_its_example() -> None:
    judged = methods()["quality per price"].judged(bids((80, 100), (95, 130)))
    assert [round(float(value), 1) for value in judged.values] == [800, 730.8]


@given(priced("share below budget"))
def test_an_absolute_formula_is_not_turned_by_a_withdrawal(matrix: Matrix) -> None:
    from dataclasses import replace

    from remit.choice.reversal import withdrawals

    assert withdrawals(replace(matrix, budget=Fraction(500))) == ()
