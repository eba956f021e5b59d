"""The parties share what a currency's movement does to the provider's costs."""

from __future__ import annotations

from typing import ClassVar

from remit.charge import Charge
from remit.terms.kinds import Base, Choice, Name, Percent, Rate
from remit.terms.setting import REQUIRED, Setting


class CurrencyShare(Charge):
    stage = "share"
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("record", Name("records"), "The record that publishes the rate.", REQUIRED),
        Setting("base rate", Rate(), "The rate at which the prices were agreed.", REQUIRED),
        Setting("linked share", Percent(), "The share of the charges that follows the currency.", REQUIRED),
        Setting("band", Percent(), "Movements up to this, either way, change nothing.", REQUIRED),
        Setting("client pays", Percent(), "The client's share of a rise beyond the band.", REQUIRED),
        Setting("client receives", Percent(), "The client's share of a fall beyond the band.", REQUIRED),
        Setting("of", Base(), "The charges that are affected.", "base charges"),
        Setting(
            "fixing",
            Choice("mean of the month", "last day of the month", "first day of the month", "day of signature"),
            "Which rate is read.",
            "mean of the month",
        ),
        Setting(
            "counted from", Choice("band edge", "base rate"), "Whether a movement past the band counts from its edge or whole.", "band edge"
        ),
        Setting(
            "movement of",
            Choice("the linked currency", "the contract currency"),
            "Whose movement is meant: base rate over rate less one, or rate over base rate less one.",
            "the linked currency",
        ),
        Setting("at most", Percent(), "The greatest movement that counts, either way.", None),
    )


RULE = CurrencyShare()
