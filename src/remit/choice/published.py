"""Whether exact results agree with published ones, which somebody rounded by a rule that nobody wrote down.

The decimals are those of the published figures together (JSON drops a last zero, so 4.2 beside 4.02 has two). Tried are, in this order:
each exact figure rounded half up; the sum of parts that were rounded first; halves to the even digit; cut off; and each figure to its own
decimals. The first that explains all figures of a group is said; if none does, the differences under the first are.

>>> compared({"A": "4.02"}, {"A": Fraction(4015, 1000)}, {}).how
'rounded half up to 2 decimals'
>>> compared({"A": "4.03"}, {"A": Fraction(4015, 1000)}, {}).off
(('A', '4.03', Fraction(803, 200)),)
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import cast

from remit.values.money import Rounding, RoundingRule

MOST = 9
"""Figures with more decimals come from a float; beyond this nothing is compared."""
_RULES: tuple[tuple[RoundingRule, str], ...] = (("half even", "rounded half to even"), ("down", "cut off"))


@dataclass(frozen=True, slots=True)
class Compared:
    """`how` the published figures come from the exact ones; `off` lists name, published and exact where no rule explains them."""

    how: str
    off: tuple[tuple[str, str, Fraction], ...] = ()

    @property
    def agrees(self) -> bool:
        return not self.off


def compared(published: Mapping[str, str], exact: Mapping[str, Fraction], parts: Mapping[str, Sequence[Fraction]]) -> Compared:
    """`published` as texts, so that their decimals are seen; `parts` are what each exact figure is the sum of, where it is one."""
    wanted = {name: Decimal(text) for name, text in published.items()}
    places = min(max((decimals(value) for value in wanted.values()), default=0), MOST)
    if all(exact[name] == Fraction(value) for name, value in wanted.items()):
        return Compared("exactly")
    words = f"{places} decimal{'' if places == 1 else 's'}" if places else "whole numbers"

    def fits(rounded: Mapping[str, Decimal]) -> bool:
        return all(Fraction(rounded[name]) == Fraction(Rounding("half up", unit(places)).of(value)) for name, value in wanted.items())

    if fits({name: rounded(exact[name], places) for name in wanted}):
        return Compared(f"rounded half up to {words}")
    if parts and fits(
        {name: sum((rounded(part, places) for part in parts[name]), Decimal(0)) for name in wanted if name in parts}
        | {name: rounded(exact[name], places) for name in wanted if name not in parts}
    ):
        return Compared(f"added from parts that were rounded half up to {words}")
    for rule, said in _RULES:
        if fits({name: rounded(exact[name], places, rule) for name in wanted}):
            return Compared(f"{said} to {words}")
    if all(rounded(exact[name], decimals(value)) == value for name, value in wanted.items()):
        return Compared("rounded half up, each to its own decimals")
    off = [name for name, value in wanted.items() if rounded(exact[name], places) != value]
    return Compared("", tuple((name, published[name], exact[name]) for name in off))


def decimals(value: Decimal) -> int:
    """How many decimals are written; 300.0 has one."""
    return max(-cast("int", value.as_tuple().exponent), 0)


def unit(places: int) -> Decimal:
    return Decimal(1).scaleb(-places)


def rounded(value: Fraction, places: int, rule: RoundingRule = "half up") -> Decimal:
    return Rounding(rule, unit(min(places, MOST))).of(value)
