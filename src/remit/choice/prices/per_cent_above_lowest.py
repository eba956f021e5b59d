"""One per cent of the points is lost for each per cent above the lowest price; twice the lowest price gets none.

Gentler to read than the quotient: a straight line in the price. Relative to the lowest bid alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from remit.choice.price import PriceFormula


class PerCentAboveLowest(PriceFormula):
    practice = "UK and Dutch tenders: points fall in proportion to the distance from the lowest price."
    source = "Stilger, Siderius and van Raaij 2017, A comparative study of formulas for choosing the economically most advantageous tender"
    example = "100 and 110 for 40 points: 40 and 36"

    def points(self, prices: Sequence[Fraction], budget: Fraction) -> Sequence[Fraction]:
        return [2 - price / min(prices) for price in prices]

    def prose(self) -> str:
        return "The lowest price gets full points; each per cent above it loses one per cent of them."


RULE = PerCentAboveLowest()
