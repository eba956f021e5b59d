"""A comparison in sentences: who wins, how surely, and what would flip it. Every figure is taken from the comparison, none is typed.

>>> from remit.choice.matrix import read_matrix
>>> from remit.choice.robustness import draws
>>> matrix = read_matrix({"cost": 25, "culture": 75}, {"Cape Town": [7.5, 9], "Manila": [9.5, 8]})
>>> headline(matrix, draws(matrix, count=1000))
'Cape Town wins 93.8% of the weightings we tried. It takes a cost weight of 34, not 25, to give the award to Manila.'
>>> led(matrix)
'Cape Town leads by 2.50 points; Manila is better on cost.'
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from remit.choice.flips import Flip, weight_flips
from remit.choice.matrix import Matrix
from remit.choice.method import Judged, methods
from remit.choice.robustness import Shares
from remit.choice.true_cost import Range
from remit.terms.words import article, decimals, listed


def headline(matrix: Matrix, shares: Shares | None) -> str:
    """The answer in two sentences: how surely the first wins, and the smallest single weight that gives the award to another."""
    judged = methods()["weighted sum"].judged(matrix)
    first = judged.winners
    if not first or shares is None:
        return f"Nobody can get the award: {listed(f'{name} {listed(why)}' for name, why in judged.out.items())}."
    if len(first) > 1:
        return f"{listed(first)} tie at {points(judged.of[first[0]])} points: these weights decide nothing."
    flips = weight_flips(matrix)
    won = f"{first[0]} wins {per_cent(shares.share[first[0]])} of the weightings we tried."
    if not flips:
        return f"{won} No single weight gives the award to anybody else."
    flip = flips[0]
    what = f"{article(small(flip.criterion))} weight of {weight_said(flip)}, not {_plain(flip.now)}"
    return f"{won} It takes {what}, to give the award to {listed(flip.to, 'or')}."


def led(matrix: Matrix) -> str:
    """By how much the first leads the second, and where the second is better."""
    judged = methods()["weighted sum"].judged(matrix)
    if len(judged.order) < 2:
        return f"{judged.order[0]} is the only bid that can get the award." if judged.order else "No bid can get the award."
    first, second = judged.order[:2]
    if len(judged.winners) > 1:
        return f"{listed(judged.winners)} have the same total of {points(judged.of[first])} points."
    one, other = (matrix.worth[matrix.bidders.index(name)] for name in (first, second))
    better = [small(criterion.name) for criterion, a, b in zip(matrix.criteria, one, other, strict=True) if b > a]
    lead = f"{first} leads by {points(judged.lead or 0)} points"
    return f"{lead}; {second} is better on {listed(better)}." if better else f"{lead} and is at least as good as {second} on everything."


def robust(shares: Shares, first: str) -> str:
    return f"How robust: first in {shares.won[first]:,} of {shares.count:,} draws."


def how_drawn(shares: Shares) -> str:
    """How the draws were made, and who never wins."""
    never = f" {listed(shares.never)} never win{'s' if len(shares.never) == 1 else ''}." if shares.never else ""
    tied = f" {shares.tied:,} draws end in a tie." if shares.tied else ""
    spread = decimals(100 * shares.spread, 0)
    return f"Every weight moved at random by up to {spread}%, seed {shares.seed}.{never}{tied}"


def flipped(flip: Flip) -> str:
    """The takeaway of a flip of a weight."""
    return f"The award flips at {article(small(flip.criterion))} weight of {weight_said(flip)}."


def costs(ranges: Mapping[str, Range], judged: Judged, today: Fraction | None) -> str:
    """Which true costs overlap, and which bids can cost more than today."""
    order = [name for name in judged.order if name in ranges]
    if len(order) < 2:
        return "Only one bid has a true cost to show." if order else "No bid has a true cost to show yet."
    first, second = order[:2]
    if ranges[first].overlaps(ranges[second]):
        said = f"In true cost {first} and {second} overlap"
    else:
        cheaper, dearer = sorted((first, second), key=lambda name: ranges[name].expected)
        said = f"In true cost {cheaper} stays below {dearer}"
    if today is None:
        return f"{said}."
    above = [name for name in ranges if ranges[name].high > today]
    if not above:
        return f"{said}; none can exceed today’s cost."
    every = "every bid" if len(above) == len(ranges) else f"only {listed(above)}"
    return f"{said}; {every} can exceed today’s cost."


def points(value: Fraction | float) -> str:
    """`80.50`: totals are shown to hundredths, rounded half up."""
    return decimals(Fraction(value), 2)


def per_cent(share: Fraction) -> str:
    return f"{decimals(100 * share, 1)}%"


def weight_said(flip: Flip) -> str:
    """The first whole number beyond the point, else the point to two decimals."""
    return _plain(flip.beyond if flip.beyond is not None else flip.at)


def small(name: str) -> str:
    """A criterion's name within a sentence: `culture and language`, but `ISO 27001` as it is."""
    head = name.split(" ", 1)[0]
    return name if len(head) > 1 and head.isupper() else name[:1].lower() + name[1:]


def _plain(value: Fraction) -> str:
    return decimals(value, next((places for places in range(3) if (value * 10**places).denominator == 1), 2))


def against(matrix: Matrix, loser: str, first: str) -> tuple[Sequence[str], Sequence[str]]:
    """Where a losing bid is better and where it is worse than the first, as `cost (9.5 to 7.5)`."""
    one, other = (matrix.scores[matrix.bidders.index(name)] for name in (loser, first))
    ahead, behind = [], []
    for column, criterion in enumerate(matrix.criteria):
        better = matrix.worth[matrix.bidders.index(loser)][column] - matrix.worth[matrix.bidders.index(first)][column]
        said = f"{small(criterion.name)} ({_plain(one[column])} to {_plain(other[column])})"
        if better > 0:
            ahead.append(said)
        elif better < 0:
            behind.append(said)
    return ahead, behind
