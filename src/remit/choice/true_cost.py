"""What a bid costs a month in truth: its prices at the volumes to come, the governance one keeps, the transition spread over the term.

Three figures, because three things are not known: the currency, how many licences the team will need, how much extra training. Low,
expected and high take each doubt at its low, likely and high end together; the price itself is exact. `over_months` is the time over which
the transition is paid back, usually the minimum term.

>>> sheet = PriceSheet((Rate("ticket", Fraction(260, 100)), Rate("line", Fraction(31, 100))), Fraction(1450))
>>> bid = Bid(sheet, governance=Fraction(1500), transition=Fraction(24600), over_months=24, licences=Doubt(0, 118, 300))
>>> monthly(bid, {"ticket": Fraction(4000), "line": Fraction(12000)})
Range(low=Fraction(18095, 1), expected=Fraction(18213, 1), high=Fraction(18395, 1))
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from remit.values.fault import RemitError


class NotPriced(RemitError):
    """A volume of something for which the bid names no price."""


@dataclass(frozen=True, slots=True)
class Rate:
    """`price` for each `unit`; beyond `up_to` of them `beyond` is asked for each, where the bidder names another price there."""

    unit: str
    price: Fraction
    up_to: Fraction | None = None
    beyond: Fraction | None = None

    def of(self, volume: Fraction) -> Fraction:
        if self.up_to is None or self.beyond is None or volume <= self.up_to:
            return self.price * volume
        return self.price * self.up_to + self.beyond * (volume - self.up_to)


@dataclass(frozen=True, slots=True)
class PriceSheet:
    """Unit prices, a fixed sum a month, and the least that is charged a month."""

    rates: tuple[Rate, ...]
    fixed: Fraction = Fraction(0)
    least: Fraction = Fraction(0)

    def monthly(self, volumes: Mapping[str, Fraction]) -> Fraction:
        """The charge of a month; raises `NotPriced` for a volume without a price."""
        priced = {rate.unit: rate for rate in self.rates}
        if unpriced := sorted(unit for unit, volume in volumes.items() if volume and unit not in priced):
            raise NotPriced(f"The bid has no price for {', '.join(unpriced)}; ask the bidder, or leave the volume out.")
        return max(self.fixed + sum((priced[unit].of(volume) for unit, volume in volumes.items() if volume), Fraction(0)), self.least)


@dataclass(frozen=True)
class Doubt:
    """A sum a month that is not known: from `low` to `high`, most likely `expected`. Raises `ValueError` unless they rise."""

    low: Fraction | int = 0
    expected: Fraction | int = 0
    high: Fraction | int = 0

    def __post_init__(self) -> None:
        if not self.low <= self.expected <= self.high:
            raise ValueError(f"a range rises: {self.low}, {self.expected}, {self.high} do not")


@dataclass(frozen=True)
class Bid:
    """`currency` is in shares of the price (−0.03 to 0.05: three per cent cheaper, five dearer); licences and training in money a month."""

    sheet: PriceSheet
    governance: Fraction = Fraction(0)
    transition: Fraction = Fraction(0)
    over_months: int = 24
    currency: Doubt = field(default_factory=Doubt)
    licences: Doubt = field(default_factory=Doubt)
    training: Doubt = field(default_factory=Doubt)


@dataclass(frozen=True, slots=True)
class Range:
    """A month's cost."""

    low: Fraction
    expected: Fraction
    high: Fraction

    def overlaps(self, other: Range) -> bool:
        return self.low <= other.high and other.low <= self.high


def monthly(bid: Bid, volumes: Mapping[str, Fraction]) -> Range:
    """A month at these volumes, with every doubt at its low, expected and high end."""
    if bid.over_months < 1:
        raise ValueError("the transition is spread over at least one month")
    price = bid.sheet.monthly(volumes)
    steady = price + bid.governance + bid.transition / bid.over_months

    def at(end: str) -> Fraction:
        doubts = (getattr(bid.licences, end), getattr(bid.training, end))
        return steady + price * Fraction(getattr(bid.currency, end)) + sum((Fraction(one) for one in doubts), Fraction(0))

    return Range(at("low"), at("expected"), at("high"))


def scenarios(bid: Bid, volumes: Mapping[str, Fraction], factors: Sequence[Fraction]) -> tuple[tuple[Fraction, Range], ...]:
    """The same at grown and shrunk volumes: a factor of 3/2 is half as much again."""
    return tuple((factor, monthly(bid, {unit: volume * factor for unit, volume in volumes.items()})) for factor in factors)


def lines(bid: Bid, volumes: Mapping[str, Fraction]) -> tuple[tuple[str, Range], ...]:
    """What the range is made of, line by line; the lines add up to `monthly`."""
    price = bid.sheet.monthly(volumes)

    def even(amount: Fraction) -> Range:
        return Range(amount, amount, amount)

    def doubt(one: Doubt, of: Fraction = Fraction(1)) -> Range:
        return Range(Fraction(one.low) * of, Fraction(one.expected) * of, Fraction(one.high) * of)

    return (
        ("price", even(price)),
        ("governance", even(bid.governance)),
        ("transition", even(bid.transition / bid.over_months)),
        ("currency", doubt(bid.currency, price)),
        ("licences", doubt(bid.licences)),
        ("training", doubt(bid.training)),
    )
