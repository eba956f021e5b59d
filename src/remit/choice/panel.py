"""Several people score the same bids: their consensus, where they disagree, and whether that could turn the award.

The consensus is what the panel agreed; where it agreed nothing yet, the mean, exact. Scores *diverge* where the highest and the lowest are
at least `apart` of the scale from each other: those are talked about before anything is averaged.

>>> half = [Fraction(7), Fraction(9), Fraction(8)]
>>> mean(half), spread_of(half), diverges(half, Fraction(10))
(Fraction(8, 1), Fraction(2, 1), True)
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from remit.choice.matrix import Matrix
from remit.choice.method import methods

APART = Fraction(1, 5)
"""The share of the scale from which two scorers are said to differ: two points of ten."""

Sheet = Mapping[tuple[str, str], Fraction]
"""One scorer's scores by bidder and criterion."""


@dataclass(frozen=True, slots=True)
class Divergence:
    """One bidder on one criterion: who gave what, lowest first."""

    bidder: str
    criterion: str
    scores: tuple[tuple[str, Fraction], ...]

    @property
    def apart(self) -> Fraction:
        return self.scores[-1][1] - self.scores[0][1]


@dataclass(frozen=True, slots=True)
class Extremes:
    """The winner's lead when every doubt goes against it: its lowest score on each criterion, the challenger's highest."""

    challenger: str
    lead: Fraction


def mean(scores: Sequence[Fraction]) -> Fraction:
    return sum(scores, Fraction(0)) / len(scores)


def spread_of(scores: Sequence[Fraction]) -> Fraction:
    return max(scores) - min(scores)


def diverges(scores: Sequence[Fraction], width: Fraction, apart: Fraction = APART) -> bool:
    return len(scores) > 1 and spread_of(scores) >= apart * width


def divergences(matrix: Matrix, sheets: Mapping[str, Sheet], apart: Fraction = APART) -> tuple[Divergence, ...]:
    """Where the scorers are apart, widest first."""
    found = []
    for bidder in matrix.bidders:
        for criterion in matrix.criteria:
            given = sorted(
                ((who, sheet[bidder, criterion.name]) for who, sheet in sheets.items() if (bidder, criterion.name) in sheet),
                key=lambda pair: pair[1],
            )
            if diverges([score for _, score in given], criterion.highest - criterion.lowest, apart):
                found.append(Divergence(bidder, criterion.name, tuple(given)))
    return tuple(sorted(found, key=lambda one: -one.apart))


def of_each(matrix: Matrix, sheets: Mapping[str, Sheet]) -> Mapping[str, Matrix]:
    """The matrix as each scorer sees it alone; what one left out is the consensus. Prices are nobody's opinion and stay."""
    return {who: replace(matrix, scores=tuple(tuple(row) for row in _rows(matrix, sheet))) for who, sheet in sheets.items()}


def _rows(matrix: Matrix, sheet: Sheet) -> Iterator[Iterator[Fraction]]:
    for bidder, row in zip(matrix.bidders, matrix.scores, strict=True):
        yield (
            score if criterion.kind == "price" else sheet.get((bidder, criterion.name), score)
            for criterion, score in zip(matrix.criteria, row, strict=True)
        )


def extremes(matrix: Matrix, sheets: Mapping[str, Sheet]) -> tuple[Extremes, ...]:
    """The lead over each challenger with every doubt against the winner, smallest first; below zero the panel's own range turns it."""
    won = methods()["weighted sum"].judged(matrix).winners
    if len(won) != 1:
        return ()
    alone = list(of_each(matrix, sheets).values()) or [matrix]
    first = matrix.bidders.index(won[0])
    found = []
    for other in matrix.eligible:
        if other != first:
            lead = sum(
                (
                    weight * (min(one.worth[first][column] for one in alone) - max(one.worth[other][column] for one in alone))
                    for column, weight in enumerate(matrix.weights)
                ),
                Fraction(0),
            )
            found.append(Extremes(matrix.bidders[other], 100 * lead))
    return tuple(sorted(found, key=lambda one: one.lead))
