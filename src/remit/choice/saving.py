"""What a month saved: the own cost of what was done, less what was billed for it, less the governance that stayed.

Own cost is the units of the month, each at what it cost in the baseline. Of the saving, what the month's bill leaves of the baseline is
cash against the budget; the rest is the cost of growth that nobody had to staff (negative where there was less work).

    >>> from decimal import Decimal
    >>> from remit.choice.business_case import Unit
    >>> base = Baseline((Unit("ticket", Fraction(4000), Fraction(17500)), Unit("order line", Fraction(12000), Fraction(5280))))
    >>> may = saved(base, {"ticket": 3900, "order line": 11800}, Fraction("15248.00"), Fraction(1500))
    >>> [str(Decimal(part.numerator) / part.denominator) for part in (may.own_cost, may.saving, may.cash, may.avoided)]
    ['22254.5', '5506.5', '6032', '-525.5']
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from remit.choice.business_case import Baseline


@dataclass(frozen=True, slots=True)
class Saved:
    """A month: what its work would have cost, what was saved, and of that what is cash against the budget."""

    own_cost: Fraction
    saving: Fraction
    cash: Fraction

    @property
    def avoided(self) -> Fraction:
        return self.saving - self.cash


def saved(baseline: Baseline, units: Mapping[str, int], billed: Fraction, governance: Fraction) -> Saved:
    """By the units that were billed; a unit that the baseline does not know costs nothing in it."""
    own = sum((one.each * units.get(one.name, 0) for one in baseline.units), Fraction(0))
    return Saved(own, own - billed - governance, baseline.cost - billed - governance)
