"""Volume beyond the forecast leaves the service levels."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

from remit.relief import Relief
from remit.terms.kinds import Choice, Duration, Names, Percent
from remit.terms.setting import REQUIRED, Setting
from remit.terms.typed import Length


class ForecastExcess(Relief):
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("services", Names("services"), "Whose volume is held against its forecast.", REQUIRED),
        Setting("above", Percent(), "The share of the forecast beyond which items are excess.", REQUIRED),
        Setting("forecast by", Choice("client", "provider", "both"), "Who gives the forecast.", "client"),
        Setting("forecast fixed", Duration(ahead=True), "How long before the month the forecast is fixed.", Length(Fraction(1), "month")),
        Setting("leaves the levels", Choice("last to arrive", "in proportion"), "Which items leave the levels.", "last to arrive"),
        Setting(
            "without a forecast", Choice("last forecast", "expected volume"), "What holds where no forecast came in time.", "last forecast"
        ),
    )


RULE = ForecastExcess()
