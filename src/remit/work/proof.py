"""How much more evidence proves a share: "1,362 more correct lines in a row". Counts only, no clock; exact as `intervals` is.

Somebody who must decide on a sample wants to know whether the share is proven, and if not, what it would take. A share of at least `wanted`
is proven where the one-sided lower bound of Clopper and Pearson (1934) reaches it; every further good unit raises that bound, so there is
a least number of them that is enough. It does not apply to means and to counts, and no number of units proves a share of one.

>>> proves(3128, 3150, Fraction(99, 100), Fraction(95, 100)), proves(1204, 1221, Fraction(99, 100), Fraction(95, 100))
(True, False)
>>> more_to_prove(120, 120, Fraction(99, 100), Fraction(95, 100))      # a lucky pilot: 120 of 120 is not enough, 299 of 299 is
179
"""

from __future__ import annotations

from decimal import Context, Decimal
from fractions import Fraction

from remit.work.intervals import GRID, at_most

MOST = 10_000_000
"""Nobody checks more units than that to decide a gate."""
_EXACT = Context(prec=60, Emax=10**9, Emin=-(10**9))


def proves(good: int, count: int, wanted: Fraction, confidence: Fraction) -> bool:
    """Whether `intervals.lower(good, count, confidence)` reaches `wanted`, found with one probability instead of forty.

    `wanted` and `confidence` are shares, 0 to 1. `ValueError` where more were good than counted.
    """
    if not 0 <= good <= count:
        raise ValueError(f"{good} good of {count}: more were good than counted, or fewer than none")
    if wanted <= 0:
        return True
    if good == 0 or wanted >= 1:
        return False
    bad, edge = count - good, int((1 - wanted) * GRID)
    if edge <= bad * GRID // count:
        return False
    chance = _EXACT.divide(Decimal((1 - confidence).numerator), Decimal((1 - confidence).denominator))
    return at_most(bad, count, edge) <= chance


def more_to_prove(good: int, count: int, wanted: Fraction, confidence: Fraction) -> int | None:
    """The least number of further units, all of them good, after which the share is proven; 0 where it is. None where more than `MOST`
    would be needed, as always for a share of one."""
    if proves(good, count, wanted, confidence):
        return 0
    if wanted >= 1:
        return None
    low, high = 0, 1
    while not proves(good + high, count + high, wanted, confidence):
        low, high = high, high * 2
        if low > MOST:
            return None
    while high - low > 1:
        middle = (low + high) // 2
        if proves(good + middle, count + middle, wanted, confidence):
            high = middle
        else:
            low = middle
    return high
