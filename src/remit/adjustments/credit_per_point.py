"""A credit for each percentage point short."""

from __future__ import annotations

from typing import ClassVar

from remit.adjustment import Adjustment
from remit.terms.kinds import Amount, Choice, Either, Name, Percent, Point, Value
from remit.terms.setting import REQUIRED, Setting


class CreditPerPoint(Adjustment):
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("service level", Name("service levels"), "The level.", REQUIRED),
        Setting("below", Value("service level"), "The result below which points count.", REQUIRED),
        Setting("credit", Either(Percent(), Amount()), "The credit for each step.", REQUIRED),
        Setting("for each", Point(), "The step.", REQUIRED),
        Setting("points", Choice("full", "started", "in proportion"), "How a part of a step counts.", "full"),
        Setting("at most", Either(Percent(), Amount()), "The limit of the credit.", None),
    )


RULE = CreditPerPoint()
