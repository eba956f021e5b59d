"""Confidence bounds of a share, exact in the sense that matters: the same bits on every machine.

The bounds are those of Clopper and Pearson (1934): the lower bound is the share at which a result as good as the one found would come up
with probability 1 less the confidence. They are found by halving on a grid of 10^-12 with decimal arithmetic of 60 digits, whose
operations are defined to the last digit (General Decimal Arithmetic), so no libm and no processor has a say. Bounds are rounded outwards.

>>> float(round(lower(3128, 3150, Fraction(95, 100)), 6))
0.990042
"""

from __future__ import annotations

from decimal import Context, Decimal
from fractions import Fraction

GRID = 10**12
_EXACT = Context(prec=60, Emax=10**9, Emin=-(10**9))


def lower(good: int, count: int, confidence: Fraction) -> Fraction:
    """One-sided lower bound of a share found in a sample; 0 where nothing was good, or nothing seen."""
    if good <= 0 or count <= 0:
        return Fraction(0)
    return 1 - _upper_of_bad(count - good, count, confidence)


def upper(good: int, count: int, confidence: Fraction) -> Fraction:
    """One-sided upper bound; 1 where everything was good, or nothing seen."""
    if good >= count or count <= 0:
        return Fraction(1)
    return _upper_of_bad(good, count, confidence)


def interval(good: int, count: int, confidence: Fraction) -> tuple[Fraction, Fraction]:
    """Two-sided interval: each side leaves out half of what is left to chance."""
    side = 1 - (1 - confidence) / 2
    return lower(good, count, side), upper(good, count, side)


def _upper_of_bad(bad: int, count: int, confidence: Fraction) -> Fraction:
    """The smallest share of the grid at which at most `bad` of `count` would come up with a probability of at most 1 - confidence."""
    chance = _EXACT.divide(Decimal((1 - confidence).numerator), Decimal((1 - confidence).denominator))
    low, high = bad * GRID // count, GRID
    while high - low > 1:
        middle = (low + high) // 2
        if at_most(bad, count, middle) <= chance:
            high = middle
        else:
            low = middle
    return Fraction(high, GRID)


def at_most(bad: int, count: int, share: int) -> Decimal:
    """The probability of at most `bad` in `count` trials of this share (in parts of the grid)."""
    hit, miss = Decimal(share).scaleb(-12), Decimal(GRID - share).scaleb(-12)
    term = _power(miss, count)
    if not miss:
        return Decimal(0)
    odds, total = _EXACT.divide(hit, miss), term
    for number in range(bad):
        term = _EXACT.divide(_EXACT.multiply(_EXACT.multiply(term, Decimal(count - number)), odds), Decimal(number + 1))
        total = _EXACT.add(total, term)
    return total


def _power(base: Decimal, exponent: int) -> Decimal:
    result, square = Decimal(1), base
    while exponent:
        if exponent & 1:
            result = _EXACT.multiply(result, square)
        square = _EXACT.multiply(square, square)
        exponent >>= 1
    return result
