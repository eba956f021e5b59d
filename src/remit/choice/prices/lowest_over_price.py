"""The lowest price over this one: twice the lowest price gets half of the points.

The commonest rule of public tenders. It is relative: a very low bid that loses on quality presses the points of all others together and
can turn their order (Bergman and Lundberg 2013). Differences between dear bids count less than the same differences between cheap ones.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from remit.choice.price import PriceFormula


class LowestOverPrice(PriceFormula):
    practice = "Georgia DOAS Procurement Manual, table 5.7; the World Bank's quality- and cost-based selection."
    source = "State of Georgia, Procurement Manual 5.6.3.2.2"
    example = "50,000 and 55,000 for 300 points: 300 and 272.7"

    def points(self, prices: Sequence[Fraction], budget: Fraction) -> Sequence[Fraction]:
        return [min(prices) / price for price in prices]

    def prose(self) -> str:
        return "The lowest price gets full points; any other price gets the lowest price divided by it, of the full points."


RULE = LowestOverPrice()
