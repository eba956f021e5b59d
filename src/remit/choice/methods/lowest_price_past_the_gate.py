"""The lowest price among the bids that reach the least quality: quality is a gate and gets no points.

For work that is well described, where more quality than asked for is worth nothing. Gates are the least scores of the criteria and the
must-haves.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from remit.choice.matrix import Matrix
from remit.choice.method import Method
from remit.choice.methods.fixed_budget import prices


class LowestPricePastTheGate(Method):
    unit = "price, negative"
    practice = "Least-cost selection; lowest price technically acceptable."
    source = "World Bank Procurement Regulations, annex XII, least cost-based selection; FAR 15.101-2"
    example = "Prices 100 and 120, the first below the least quality: the second wins"

    def values(self, matrix: Matrix) -> Sequence[Fraction]:
        asked = prices(matrix)
        return [-asked.get(name, Fraction(0)) for name in matrix.bidders]

    def barred(self, matrix: Matrix) -> Mapping[str, str]:
        return {} if prices(matrix) else dict.fromkeys(matrix.bidders, "no criterion is a price")

    def prose(self, matrix: Matrix) -> str:
        return "The award goes to the lowest price among the bids that pass every gate; quality beyond a gate gets no points."


RULE = LowestPricePastTheGate()
