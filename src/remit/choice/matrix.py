"""Bidders scored on weighted criteria, exact, and what a bid must have.

A criterion is a benefit (more is better), a cost (less is better; a score such as "days to start") or a price (an amount that a formula of
`remit.choice.prices` turns into points). Scores are fractions of whatever was written, so 8.35 stays 8.35 and a consensus of three people
that is 25/3 stays that; nothing is rounded before it is shown. A bid below the least score of a criterion, over the budget where the method
says so, or without a must-have keeps its total and is out of the award, with the reason in words.

>>> matrix = read_matrix({"cost": 25, "culture": 75}, {"Cape Town": [7.5, 9], "Manila": [9.5, 6.5]})
>>> [str(share) for share in matrix.worth[0]]
['3/4', '9/10']
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from functools import cached_property
from typing import Literal

from remit.choice.price import formulas
from remit.values.fault import Fault, Place, Refused, RemitError

Kind = Literal["benefit", "cost", "price"]
KINDS: tuple[Kind, ...] = ("benefit", "cost", "price")
Number = Fraction | Decimal | int | float | str


class Unweighted(RemitError):
    """All weights are zero, so nothing can be compared."""


def number(value: Number) -> Fraction:
    """A figure as it is written: 0.1 is a tenth. Raises `ValueError` for anything that is no finite number.

    >>> number(8.35), number("1,250.5"), number("2/3")
    (Fraction(167, 20), Fraction(2501, 2), Fraction(2, 3))
    """
    if isinstance(value, Fraction | int):
        return Fraction(value)
    text = str(value).replace(",", "").replace("−", "-").strip()
    try:
        return Fraction(text) if "/" in text else Fraction(Decimal(text))
    except (InvalidOperation, OverflowError, ZeroDivisionError):
        raise ValueError(f"'{value}' is not a number") from None


@dataclass(frozen=True, slots=True)
class Criterion:
    """`weight` is in any unit, only proportions count; `lowest` and `highest` are the ends of its scale (for a price they mean nothing).

    `least` is the score below which a bid is out; `formula` names how a price becomes points.
    """

    name: str
    weight: Fraction
    kind: Kind = "benefit"
    lowest: Fraction = Fraction(0)
    highest: Fraction = Fraction(10)
    least: Fraction | None = None
    formula: str = "lowest over price"


@dataclass(frozen=True)
class Matrix:
    """`scores[b][c]` is what bidder `b` has on criterion `c`; `missing` names the must-haves that a bidder lacks."""

    criteria: tuple[Criterion, ...]
    bidders: tuple[str, ...]
    scores: tuple[tuple[Fraction, ...], ...]
    missing: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    budget: Fraction | None = None

    def __post_init__(self) -> None:
        faults = list(_faults(self))
        if faults:
            raise Refused(faults)

    @cached_property
    def weights(self) -> tuple[Fraction, ...]:
        """The weights as shares of the whole; raises `Unweighted`."""
        whole = sum((criterion.weight for criterion in self.criteria), Fraction(0))
        if whole == 0:
            raise Unweighted("All weights are zero; give at least one criterion a weight.")
        return tuple(criterion.weight / whole for criterion in self.criteria)

    @cached_property
    def worth(self) -> tuple[tuple[Fraction, ...], ...]:
        """Every score as a share of the best that its scale allows: 7.5 of 10 is 3/4; a price by its formula."""
        columns = [self._column(index) for index in range(len(self.criteria))]
        return tuple(zip(*columns, strict=True)) if columns else ((),) * len(self.bidders)

    def _column(self, index: int) -> tuple[Fraction, ...]:
        criterion = self.criteria[index]
        given = [row[index] for row in self.scores]
        if criterion.kind == "price":
            return formulas()[criterion.formula].shares(given, self.budget)
        width = criterion.highest - criterion.lowest
        if criterion.kind == "cost":
            return tuple((criterion.highest - score) / width for score in given)
        return tuple((score - criterion.lowest) / width for score in given)

    @cached_property
    def out(self) -> Mapping[str, tuple[str, ...]]:
        """Why a bidder cannot get the award as things are: a missing must-have, or a score below the least."""
        reasons: dict[str, list[str]] = {name: [f"lacks {must}" for must in musts] for name, musts in self.missing.items() if musts}
        for name, row in zip(self.bidders, self.scores, strict=True):
            for criterion, score in zip(self.criteria, row, strict=True):
                if criterion.least is not None and (score > criterion.least if criterion.kind != "benefit" else score < criterion.least):
                    word = "above the most" if criterion.kind != "benefit" else "below the least"
                    reasons.setdefault(name, []).append(f"{criterion.name} {float(score):g} is {word} of {float(criterion.least):g}")
        return {name: tuple(words) for name, words in reasons.items()}

    @property
    def eligible(self) -> tuple[int, ...]:
        """The places of the bidders that can get the award."""
        return tuple(index for index, name in enumerate(self.bidders) if name not in self.out)

    @property
    def is_relative(self) -> bool:
        """Whether a bid can change what another one is worth."""
        return any(criterion.kind == "price" and formulas()[criterion.formula].relative for criterion in self.criteria)

    def reweighed(self, weights: Sequence[Fraction]) -> Matrix:
        return replace(self, criteria=tuple(replace(one, weight=weight) for one, weight in zip(self.criteria, weights, strict=True)))

    def rescored(self, bidder: str, criterion: str, score: Fraction) -> Matrix:
        """The same with one other score."""
        row, column = self.bidders.index(bidder), [one.name for one in self.criteria].index(criterion)
        rows = [list(scores) for scores in self.scores]
        rows[row][column] = score
        return replace(self, scores=tuple(tuple(scores) for scores in rows))

    def without(self, bidder: str) -> Matrix:
        kept = [index for index, name in enumerate(self.bidders) if name != bidder]
        missing = {name: musts for name, musts in self.missing.items() if name != bidder}
        return replace(
            self, bidders=tuple(self.bidders[index] for index in kept), scores=tuple(self.scores[index] for index in kept), missing=missing
        )

    def joined(self, bidder: str, scores: Sequence[Fraction]) -> Matrix:
        """The same with one more bidder, last."""
        return replace(self, bidders=(*self.bidders, bidder), scores=(*self.scores, tuple(scores)))


def read_matrix(weights: Mapping[str, Number], scores: Mapping[str, Sequence[Number]], highest: Number = 10) -> Matrix:
    """A matrix of benefits on one scale from zero to `highest`, from plain figures."""
    criteria = tuple(Criterion(name, number(weight), highest=number(highest)) for name, weight in weights.items())
    return Matrix(criteria, tuple(scores), tuple(tuple(number(score) for score in row) for row in scores.values()))


def _faults(matrix: Matrix) -> list[Fault]:
    found = []
    for what, names in (("criterion", [one.name for one in matrix.criteria]), ("bidder", list(matrix.bidders))):
        for name in sorted({name for name in names if names.count(name) > 1}):
            found.append(Fault(Place(), f"the {what} '{name}' stands there twice", "give each its own name"))
    for criterion in matrix.criteria:
        if criterion.weight < 0:
            found.append(Fault(Place(column=criterion.name), f"the weight is {criterion.weight}", "write zero or more"))
        if criterion.kind == "price" and criterion.formula not in formulas():
            known = ", ".join(formulas())
            found.append(Fault(Place(column=criterion.name), f"there is no price formula '{criterion.formula}'", f"use one of: {known}"))
        if criterion.kind != "price" and criterion.highest <= criterion.lowest:
            found.append(Fault(Place(column=criterion.name), "its scale ends where it begins", "give a highest score above the lowest"))
    for name, row in zip(matrix.bidders, matrix.scores, strict=True):
        if len(row) != len(matrix.criteria):
            found.append(Fault(Place(), f"{name} has {len(row)} scores for {len(matrix.criteria)} criteria", "score each criterion once"))
            continue
        found += [fault for one, score in zip(matrix.criteria, row, strict=True) for fault in _off_scale(one, name, score)]
    return found


def _off_scale(criterion: Criterion, bidder: str, score: Fraction) -> list[Fault]:
    if criterion.kind == "price":
        return [] if score > 0 else [Fault(Place(column=criterion.name), f"{bidder}'s price is {score}", "give a price above zero")]
    if criterion.lowest <= score <= criterion.highest:
        return []
    scale = f"{float(criterion.lowest):g} to {float(criterion.highest):g}"
    return [Fault(Place(column=criterion.name), f"{bidder}'s score {float(score):g} lies outside {scale}", "score within the scale")]
