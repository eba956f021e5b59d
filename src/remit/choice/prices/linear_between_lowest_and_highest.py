"""Full points at the lowest price, none at the highest, a straight line between.

It always spends the whole weight, however close the prices are: two bids a penny apart get all and nothing. It is relative at both ends, so
the dearest bid decides what a pound is worth. Equal prices all get full points.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from remit.choice.price import FULL, PriceFormula


class LinearBetweenLowestAndHighest(PriceFormula):
    practice = "Min-max scoring of prices, common in tenders of two or three bids, and advised against for them."
    source = "Stilger, Siderius and van Raaij 2017, A comparative study of formulas for choosing the economically most advantageous tender"
    example = "100, 110 and 120 for 40 points: 40, 20 and 0"

    def points(self, prices: Sequence[Fraction], budget: Fraction) -> Sequence[Fraction]:
        low, high = min(prices), max(prices)
        return [(high - price) / (high - low) if high > low else FULL for price in prices]

    def prose(self) -> str:
        return "The lowest price gets full points and the highest none; a price between them gets points in proportion."


RULE = LinearBetweenLowestAndHighest()
