"""A price for each unit that depends on how many there are."""

from __future__ import annotations

from typing import ClassVar

from remit.charge import Charge, common
from remit.terms.kinds import Amount, BandsOf, Choice, Count, Name
from remit.terms.setting import REQUIRED, Setting


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
    )
    common: ClassVar[tuple[Setting, ...]] = common(base=True)


RULE = TieredPrice()
