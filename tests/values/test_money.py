"""Money is exact: rounding agrees with Decimal's own, parts sum to the whole, currencies never mix."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, ROUND_UP, Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from remit.values.money import CurrencyMismatch, Money, Rounding, RoundingRule, split

DECIMALS = st.decimals(min_value=-(10**9), max_value=10**9, places=6, allow_nan=False, allow_infinity=False)
UNITS = st.sampled_from([Decimal("0.01"), Decimal("1"), Decimal("0.001"), Decimal("0.05"), Decimal("100")])
RULES: dict[RoundingRule, str] = {"half up": ROUND_HALF_UP, "half even": ROUND_HALF_EVEN, "down": ROUND_DOWN, "up": ROUND_UP}


@given(DECIMALS, st.sampled_from(["0.01", "1", "0.0001"]), st.sampled_from(list(RULES)))
@example(Decimal("0.005"), "0.01", "half up")
@example(Decimal("-0.005"), "0.01", "half up")
@example(Decimal("0.015"), "0.01", "half even")
@example(Decimal("-0.001"), "0.01", "up")
def test_rounding_is_that_of_decimal(amount: Decimal, to: str, rule: RoundingRule) -> None:
    assert Rounding(rule, Decimal(to)).of(amount) == amount.quantize(Decimal(to), rounding=RULES[rule])


@given(st.fractions(min_value=-(10**6), max_value=10**6), UNITS, st.sampled_from(list(RULES)))
def test_rounding_of_fractions(amount: Fraction, unit: Decimal, rule: RoundingRule) -> None:
    rounded = Rounding(rule, unit).of(amount)
    assert (rounded / unit) % 1 == 0
    distance = abs(Fraction(rounded) - amount)
    assert distance <= Fraction(unit) / 2 if rule.startswith("half") else distance < Fraction(unit)
    assert Rounding(rule, unit).of(rounded) == rounded
    assert Rounding(rule, unit).of(-amount) == -rounded, "what one side receives the other pays"
    assert rounded.is_zero() or (rounded > 0) == (amount > 0)
    assert str(rounded) not in {"-0.00", "-0"}, "nothing owed has no sign"


def test_rounding_keeps_the_places_of_its_unit() -> None:
    assert str(Rounding().of(12)) == "12.00"
    assert str(Rounding(to=Decimal("0.05")).of(Decimal("1.03"))) == "1.05"
    assert str(Rounding(to=Decimal(1)).of(Fraction(5, 2))) == "3"


def test_a_third_is_not_rounded_twice() -> None:
    """0.0049999… must not become 0.005 on the way to 0.01."""
    assert Rounding().of(Fraction(5, 1000) - Fraction(1, 10**40)) == Decimal("0.00")


@given(
    st.integers(-(10**9), 10**9),
    st.lists(st.fractions(min_value=0, max_value=1000), min_size=1, max_size=12).filter(any),
    st.sampled_from([Decimal("0.01"), Decimal("1"), Decimal("0.05")]),
)
def test_parts_sum_to_the_whole(units: int, weights: list[Fraction], unit: Decimal) -> None:
    total = units * unit
    parts = split(total, weights, unit)
    assert sum(parts) == total
    for part, weight in zip(parts, weights, strict=True):
        assert abs(Fraction(part) - Fraction(total) * weight / sum(weights)) < Fraction(unit), "no part is a whole unit off its share"
        assert weight or not part, "what has no weight gets nothing"
    assert split(-total, weights, unit) == tuple(-part for part in parts)


@given(st.integers(0, 10**6), st.lists(st.integers(1, 50), min_size=2, max_size=8))
def test_larger_weights_never_get_less(pennies: int, weights: list[int]) -> None:
    parts = split(Decimal(pennies).scaleb(-2), weights, Decimal("0.01"))
    ranked = sorted(zip(weights, parts, strict=True))
    assert all(low <= high for (a, low), (b, high) in pairwise(ranked) if a < b)


def test_what_cannot_be_split_is_refused() -> None:
    with pytest.raises(ValueError, match="not a multiple of"):
        split(Decimal("0.005"), [1, 1], Decimal("0.01"))
    with pytest.raises(ValueError, match="all weights are zero"):
        split(Decimal("1.00"), [0, 0], Decimal("0.01"))


def test_currencies_do_not_mix() -> None:
    with pytest.raises(CurrencyMismatch, match="GBP and ZAR cannot be added"):
        Money(Decimal(1), "GBP") + Money(Decimal(1), "ZAR")
    assert -Money(Decimal("2.60"), "GBP") == Money(Decimal("-2.60"), "GBP")
