"""A line of a statement: one clause, one exact amount, and everything a person needs to check it by hand."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

LineKind = Literal["charge", "credit", "bonus", "earn back", "damages", "correction"]


@dataclass(frozen=True, slots=True)
class Line:
    """Money owed by the client is positive, money owed to the client negative. All figures are exact decimals in the contract's currency.

    `clause` and `name` cite the clause ("11.1", "service credits"); `part` the level or item within it ("email first reply"), if any.
    `quantity` x `rate` (of `unit`, or of `base`) is the sum before limits; `asked` is that sum, rounded, where a limit cut it.
    `because` is one plain sentence with the figures. `level` is the clause of the service level whose items stand behind the line,
    `volume` the clause of the service whose billed items do. `month` is set where the line settles another month (earn back of July,
    late records of May): "2026-07". `tax` is the treatment of value added tax.
    """

    clause: str
    name: str
    part: str | None
    kind: LineKind
    amount: Decimal
    because: str
    quantity: Decimal | None = None
    unit: str | None = None
    rate: str | None = None
    base: Decimal | None = None
    asked: Decimal | None = None
    level: str | None = None
    volume: str | None = None
    month: str | None = None
    base_charge: bool = False
    tax: str | None = None
    cost_centre: str | None = None
    purchase_order: str | None = None

    @property
    def title(self) -> str:
        """As a contract test names it: `11.1 service credits / email first reply`."""
        return f"{self.clause} {self.name}" + (f" / {self.part}" if self.part else "")


@dataclass(frozen=True, slots=True)
class Draft:
    """A line before it is rounded: the same figures, with an exact amount."""

    clause: str
    name: str
    part: str | None
    kind: LineKind
    amount: Fraction
    because: str
    quantity: Decimal | None = None
    unit: str | None = None
    rate: str | None = None
    base: Decimal | None = None
    level: str | None = None
    volume: str | None = None
    month: str | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """What a rule may read to write the lines of a month."""
