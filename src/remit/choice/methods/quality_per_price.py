"""Points of quality for each unit of price: the value-for-money index.

Absolute, so no third bid turns two others. It weighs price heavily: half the quality at half the price ties.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from remit.choice.matrix import Matrix
from remit.choice.method import Method
from remit.choice.methods.fixed_budget import prices, quality


class QualityPerPrice(Method):
    unit = "points of quality per 1,000 of price"
    practice = "The simple guide-value method (Richtwertmethode) of German public IT tenders: performance over price."
    source = "UfAB 2018, einfache Richtwertmethode"
    example = "80 points at 100 and 95 at 130: 800 and 730.8"

    def values(self, matrix: Matrix) -> Sequence[Fraction]:
        asked = prices(matrix)
        if not asked:
            return [Fraction(0)] * len(matrix.bidders)
        return [1000 * points / asked[name] for name, points in zip(matrix.bidders, quality(matrix), strict=True)]

    def barred(self, matrix: Matrix) -> Mapping[str, str]:
        return {} if prices(matrix) else dict.fromkeys(matrix.bidders, "no criterion is a price")

    def prose(self, matrix: Matrix) -> str:
        return "The award goes to the most points of quality for each unit of price."


RULE = QualityPerPrice()
