"""How far the rest of a month wanders from its beginning: learnt from the months before, and given to the urn of a forecast.

Days drawn independently stray little from those before them. Real days do not come independently: weeks are busy or quiet together, a
release or an absence lasts, a desk grows. So each earlier month is cut where this one stands, and the gap between the means of its two
parts is held against the gap that independent days would leave. The mean of those ratios of squares is the *wander*: 1 for independent
days. It is a factor of over-dispersion, estimated as Pearson's statistic by its degrees of freedom (McCullagh and Nelder, "Generalized
Linear Models", 1989). With few earlier months it is drawn towards 1, as if `STEADY` months had been seen that do not wander.

The urn gets what was learnt by holding fewer balls (`balls`): the copy put back then weighs more, draws follow one another, and the mean
of the days to come has just the variance that was measured. All in exact fractions, so that a seed gives the same draws on every machine.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

Quantity = Sequence[Fraction]
"""One figure of each working day of a month (items, units, or how many more were good than usual), in order of days."""
STEADY = 2
"""How many months without wander are assumed beside those seen."""
SHIFTS = (-2, 0, 2)
"""Each month is cut at the day that corresponds to today and two working days before and after it, so that one odd day decides less."""
FEWEST = Fraction(1, 2)
"""The least weight of an urn: most draws are then the first one again."""


def wander(quantities: Sequence[Sequence[Quantity]], passed: int, coming: int) -> Fraction:
    """The wander of the quantity that strays most, each given by earlier months; at least 1. One answer serves all: whole days are drawn.

    `passed` and `coming` are this month's working days before and after now: earlier months are cut at the same share of their days.

    >>> steady = [Fraction(value) for value in (3, 5, 4, 4, 5, 3, 4, 4, 3, 5)]
    >>> rising = [Fraction(value) for value in (1, 2, 2, 3, 3, 7, 8, 8, 9, 9)]
    >>> wander([[steady, steady]], 5, 5), float(round(wander([[rising, rising]], 5, 5), 2))
    (Fraction(1, 1), 3.56)
    """
    found = [ratio for months in quantities if (ratio := _ratio([month for month in months if month], passed, coming)) is not None]
    return max([Fraction(1), *found])


def _ratio(months: Sequence[Quantity], passed: int, coming: int) -> Fraction | None:
    """Of one quantity: measured over expected squares of the gap, drawn towards 1; None where days do not differ."""
    means = [sum(month, Fraction(0)) / len(month) for month in months]
    squares = sum((value - mean) ** 2 for month, mean in zip(months, means, strict=True) for value in month)
    freedom = sum(len(month) - 1 for month in months)
    if not squares or not freedom or not coming:
        return None
    variance = Fraction(squares) / freedom
    seen = []
    for month in months:
        gaps = []
        for shift in SHIFTS:
            first = round(Fraction(passed * len(month), passed + coming)) + shift
            rest = len(month) - first
            if first >= 2 and rest >= 2:
                gap = sum(month[first:], Fraction(0)) / rest - sum(month[:first], Fraction(0)) / first
                gaps.append(gap**2 / (variance * (Fraction(1, first) + Fraction(1, rest))))
        if gaps:
            seen.append(sum(gaps, Fraction(0)) / len(gaps))
    return (STEADY + sum(seen, Fraction(0))) / (STEADY + len(seen))


def balls(days: int, steps: int, wander: Fraction) -> Fraction:
    """How many balls an urn of so many days weighs, for so many draws, when a copy that is put back weighs one.

    The mean of k draws from an urn of weight a has the variance of a day times (a + k) / (a + 1) / k; of n independent days still to be
    learnt from, it should have wander x (1/n + 1/k). Never more than the days themselves.

    >>> balls(10, 10, Fraction(1)), balls(10, 10, Fraction(2)), balls(10, 1, Fraction(2))
    (Fraction(10, 1), Fraction(2, 1), Fraction(10, 1))
    """
    if wander <= 1 or steps <= 1:
        return Fraction(days)
    wanted = wander * (1 + Fraction(steps, days))
    return min(max((steps - wanted) / (wanted - 1), FEWEST), Fraction(days))
