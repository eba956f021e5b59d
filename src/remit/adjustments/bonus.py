"""A bonus by the band in which the result lies."""

from __future__ import annotations

from typing import ClassVar

from remit.adjustment import Adjustment
from remit.terms.kinds import Amount, BandsOf, Choice, Either, Name, Percent, Value
from remit.terms.setting import REQUIRED, Setting


class Bonus(Adjustment):
    phase = "bonus"
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("service level", Name("service levels"), "The level that is held against the bands.", REQUIRED),
        Setting(
            "bands",
            BandsOf(Value("service level"), Setting("bonus", Either(Percent(), Amount()), "The bonus.", REQUIRED)),
            "Results with their bonuses; below the first there is none.",
            REQUIRED,
        ),
        Setting(
            "only if",
            Choice("every minimum met", "every target met", "no condition"),
            "What the other levels must show.",
            "every minimum met",
        ),
        Setting("edge", Choice("upper band", "lower band"), "To which band a result exactly on an edge belongs.", "upper band"),
    )


RULE = Bonus()
