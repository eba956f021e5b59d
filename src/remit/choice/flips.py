"""The smallest single change that gives the award to somebody else, exact.

Weights: one criterion's weight moves and the others keep their proportions, so every total is a straight line in that weight and two lines
cross at a rational point. Scores: one score of the winner falls, or one of a challenger rises, and the total moves with its weight. At the
point itself the two tie; just beyond it the award flips. `whole` is the first whole number (weights) or tenth (scores) beyond.

>>> from remit.choice.matrix import read_matrix
>>> matrix = read_matrix({"cost": 25, "rest": 75}, {"Cape Town": [7.5, 9], "Manila": [9.5, 8]})
>>> [(flip.criterion, str(flip.at), flip.to, str(flip.beyond)) for flip in weight_flips(matrix)]
[('cost', '100/3', ('Manila',), '34'), ('rest', '200/3', ('Manila',), '66')]
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from remit.choice.matrix import Criterion, Matrix
from remit.choice.method import methods
from remit.choice.price import formulas

TENTH = Fraction(1, 10)
PENNY = Fraction(1, 100)


@dataclass(frozen=True, slots=True)
class Flip:
    """`now` is the weight (in the units of all weights) or score, `at` where it ties, `to` who gets the award just beyond.

    `of` is whose score changes; nobody's for a weight. `beyond` is the first round figure that flips it, where the scale holds one.
    """

    what: Literal["weight", "score", "price"]
    criterion: str
    now: Fraction
    at: Fraction
    to: tuple[str, ...]
    beyond: Fraction | None
    of: str = ""

    @property
    def change(self) -> Fraction:
        return self.at - self.now

    @property
    def rises(self) -> bool:
        return self.at > self.now


def winner(matrix: Matrix) -> tuple[str, ...]:
    """Who is first by the weighted sum; several where they tie."""
    return methods()["weighted sum"].judged(matrix).winners


def weight_flips(matrix: Matrix) -> tuple[Flip, ...]:
    """For each criterion the nearest flip on each side, smallest change first (in parts of the whole weight).

    Nothing where the award is tied already: then every change of a criterion on which they differ decides it.
    """
    first = winner(matrix)
    if len(first) != 1:
        return ()
    found = [flip for index in range(len(matrix.criteria)) for flip in _of_weight(matrix, index, matrix.bidders.index(first[0]))]
    return tuple(sorted(found, key=lambda flip: abs(flip.change)))


def _of_weight(matrix: Matrix, index: int, first: int) -> Iterator[Flip]:
    whole = sum((one.weight for one in matrix.criteria), Fraction(0))
    now = matrix.criteria[index].weight
    if whole == now:  # the only weight there is: it can but fall, and no other has a proportion to keep
        return
    meetings: dict[Fraction, list[int]] = {}
    for other in matrix.eligible:
        at = _meeting(matrix, index, first, other, whole) if other != first else None
        if at is not None and at != now:
            meetings.setdefault(at, []).append(other)
    for side in (1, -1):
        ahead = [at for at in meetings if (at - now) * side > 0]
        if ahead:
            at = min(ahead, key=lambda at: abs(at - now))
            if at in (0, whole):  # nothing lies beyond
                continue
            step = _beyond(matrix, index, at, side, whole)
            yield Flip("weight", matrix.criteria[index].name, now, at, step[0], step[1])


def _meeting(matrix: Matrix, index: int, first: int, other: int, whole: Fraction) -> Fraction | None:
    """The weight of a criterion at which two bidders tie, if it lies between nothing and everything."""
    here = matrix.worth[first][index] - matrix.worth[other][index]
    rest = _rest(matrix, index, first) - _rest(matrix, index, other)
    if rest == here:
        return None
    at = whole * rest / (rest - here)
    return at if 0 <= at <= whole else None


def _rest(matrix: Matrix, index: int, bidder: int) -> Fraction:
    """What the other criteria are worth together, by their proportions."""
    others = [place for place in range(len(matrix.criteria)) if place != index]
    weights = sum((matrix.criteria[place].weight for place in others), Fraction(0))
    return sum((matrix.criteria[place].weight * matrix.worth[bidder][place] for place in others), Fraction(0)) / weights


def reweighed(matrix: Matrix, index: int, weight: Fraction) -> Matrix:
    """The matrix with one other weight, the rest scaled so that the sum stays and their proportions too."""
    whole = sum((one.weight for one in matrix.criteria), Fraction(0))
    rest = whole - matrix.criteria[index].weight
    scale = (whole - weight) / rest
    return matrix.reweighed([weight if place == index else one.weight * scale for place, one in enumerate(matrix.criteria)])


def _beyond(matrix: Matrix, index: int, at: Fraction, side: int, whole: Fraction) -> tuple[tuple[str, ...], Fraction | None]:
    """Who wins just beyond the point, and the first whole weight there (of 100, if the weights sum to that) with the same winner."""
    step = whole / 100 if whole != 100 else Fraction(1)
    first = (math.floor(at / step) + 1 if side > 0 else math.ceil(at / step) - 1) * step
    near = at + side * Fraction(1, 10**9) * whole
    to = winner(reweighed(matrix, index, near))
    inside = 0 <= first <= whole
    return to, first if inside and winner(reweighed(matrix, index, first)) == to else None


def score_flips(matrix: Matrix, challengers: bool = True) -> tuple[Flip, ...]:
    """For each criterion: how far the winner's score must fall, and (`challengers`) how far another's must rise; smallest change first.

    The change is measured in the scale of its criterion. A price is searched to the penny, because a relative formula moves all bids.
    """
    first = winner(matrix)
    if len(first) != 1:
        return ()
    found = []
    for index, criterion in enumerate(matrix.criteria):
        for place in matrix.eligible:
            is_first = matrix.bidders[place] == first[0]
            if is_first or challengers:
                find = _of_price if criterion.kind == "price" else _of_score
                flip = find(matrix, index, place, criterion, is_first)
                if flip is not None:
                    found.append(flip)
    return tuple(sorted(found, key=lambda flip: abs(flip.change) / _width(matrix, flip)))


def _width(matrix: Matrix, flip: Flip) -> Fraction:
    criterion = next(one for one in matrix.criteria if one.name == flip.criterion)
    return flip.now if criterion.kind == "price" else criterion.highest - criterion.lowest


def _of_score(matrix: Matrix, index: int, place: int, criterion: Criterion, is_first: bool) -> Flip | None:
    if criterion.weight == 0:
        return None
    totals = methods()["weighted sum"].values(matrix)
    rivals = [Fraction(totals[other]) for other in matrix.eligible if other != place]
    if not rivals:
        return None
    gap = Fraction(totals[place]) - max(rivals)  # above zero for the winner, below for others
    width = criterion.highest - criterion.lowest
    worse = -1 if criterion.kind == "benefit" else 1
    now = matrix.scores[place][index]
    at = now + worse * gap / 100 / matrix.weights[index] * width
    if not criterion.lowest < at < criterion.highest:
        return None
    side = 1 if at > now else -1
    tenth = (math.floor(at / TENTH) + 1 if side > 0 else math.ceil(at / TENTH) - 1) * TENTH
    name = matrix.bidders[place]
    to = winner(matrix.rescored(name, criterion.name, at + side * width / 10**9))
    if criterion.least is not None and (at < criterion.least if criterion.kind == "benefit" else at > criterion.least):
        return None  # the bid would be out before
    return Flip("score", criterion.name, now, at, to, tenth if criterion.lowest <= tenth <= criterion.highest else None, name)


def _of_price(matrix: Matrix, index: int, place: int, criterion: Criterion, is_first: bool) -> Flip | None:
    """The first penny of a higher price that loses the award, or of a lower one that wins it; by halving, since more never helps a bid."""
    name, now = matrix.bidders[place], matrix.scores[place][index]
    side = 1 if is_first else -1

    def flipped(pennies: int) -> bool:
        won = winner(matrix.rescored(name, criterion.name, now + side * pennies * PENNY))
        return won != (name,) if is_first else won == (name,)

    near, far = 0, int((now * 99 if is_first else now) / PENNY) - 1
    if far < 1 or not flipped(far):
        return None
    while far - near > 1:
        middle = (near + far) // 2
        near, far = (near, middle) if flipped(middle) else (middle, far)
    at = now + side * far * PENNY
    return Flip("price", criterion.name, now, at, winner(matrix.rescored(name, criterion.name, at)), at, name)


def price_formula(criterion: Criterion) -> str:
    """How the price of a criterion becomes points, in words."""
    return formulas()[criterion.formula].prose()
