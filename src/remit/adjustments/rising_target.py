"""A target that rises when it is kept for long."""

from __future__ import annotations

from typing import ClassVar

from remit.adjustment import Adjustment
from remit.terms.kinds import Choice, Duration, Name, Point, Value
from remit.terms.setting import REQUIRED, Setting


class RisingTarget(Adjustment):
    phase = "report"
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("service level", Name("service levels"), "The level.", REQUIRED),
        Setting("after", Duration(), "For how many months in a row.", REQUIRED),
        Setting("new target", Choice("halfway to the average", "the average", "the lowest month"), "Where the target goes.", REQUIRED),
        Setting("when", Choice("target exceeded", "target met"), "Whether a month at exactly the target counts.", "target exceeded"),
        Setting("at most", Point(), "The greatest step.", None),
        Setting("never above", Value("service level"), "The highest target.", None),
    )


RULE = RisingTarget()
