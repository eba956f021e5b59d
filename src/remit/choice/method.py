"""Ways to compare bids, one file each in `methods/`: what each gives a bidder, and who comes first.

A method judges a whole matrix. Exact ones give fractions; those with roots or exponentials give floats, and say so by `exact`. More is
better in all of them. A bidder may be out for a reason of the method (over the budget), besides what the matrix itself excludes.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from typing import ClassVar

from remit.choice.matrix import Matrix
from remit.values.catalogue import discover

Value = Fraction | float
CLOSE = 1e-12
"""Two floats nearer than this tie."""


@dataclass(frozen=True)
class Judged:
    """What a method gives each bidder, in the matrix's order; `out` says in words why one cannot get the award."""

    bidders: tuple[str, ...]
    values: tuple[Value, ...]
    out: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def of(self) -> Mapping[str, Value]:
        return dict(zip(self.bidders, self.values, strict=True))

    @property
    def places(self) -> Mapping[str, int]:
        """Each bidder's place; equal values share one (1, 2, 2, 4). Those that are out have none."""
        running = {name: value for name, value in self.of.items() if name not in self.out}
        return {name: 1 + sum(_more(other, value) for other in running.values()) for name, value in running.items()}

    @property
    def winners(self) -> tuple[str, ...]:
        """Who is first; several where they tie, nobody where all are out."""
        return tuple(name for name, place in self.places.items() if place == 1)

    @property
    def order(self) -> tuple[str, ...]:
        """All that can get the award, best first; ties in the matrix's order."""
        places = self.places
        return tuple(sorted(places, key=lambda name: places[name]))

    @property
    def lead(self) -> Value | None:
        """How far the first is ahead of the second; zero where they tie, nothing where there is no second."""
        values = sorted((value for name, value in self.of.items() if name not in self.out), reverse=True)
        return values[0] - values[1] if len(values) > 1 else None


def _more(one: Value, other: Value) -> bool:
    if isinstance(one, Fraction) and isinstance(other, Fraction):
        return one > other
    return float(one) - float(other) > CLOSE


class Method(ABC):
    """`relative` methods can turn two bids when a third leaves; `exact` ones give fractions."""

    exact: ClassVar[bool] = True
    relative: ClassVar[bool] = False
    unit: ClassVar[str]
    practice: ClassVar[str]
    source: ClassVar[str]
    example: ClassVar[str]

    @property
    def name(self) -> str:
        return type(self).__module__.rsplit(".", 1)[-1].replace("_", " ")

    def judged(self, matrix: Matrix) -> Judged:
        """The values of all bidders, with what the matrix and the method exclude."""
        reasons = {name: list(words) for name, words in matrix.out.items()}
        for name, word in self.barred(matrix).items():
            reasons.setdefault(name, []).append(word)
        return Judged(matrix.bidders, tuple(self.values(matrix)), {name: tuple(words) for name, words in reasons.items()})

    @abstractmethod
    def values(self, matrix: Matrix) -> Sequence[Value]:
        """What each bidder gets."""

    def barred(self, matrix: Matrix) -> Mapping[str, str]:
        """Who is out by the method's own rule, and why."""
        return {}

    @abstractmethod
    def prose(self, matrix: Matrix) -> str:
        """The rule in words that a bidder can check."""


@cache
def methods() -> Mapping[str, Method]:
    """Every method by its name."""
    return discover("remit.choice.methods", Method)  # type: ignore[type-abstract]
