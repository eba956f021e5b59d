"""Full points at the lowest price, none at the budget, a straight line between.

A price at or above the budget gets nothing, so the buyer's own figure, not the dearest bid, says what a pound is worth. Still relative to
the lowest bid. Where the lowest price is not below the budget, no bid gets points.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from remit.choice.price import NONE, PriceFormula


class LinearToBudget(PriceFormula):
    needs_budget = True
    practice = "Points in proportion to the discount from the base budget, over the best discount (Spanish tenders)."
    source = "Ballesteros-Pérez et al. 2015, Scoring rules and abnormally low bids criteria in construction tenders"
    example = "Budget 120; 100 and 110 for 40 points: 40 and 20"

    def points(self, prices: Sequence[Fraction], budget: Fraction) -> Sequence[Fraction]:
        room = budget - min(prices)
        return [(budget - price) / room if room > 0 else NONE for price in prices]

    def prose(self) -> str:
        return "The lowest price gets full points and the budget none; a price between them gets points in proportion."


RULE = LinearToBudget()
