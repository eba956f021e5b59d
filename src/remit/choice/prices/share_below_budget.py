"""The share of the budget that a price leaves over: half the budget gets half of the points.

Absolute: each bidder can work out its points alone, and no other bid can change the order of two. The weight of the price has to be chosen
with care, because no bid gets near full points.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from remit.choice.price import PriceFormula


class ShareBelowBudget(PriceFormula):
    relative = False
    needs_budget = True
    practice = "Absolute scoring, which Bergman and Lundberg recommend because losing bids cannot turn the order."
    source = "Bergman and Lundberg 2013, Tender evaluation and supplier selection methods in public procurement"
    example = "Budget 200; 100 and 110 for 40 points: 20 and 18"

    def points(self, prices: Sequence[Fraction], budget: Fraction) -> Sequence[Fraction]:
        return [1 - price / budget for price in prices]

    def prose(self) -> str:
        return "A price gets the share of the full points by which it stays below the budget."


RULE = ShareBelowBudget()
