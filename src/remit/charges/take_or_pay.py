"""Units promised by the client and not taken are paid all the same."""

from __future__ import annotations

from typing import ClassVar

from remit.charge import Charge
from remit.terms.kinds import Amount, Choice, Name, Percent
from remit.terms.setting import REQUIRED, Setting


class TakeOrPay(Charge):
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("service", Name("services"), "The service whose units are promised.", REQUIRED),
        Setting("at least", Percent(), "The share of the promised units that is paid in any case.", REQUIRED),
        Setting("price", Amount(), "The price of a unit not taken.", REQUIRED),
        Setting(
            "of",
            Choice("forecast", "expected volume"),
            "What was promised: the forecast, or the expected volume of the service.",
            "forecast",
        ),
    )


RULE = TakeOrPay()
