"""Totals, draws and flips: the demonstration's figures, and what must hold of any comparison."""

from __future__ import annotations

import random
from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from remit.choice.flips import reweighed, score_flips, weight_flips, winner
from remit.choice.matrix import Criterion, Matrix, number, read_matrix
from remit.choice.method import methods
from remit.choice.robustness import NobodyLeft, draws
from remit.values.fault import Refused
from tests.choice.bids import SCORES, WEIGHTS, demonstration, matrices, priced

SUM = methods()["weighted sum"]
JUST = Fraction(1, 10**6)


def test_the_demonstration_adds_up() -> None:
    judged = SUM.judged(demonstration())
    assert [float(value) for value in judged.values] == [80.5, 78.25, 75.0, 68.0]
    assert judged.winners == ("Cape Town",) and judged.lead == Fraction(9, 4)


def test_cape_town_wins_96_9_per_cent_of_the_draws() -> None:
    shares = draws(demonstration())
    assert shares.won == {"Cape Town": 9688, "Manila": 312, "Kraków": 0, "Onshore": 0} and shares.tied == 0
    assert shares.leader == "Cape Town" and shares.never == ("Kraków", "Onshore")


def test_ten_lines_of_plain_python_count_the_same() -> None:
    """Anybody can repeat the draws without Remit."""
    chance = random.Random(42)
    won = dict.fromkeys(SCORES, 0)
    for _ in range(10_000):
        weights = [weight * chance.uniform(0.7, 1.3) for weight in WEIGHTS.values()]
        totals = {name: sum(w * s for w, s in zip(weights, scores, strict=True)) for name, scores in SCORES.items()}
        won[max(totals, key=lambda name: totals[name])] += 1
    assert won == draws(demonstration()).won


def test_what_flips_the_demonstration() -> None:
    flips = {(flip.criterion, flip.rises): flip for flip in weight_flips(demonstration())}
    cost = flips["cost", True]
    assert cost.at == Fraction(2900, 89) and cost.beyond == 33 and cost.to == ("Manila",)
    assert flips["culture and language", False].beyond == 6 and flips["culture and language", False].to == ("Manila",)
    assert flips["scale", True].beyond == 20 and flips["scale", True].to == ("Manila",)
    scores = {(flip.of, flip.criterion): flip.at for flip in score_flips(demonstration())}
    assert scores["Cape Town", "cost"] == Fraction(66, 10)
    assert scores["Cape Town", "culture and language"] == Fraction(75, 10)


@given(matrices())
def test_a_weight_flips_just_beyond_its_point_and_not_before(matrix: Matrix) -> None:
    names = [one.name for one in matrix.criteria]
    for flip in weight_flips(matrix):
        side = 1 if flip.rises else -1
        index = names.index(flip.criterion)
        assert winner(reweighed(matrix, index, flip.at - side * JUST * abs(flip.change))) == winner(matrix)
        assert set(winner(reweighed(matrix, index, flip.at))) >= {*winner(matrix), *flip.to}, "at the point itself they tie"
        whole = sum(one.weight for one in matrix.criteria)
        beyond = flip.at + side * min(JUST, (whole - flip.at if side > 0 else flip.at) / 10**9)
        assert winner(reweighed(matrix, index, beyond)) == flip.to != winner(matrix)
        if flip.beyond is not None:
            assert winner(reweighed(matrix, index, flip.beyond)) == flip.to


@given(matrices())
def test_where_no_weight_flips_it_none_does(matrix: Matrix) -> None:
    """A hundred weights of each criterion between nothing and everything, where no flip is said."""
    first, said = winner(matrix), {(flip.criterion, flip.rises): flip.at for flip in weight_flips(matrix)}
    assume(len(first) == 1 and len(matrix.criteria) > 1)
    whole = sum((one.weight for one in matrix.criteria), Fraction(0))
    for index, one in enumerate(matrix.criteria):
        for step in range(1, 100, 7):
            weight = whole * step / 100
            at = said.get((one.name, weight > one.weight))
            before = at is None or abs(weight - one.weight) < abs(at - one.weight)
            if before:
                assert winner(reweighed(matrix, index, weight)) == first


@given(matrices())
def test_a_score_flips_just_beyond_its_point_and_not_before(matrix: Matrix) -> None:
    for flip in score_flips(matrix):
        side = 1 if flip.rises else -1
        before = matrix.rescored(flip.of, flip.criterion, flip.at - side * JUST * abs(flip.change))
        beyond = matrix.rescored(flip.of, flip.criterion, flip.at + side * Fraction(1, 10**8))
        assert winner(before) == winner(matrix)
        assert winner(beyond) == flip.to != winner(matrix)


@given(priced())
def test_a_price_flips_at_a_penny(matrix: Matrix) -> None:
    for flip in score_flips(matrix):
        if flip.what == "price":
            side = 1 if flip.rises else -1
            before = matrix.rescored(flip.of, flip.criterion, flip.at - side * Fraction(1, 100))
            first = flip.of in winner(matrix)
            assert (winner(before) == (flip.of,)) == first
            assert (winner(matrix.rescored(flip.of, flip.criterion, flip.at)) == (flip.of,)) != first


@given(matrices(), st.integers(2, 50))
def test_weights_in_other_units_change_nothing(matrix: Matrix, factor: int) -> None:
    other = matrix.reweighed([one.weight * factor for one in matrix.criteria])
    assert SUM.judged(other).values == SUM.judged(matrix).values
    assert draws(other, count=200).won == draws(matrix, count=200).won
    assert [flip.at for flip in weight_flips(other)] == [flip.at * factor for flip in weight_flips(matrix)]


@given(matrices(), st.integers(2, 50))
def test_another_scale_changes_nothing(matrix: Matrix, factor: int) -> None:
    criteria = tuple(replace(one, highest=one.highest * factor) for one in matrix.criteria)
    other = Matrix(criteria, matrix.bidders, tuple(tuple(score * factor for score in row) for row in matrix.scores))
    assert SUM.judged(other).values == SUM.judged(matrix).values


@given(matrices())
def test_who_is_better_everywhere_wins_every_draw(matrix: Matrix) -> None:
    best = [max(row[column] for row in matrix.scores) + 1 for column in range(len(matrix.criteria))]
    criteria = tuple(replace(one, highest=Fraction(11)) for one in matrix.criteria)
    more = replace(matrix, criteria=criteria).joined("best", best)
    for name in ("weighted sum", "topsis", "promethee ii"):
        assert methods()[name].judged(more).winners == ("best",)
    assert draws(more, count=100).won["best"] == 100
    assert weight_flips(more) == ()


def test_a_tie_is_said_and_decides_nothing() -> None:
    matrix = read_matrix({"cost": 50, "culture": 50}, {"a": [8, 6], "b": [6, 8]})
    assert winner(matrix) == ("a", "b") and SUM.judged(matrix).places == {"a": 1, "b": 1} and SUM.judged(matrix).lead == 0
    assert weight_flips(matrix) == () and score_flips(matrix) == ()
    twins = draws(read_matrix({"cost": 50}, {"a": [8], "b": [8]}), count=50)
    assert twins.tied == 50 and set(twins.won.values()) == {0}


def test_scores_with_endless_decimals_stay_exact() -> None:
    """A consensus of thirds and prices over primes do not fit 64 bits once multiplied out."""
    rows = ((Fraction(25, 3), Fraction(10**9 + 7)), (Fraction(26, 3), Fraction(10**9 + 9)), (Fraction(23, 7), Fraction(10**9 + 21)))
    matrix = Matrix((Criterion("q", Fraction(1, 3)), Criterion("p", Fraction(2, 3), "price")), ("a", "b", "c"), rows)
    shares = draws(matrix, count=500)
    assert sum(shares.won.values()) + shares.tied == 500 and shares.won["b"] == 500


def test_who_lacks_a_must_keeps_its_total_and_gets_no_award() -> None:
    matrix = replace(demonstration(), missing={"Cape Town": ("Zendesk",)})
    judged = SUM.judged(matrix)
    assert judged.of["Cape Town"] == Fraction(161, 2) and judged.winners == ("Manila",)
    assert judged.out["Cape Town"] == ("lacks Zendesk",) and "Cape Town" not in judged.places
    assert draws(matrix, count=100).won["Cape Town"] == 0
    with pytest.raises(NobodyLeft):
        draws(replace(matrix, missing=dict.fromkeys(matrix.bidders, ("Zendesk",))))


def test_below_the_least_score_is_out() -> None:
    criteria = tuple(replace(one, least=Fraction(6)) if one.name == "scale" else one for one in demonstration().criteria)
    assert SUM.judged(replace(demonstration(), criteria=criteria)).out == {"Onshore": ("scale 5 is below the least of 6",)}


def test_a_bad_matrix_is_refused_with_every_fault() -> None:
    with pytest.raises(Refused) as refused:
        Matrix((Criterion("cost", Fraction(-1)), Criterion("cost", Fraction(1))), ("a", "a"), ((Fraction(11), Fraction(3)), (Fraction(1),)))
    said = str(refused.value)
    for part in ("stands there twice", "the weight is -1", "score 11 lies outside 0 to 10", "has 1 scores for 2 criteria"):
        assert part in said
    with pytest.raises(ValueError, match="not a number"):
        number("much")
