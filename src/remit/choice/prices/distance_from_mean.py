"""Half of the points at the mean price, one per cent more or less for each per cent below or above it.

Rewards what is cheaper than the market rather than what is cheapest, and is hard to steer with one very low bid alone; every bid moves the
mean, so it is relative to all.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from remit.choice.price import PriceFormula

HALF = Fraction(1, 2)


class DistanceFromMean(PriceFormula):
    practice = "UK tenders: the mean price gets 50 % of the points, plus or minus the percentage by which a bid differs."
    source = "Waara and Bröchner 2006, Price and nonprice criteria for contractor selection"
    example = "90, 100 and 110 for 40 points: 24, 20 and 16"

    def points(self, prices: Sequence[Fraction], budget: Fraction) -> Sequence[Fraction]:
        mean = sum(prices, Fraction(0)) / len(prices)
        return [HALF + (mean - price) / mean for price in prices]

    def prose(self) -> str:
        return "The mean price gets half of the points; each per cent below or above it gains or loses one per cent of them."


RULE = DistanceFromMean()
