"""A bonus above and a credit below the target, by the point."""

from __future__ import annotations

from typing import ClassVar

from remit.adjustment import Adjustment
from remit.terms.kinds import Amount, Choice, Either, Name, Percent, Point
from remit.terms.setting import REQUIRED, Setting


class BonusAndCredit(Adjustment):
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("service level", Name("service levels"), "The level.", REQUIRED),
        Setting("each way", Either(Percent(), Amount()), "The sum for each step, either way.", REQUIRED),
        Setting("for each", Point(), "The step.", REQUIRED),
        Setting("points", Choice("in proportion", "full", "started"), "How a part of a step counts.", "in proportion"),
        Setting("at most", Either(Percent(), Amount()), "The limit, either way.", None),
        Setting("dead band", Point(), "Distance from the target, either way, that changes nothing.", None),
    )


RULE = BonusAndCredit()
