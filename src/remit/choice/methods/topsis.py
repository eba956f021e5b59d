"""Nearness to the best point and distance from the worst point, after dividing each criterion by the length of its column.

Prefers a bid without extremes. The scores of all bids stand in the divisor, so a third bid that leaves can turn two others: read its result
beside the weighted sum, not instead of it. A column of zeros says nothing and is left out. Roots make it inexact (floats).

>>> from remit.choice.matrix import read_matrix
>>> [round(value, 4) for value in RULE.judged(read_matrix({"a": 1, "b": 1}, {"x": [3, 4], "y": [4, 3]})).values]
[0.5, 0.5]
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from remit.choice.matrix import Matrix
from remit.choice.method import Method


class Topsis(Method):
    exact = False
    relative = True
    unit = "closeness, 0 to 1"
    practice = "Supplier selection in operations research; a second opinion beside the weighted sum."
    source = "Hwang and Yoon 1981, Multiple attribute decision making"
    example = "Two bids that mirror each other under equal weights: 0.5 and 0.5"

    def values(self, matrix: Matrix) -> Sequence[float]:
        scores = np.array([[float(score) for score in row] for row in matrix.scores])
        gains = np.array([one.kind == "benefit" for one in matrix.criteria])
        return closeness(scores, np.array([float(weight) for weight in matrix.weights]), gains)

    def prose(self, matrix: Matrix) -> str:
        return (
            "Each criterion is divided by the length of its column and weighted; a bid's value is its distance from the worst point, "
            "of its distances from the worst and the best point together."
        )


def closeness(scores: np.ndarray, weights: np.ndarray, gains: np.ndarray) -> list[float]:
    """`scores` is bidders × criteria; `gains` marks the criteria where more is better. Bids that are all alike get 0.5."""
    lengths = np.sqrt((scores**2).sum(axis=0))
    weighted = np.divide(scores, lengths, out=np.zeros_like(scores), where=lengths > 0) * weights
    best = np.where(gains, weighted.max(axis=0), weighted.min(axis=0))
    worst = np.where(gains, weighted.min(axis=0), weighted.max(axis=0))
    near, far = (np.sqrt(((weighted - point) ** 2).sum(axis=1)) for point in (best, worst))
    whole = near + far
    return [float(one) for one in np.divide(far, whole, out=np.full_like(far, 0.5), where=whole > 0)]


RULE = Topsis()
