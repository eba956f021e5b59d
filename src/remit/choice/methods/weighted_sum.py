"""Each score's share of its scale times the weight, added: 100 is a bid that is best on every scale.

The rule of nearly all tenders, because a bidder can check it with a pencil. Good scores make up for bad ones; where they must not, give the
criterion a least score.

>>> from remit.choice.matrix import read_matrix
>>> matrix = read_matrix({"cost": 25, "culture": 75}, {"Cape Town": [7.5, 9], "Manila": [9.5, 6.5]})
>>> [str(value) for value in RULE.judged(matrix).values]
['345/4', '145/2']
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from remit.choice.matrix import Matrix
from remit.choice.method import Method


class WeightedSum(Method):
    unit = "points of 100"
    practice = "Public and private tenders everywhere; MEAT with a linear score."
    source = "Keeney and Raiffa 1976, Decisions with multiple objectives, additive value"
    example = "cost 25 at 7.5 of 10 and culture 75 at 9 of 10: 86.25"

    def values(self, matrix: Matrix) -> Sequence[Fraction]:
        weights = matrix.weights
        return [100 * sum((weight * worth for weight, worth in zip(weights, row, strict=True)), Fraction(0)) for row in matrix.worth]

    def prose(self, matrix: Matrix) -> str:
        parts = [f"{one.name} {float(100 * weight):g}" for one, weight in zip(matrix.criteria, matrix.weights, strict=True)]
        return f"The total is the sum of each criterion's share of its scale times its weight, of 100: {', '.join(parts)}."


RULE = WeightedSum()
