"""A price for each unit that depends on how many there are.

`prices its own units` (graduated): the first 1,000 units at one price, the next at another. `prices all units` (slab): once a tier is
reached its price holds for every unit, so the sum can fall when one unit more is billed. `edge` says to which tier a slab's boundary
number belongs. The tiers begin at 0 and the last is open, so every volume has a price.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import ClassVar

from remit.charge import Charge, common
from remit.line import Account, Draft
from remit.terms.document import Clause, Terms
from remit.terms.kinds import Amount, Band, BandsOf, Choice, Count, Name
from remit.terms.setting import REQUIRED, Setting
from remit.terms.words import Words
from remit.values.fault import Fault, Place


class TieredPrice(Charge):
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("service", Name("services"), "The service whose units are billed.", REQUIRED),
        Setting(
            "tiers",
            BandsOf(Count(), Setting("price", Amount(), "The price of one unit.", REQUIRED)),
            "Numbers of units in a month, each with its price.",
            REQUIRED,
        ),
        Setting(
            "each tier",
            Choice("prices its own units", "prices all units"),
            "Whether a tier's price holds for the units inside it, or for all units once it is reached.",
            "prices its own units",
        ),
        Setting(
            "edge",
            Choice("upper band", "lower band"),
            "To which tier a number exactly on a boundary belongs, where a tier prices all units.",
            "upper band",
        ),
    )
    common: ClassVar[tuple[Setting, ...]] = common(base=True)
    example = """
10.1 customer contact:
  rule: tiered price
  service: customer contact
  tiers:
    - {from: 0, to: 4000, price: £2.60}
    - {from: 4000, price: £2.30}
"""
    practice = "Volume discounts; contracts often leave open whether the lower price reaches back to the first unit."

    def drafts(self, clause: Clause, account: Account) -> Iterable[Draft]:
        units = account.units(clause)
        if not units:
            return
        volume = account.volumes[clause["service"]]
        counts = [(band, count) for band, count in _counts(clause, units) if count]
        amount = sum((count * Fraction(band.pays["price"].amount) for band, count in counts), Fraction(0))
        priced = [f"{account.words.count(count, volume.unit)} at {account.words.money(band.pays['price'])}" for band, count in counts]
        rate = account.words.money(counts[0][0].pays["price"]) if len(counts) == 1 else None
        because = account.words.listed(priced)
        yield self.draft(clause, amount, because, quantity=Fraction(units), unit=volume.unit, rate=rate, volume=volume.clause)

    def check(self, clause: Clause, terms: Terms) -> Iterable[Fault]:
        bands = clause["tiers"]
        place = Place(clause=clause.number, line=clause.lines.get("tiers", clause.line))
        if min(band.low or Fraction(0) for band in bands) > 0:
            low = min(int(band.low or 0) for band in bands)
            yield Fault(place, f"units below {low:,} have no price", "let the first tier begin at 0")
        if all(band.high is not None for band in bands):
            high = max(int(band.high or 0) for band in bands)
            yield Fault(place, f"units above {high:,} have no price", "leave the last tier without 'to'")

    def prose(self, clause: Clause, words: Words) -> str:
        unit = words.unit_of(clause["service"])
        tiers = []
        for band in clause["tiers"]:
            span = (
                f"up to {int(band.high):,}"
                if not band.low
                else f"from {int(band.low):,}" + (f" to {int(band.high):,}" if band.high else "")
            )
            tiers.append(f"{words.money(band.pays['price'])} {words.a(unit)} {span}")
        own = clause["each tier"] == "prices its own units"
        readings = {
            "each tier": "Each tier prices its own units" if own else "The tier that is reached prices all units",
            "edge": "" if own else f"A number on a boundary belongs to the {clause['edge'].removesuffix(' band')} tier",
        }
        return f"{'; '.join(tiers)}.{self.ending(clause, words, readings)}"


def _counts(clause: Clause, units: int) -> list[tuple[Band, int]]:
    """How many units each tier prices."""
    if clause["each tier"] == "prices its own units":
        return [(band, max(0, min(units, int(band.high or units)) - int(band.low or 0))) for band in clause["tiers"]]
    upper = clause["edge"] == "upper band"
    for band in clause["tiers"]:
        low, high = band.low, band.high
        above = not low or (units >= low if upper else units > low)
        below = high is None or (units < high if upper else units <= high)
        if above and below:
            return [(band, units)]
    return []


RULE = TieredPrice()
