"""How a price becomes points: the formulas of public tenders, one file each in `prices/`.

A formula gives each bid a share of the full points, from 0 to 1, exact. A *relative* one looks at the other bids, so that a bid that loses
can change the order of the others (`remit.choice.reversal` says where); an absolute one does not.

>>> formula = formulas()["lowest over price"]
>>> [str(share) for share in formula.shares([Fraction(50000), Fraction(55000)])]
['1', '10/11']
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from fractions import Fraction
from functools import cache
from typing import ClassVar

from remit.values.catalogue import discover
from remit.values.fault import RemitError

NONE, FULL = Fraction(0), Fraction(1)


class NoSuchPrice(RemitError):
    """A price, or a budget that a formula needs, is missing or is not above zero."""


class PriceFormula(ABC):
    """`relative` formulas look at the other bids; those that `need_budget` look at the buyer's figure."""

    relative: ClassVar[bool] = True
    needs_budget: ClassVar[bool] = False
    practice: ClassVar[str]
    source: ClassVar[str]
    example: ClassVar[str]

    @property
    def name(self) -> str:
        return type(self).__module__.rsplit(".", 1)[-1].replace("_", " ")

    def shares(self, prices: Sequence[Fraction], budget: Fraction | None = None) -> tuple[Fraction, ...]:
        """The share of the full points that each price gets; raises `NoSuchPrice`."""
        for price in prices:
            if price <= 0:
                raise NoSuchPrice(f"A price of {price} cannot be compared; give what the bidder asks, above zero.")
        if self.needs_budget and (budget is None or budget <= 0):
            raise NoSuchPrice(f"'{self.name}' measures prices against a budget, and none is given; name the budget.")
        return tuple(min(max(share, NONE), FULL) for share in self.points(prices, budget or NONE)) if prices else ()

    @abstractmethod
    def points(self, prices: Sequence[Fraction], budget: Fraction) -> Sequence[Fraction]:
        """The plain formula; what leaves 0 to 1 is cut off by `shares`."""

    @abstractmethod
    def prose(self) -> str:
        """What bidders are told, in one sentence."""


@cache
def formulas() -> Mapping[str, PriceFormula]:
    """Every formula by its name."""
    return discover("remit.choice.prices", PriceFormula)  # type: ignore[type-abstract]
