"""Exact money: a decimal amount with a currency, one rounding rule per contract, splits whose parts sum to the whole.

Amounts are computed as fractions and rounded once, when a line is written. There is no float here.

>>> Rounding().of(Fraction(4, 100) * Fraction("17876.00"))
Decimal('715.04')
>>> split(Decimal("100.00"), [1, 1, 1], Decimal("0.01"))
(Decimal('33.34'), Decimal('33.33'), Decimal('33.33'))
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Literal

from remit.values.fault import RemitError

RoundingRule = Literal["half up", "half even", "down", "up"]
SIGNS = {"£": "GBP", "€": "EUR", "$": "USD", "¥": "JPY", "₹": "INR", "₱": "PHP", "R": "ZAR", "zł": "PLN"}


class CurrencyMismatch(RemitError):
    """Two currencies met in one sum."""


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in one currency (ISO 4217 code). Adding another currency raises `CurrencyMismatch`.

    >>> Money(Decimal("2.60"), "GBP") + Money(Decimal("0.31"), "GBP")
    Money(amount=Decimal('2.91'), currency='GBP')
    """

    amount: Decimal
    currency: str

    def __add__(self, other: Money) -> Money:
        if other.currency != self.currency:
            raise CurrencyMismatch(f"{self.currency} and {other.currency} cannot be added; convert one by a dated rate first.")
        return Money(self.amount + other.amount, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.amount, self.currency)


@dataclass(frozen=True, slots=True)
class Rounding:
    """The contract's one rounding rule: how halves go, and to which unit (0.01 for pennies). "half up" rounds halves away from zero."""

    rule: RoundingRule = "half up"
    to: Decimal = Decimal("0.01")

    def of(self, amount: Fraction | Decimal | int) -> Decimal:
        """The exact amount rounded to a multiple of `to`, with as many decimal places as `to` has."""
        exact, (unit, parts) = Fraction(amount), self.to.as_integer_ratio()
        whole, rest = divmod(abs(exact.numerator) * parts, exact.denominator * unit)
        twice, one = 2 * rest, exact.denominator * unit  # what is left, held against a half without making fractions
        if self.rule == "half up":
            whole += twice >= one
        elif self.rule == "half even":
            whole += twice > one or (twice == one and whole % 2 == 1)
        elif self.rule == "up":
            whole += rest > 0
        sign = -1 if exact.numerator < 0 else 1
        return (sign * whole * self.to).quantize(self.to)


def split(total: Decimal, weights: Sequence[Fraction | Decimal | int], unit: Decimal) -> tuple[Decimal, ...]:
    """`total` in proportion to `weights`, in multiples of `unit`, by largest remainder; the parts sum to `total`.

    Equal remainders go to the earlier part. All-zero weights or a total that is no multiple of `unit` raise `ValueError`.
    """
    exact = [Fraction(weight) for weight in weights]
    whole = Fraction(total) / Fraction(unit)
    if whole.denominator != 1:
        raise ValueError(f"{total} is not a multiple of {unit}")
    if sum(exact) == 0:
        raise ValueError("nothing to split by: all weights are zero")
    sign = -1 if whole < 0 else 1
    shares = [abs(whole) * weight / sum(exact) for weight in exact]
    parts = [int(share // 1) for share in shares]
    left = int(abs(whole)) - sum(parts)
    for index in sorted(range(len(shares)), key=lambda i: (parts[i] - shares[i], i))[:left]:
        parts[index] += 1
    return tuple((sign * part * unit).quantize(unit) for part in parts)
