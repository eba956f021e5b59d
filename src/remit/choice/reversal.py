"""Whether a bid that loses decides who wins: the others judged again without it, or with one more.

Sums of scores on fixed scales never turn; relative price formulas, TOPSIS and outranking can (Bergman and Lundberg 2013). A buyer should
know it before the award: the losing bid may be withdrawn, disqualified, or placed there on purpose.

>>> from remit.choice.matrix import Criterion, Matrix
>>> half = Fraction(1, 2)
>>> criteria = (Criterion("quality", half, highest=Fraction(100)), Criterion("price", half, "price"))
>>> matrix = Matrix(criteria, ("A", "B", "C"), ((Fraction(80), Fraction(100)), (Fraction(95), Fraction(130)), (Fraction(20), Fraction(50))))
>>> [(turn.without, turn.was, turn.becomes) for turn in withdrawals(matrix)]
[('C', ('B', 'A'), ('A', 'B'))]
>>> added(matrix.without("C")).price, added(matrix.without("C")).to
(Fraction(6499, 100), ('B',))
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from remit.choice.flips import PENNY
from remit.choice.matrix import Matrix
from remit.choice.method import Method, methods


@dataclass(frozen=True, slots=True)
class Turned:
    """The others' order with a losing bidder and without it; `changes_award` where the first is another."""

    method: str
    without: str
    was: tuple[str, ...]
    becomes: tuple[str, ...]

    @property
    def changes_award(self) -> bool:
        return self.was[:1] != self.becomes[:1]


@dataclass(frozen=True, slots=True)
class Added:
    """The dearest (or cheapest) price of one more losing bid, of the worst quality, that gives the award to somebody else."""

    price: Fraction
    lower: bool
    to: tuple[str, ...]


def withdrawals(matrix: Matrix, method: Method | None = None) -> tuple[Turned, ...]:
    """The losing bidders whose leaving turns the order of the others, award first."""
    judge = method or methods()["weighted sum"]
    whole = judge.judged(matrix)
    found = []
    for name in matrix.bidders:
        if name in whole.winners or len(matrix.bidders) < 3:
            continue
        rest = judge.judged(matrix.without(name))
        if {one: place for one, place in whole.places.items() if one != name} and _turns(whole.places, rest.places, name):
            was = tuple(one for one in whole.order if one != name)
            found.append(Turned(judge.name, name, was, rest.order))
    return tuple(sorted(found, key=lambda turn: not turn.changes_award))


def _turns(before: object, after: object, name: str) -> bool:
    assert isinstance(before, dict) and isinstance(after, dict)
    names = [one for one in after if one != name]
    return any((before[one] < before[other]) != (after[one] < after[other]) for one in names for other in names if one != other)


def added(matrix: Matrix) -> Added | None:
    """Where one more bid that loses itself would turn the award, by its price; nothing where no price does.

    Tried with the worst quality at prices from a tenth of the lowest to ten times the highest, then narrowed to the penny.
    """
    places = [index for index, one in enumerate(matrix.criteria) if one.kind == "price"]
    if len(places) != 1 or not matrix.bidders:
        return None
    judge, now = methods()["weighted sum"], methods()["weighted sum"].judged(matrix).winners
    given = [row[places[0]] for row in matrix.scores]
    worst = [one.lowest if one.kind == "benefit" else one.highest for one in matrix.criteria]
    name = "one more bid"

    def award(price: Fraction) -> tuple[str, ...]:
        scores = [price if index == places[0] else score for index, score in enumerate(worst)]
        open_gates = matrix.joined(name, scores)
        return judge.judged(open_gates).winners

    def turns(price: Fraction) -> bool:
        won = award(price)
        return won != now and name not in won and len(won) == 1

    for lower, start, end in ((True, min(given), min(given) / 10), (False, max(given), max(given) * 10)):
        steps = [start + (end - start) * step / 60 for step in range(1, 61)]
        hit = next((price for price in steps if turns(price)), None)
        if hit is not None:
            near, far = round(start / PENNY), round(hit / PENNY)
            while abs(far - near) > 1:
                middle = (near + far) // 2
                near, far = (near, middle) if turns(middle * PENNY) else (middle, far)
            return Added(far * PENNY, lower, award(far * PENNY))
    return None
