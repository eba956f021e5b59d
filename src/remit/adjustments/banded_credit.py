"""A credit by the band in which the result lies."""

from __future__ import annotations

from typing import ClassVar

from remit.adjustment import Adjustment
from remit.terms.kinds import Amount, BandsOf, Choice, Either, Name, Percent, Value
from remit.terms.setting import REQUIRED, Setting


class BandedCredit(Adjustment):
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("service level", Name("service levels"), "The level that is held against the bands.", REQUIRED),
        Setting(
            "bands",
            BandsOf(Value("service level"), Setting("credit", Either(Percent(), Amount()), "The credit.", REQUIRED)),
            "Results with their credits; the bands touch.",
            REQUIRED,
        ),
        Setting("edge", Choice("upper band", "lower band"), "To which band a result exactly on an edge belongs.", "upper band"),
    )


RULE = BandedCredit()
