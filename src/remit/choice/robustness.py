"""How often each bidder wins when nobody is sure of the weights: many draws, each moving every weight at random.

Each draw multiplies every weight by a factor between 1 − spread and 1 + spread; since only proportions decide, that is the same as scaling
the weights back to 100. The chance is that of Python's own `random.Random(seed).random()`, draw after draw and criterion after criterion,
so that anybody can repeat the count with ten lines of plain Python; all sums are whole numbers, so the same seed gives the same shares on
every machine and a tie is a tie. Where several people scored, each draw also takes, for every score, that of one of them at random, so
that their disagreement counts.

>>> from remit.choice.matrix import read_matrix
>>> shares = draws(read_matrix({"cost": 50, "culture": 50}, {"a": [8, 6], "b": [6, "7.5"]}), count=1000)
>>> dict(shares.won), shares.tied
({'a': 866, 'b': 134}, 0)
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from remit.choice.matrix import Matrix
from remit.values.fault import RemitError

SPREAD, DRAWS, SEED = Fraction(3, 10), 10_000, 42
_STEPS = 1 << 20
_LARGEST = 1 << 62


class NobodyLeft(RemitError):
    """All bidders are out, so there is nothing to draw."""


@dataclass(frozen=True)
class Shares:
    """How many of `count` draws each bidder won alone; `tied` ones had several first."""

    count: int
    won: Mapping[str, int]
    tied: int
    spread: Fraction
    seed: int

    @property
    def share(self) -> Mapping[str, Fraction]:
        return {name: Fraction(won, self.count) for name, won in self.won.items()}

    @property
    def leader(self) -> str:
        """Who wins most draws; the earlier bidder where two win as many."""
        return max(self.won, key=lambda name: self.won[name])

    @property
    def never(self) -> tuple[str, ...]:
        return tuple(name for name, won in self.won.items() if won == 0)


def draws(
    matrix: Matrix,
    *,
    panel: Sequence[Matrix] = (),
    spread: Fraction = SPREAD,
    count: int = DRAWS,
    seed: int = SEED,
) -> Shares:
    """Who wins by the weighted sum in `count` draws. `panel` holds the same matrix once for each scorer; without it the scores stay.

    Only bidders that can get the award take part. Raises `NobodyLeft`, and `ValueError` for a spread outside 0 to 1.
    """
    if not 0 <= spread < 1 or count < 1:
        raise ValueError(f"{count} draws of ±{spread} cannot be made")
    places = matrix.eligible
    if not places:
        raise NobodyLeft("No bidder can get the award: each lacks a must-have or is below a least score.")
    chance = np.random.RandomState([seed])
    factors = _factors(chance, spread, (count, len(matrix.criteria)))
    weights = _whole(list(matrix.weights))
    sheets = [[[one.worth[index][column] for index in places] for column in range(len(matrix.criteria))] for one in (panel or [matrix])]
    worth = _whole([share for sheet in sheets for row in sheet for share in row]).reshape(len(sheets), len(matrix.criteria), len(places))
    if _may_overflow(factors, weights, worth):
        factors, weights, worth = (part.astype(object) for part in (factors, weights, worth))
    weighted = factors * weights
    if len(sheets) == 1:
        totals = weighted @ worth[0]
    else:
        chosen = _chosen(chance, len(sheets), (count, len(matrix.criteria), len(places)))
        totals = np.zeros((count, len(places)), dtype=weighted.dtype)
        for column in range(len(matrix.criteria)):
            scores = worth[:, column, :][chosen[:, column, :], np.arange(len(places))]
            totals = totals + weighted[:, column : column + 1] * scores
    first = totals == totals.max(axis=1, keepdims=True)
    alone = first.sum(axis=1) == 1
    won = first[alone].sum(axis=0)
    counts = {name: 0 for name in matrix.bidders} | {matrix.bidders[place]: int(won[at]) for at, place in enumerate(places)}
    return Shares(count, counts, int(count - alone.sum()), spread, seed)


def _factors(chance: np.random.RandomState, spread: Fraction, shape: tuple[int, int]) -> np.ndarray:
    """Whole numbers in the proportion of 1 − spread to 1 + spread, in a million even steps."""
    steps = (chance.random_sample(shape) * _STEPS).astype(np.int64)
    return (spread.denominator - spread.numerator) * _STEPS + 2 * spread.numerator * steps


def _chosen(chance: np.random.RandomState, scorers: int, shape: tuple[int, int, int]) -> np.ndarray:
    """Whose score counts in each cell of each draw."""
    return (chance.random_sample(shape) * scorers).astype(np.int64)


def _whole(values: Sequence[Fraction]) -> np.ndarray:
    """Fractions as whole numbers in the same proportions; Python's own integers where 64 bits do not hold them."""
    common = math.lcm(*(value.denominator for value in values)) if values else 1
    numbers = [int(value * common) for value in values]
    return np.array(numbers, dtype=np.int64 if max(map(abs, numbers), default=0) < _LARGEST else object)


def _may_overflow(factors: np.ndarray, weights: np.ndarray, worth: np.ndarray) -> bool:
    bound = int(factors.max()) * max(map(int, weights), default=0) * max((abs(int(one)) for one in worth.flat), default=0) * len(weights)
    return bound >= _LARGEST
