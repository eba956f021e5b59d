"""Proof of a share against an oracle that shares nothing with it: the binomial tail as exact fractions, tried one unit at a time."""

from __future__ import annotations

from fractions import Fraction
from math import comb

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from remit.work.intervals import lower
from remit.work.proof import more_to_prove, proves

CONFIDENCE = Fraction(95, 100)
WANTED = [Fraction(1, 2), Fraction(85, 100), Fraction(9, 10), Fraction(95, 100), Fraction(99, 100)]


def tail(good: int, count: int, share: Fraction) -> Fraction:
    """The probability of at least `good` of `count` at this share, as a fraction."""
    return sum((comb(count, k) * share**k * (1 - share) ** (count - k) for k in range(good, count + 1)), Fraction(0))


def proven(good: int, count: int, wanted: Fraction) -> bool:
    """By the definition of the bound: at the share that is wanted, a result as good comes up in at most one case of twenty."""
    return tail(good, count, wanted) <= 1 - CONFIDENCE


@given(st.integers(1, 120), st.integers(0, 120), st.sampled_from(WANTED))
@settings(max_examples=300, deadline=None)
def test_a_share_is_proven_exactly_where_luck_would_be_rarer_than_agreed(count: int, bad: int, wanted: Fraction) -> None:
    good = max(0, count - bad)
    assert proves(good, count, wanted, CONFIDENCE) == proven(good, count, wanted)
    assert proves(good, count, wanted, CONFIDENCE) == (lower(good, count, CONFIDENCE) >= wanted)


@given(st.integers(0, 60), st.integers(0, 4), st.sampled_from(WANTED[:4]))
@settings(max_examples=120, deadline=None)
def test_how_many_more_is_the_first_number_that_does(good: int, bad: int, wanted: Fraction) -> None:
    found, count = more_to_prove(good, good + bad, wanted, CONFIDENCE), good + bad
    first = next(more for more in range(2_000) if good + more and proven(good + more, count + more, wanted))
    assert found == first


def test_the_figures_of_the_two_gates() -> None:
    assert not proves(1204, 1221, Fraction(99, 100), CONFIDENCE)
    assert more_to_prove(1204, 1221, Fraction(99, 100), CONFIDENCE) == 1325
    assert proves(3128, 3150, Fraction(99, 100), CONFIDENCE)
    assert str(round(float(lower(3128, 3150, CONFIDENCE)) * 100, 2)) == "99.0"


def test_what_can_never_be_proven_and_what_is_no_count() -> None:
    assert more_to_prove(500, 500, Fraction(1), CONFIDENCE) is None
    assert not proves(0, 0, Fraction(1, 2), CONFIDENCE)
    with pytest.raises(ValueError, match="more were good"):
        proves(3, 2, Fraction(1, 2), CONFIDENCE)
