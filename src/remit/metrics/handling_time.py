"""The mean time that people work on an item."""

from __future__ import annotations

from typing import ClassVar

from remit.measure import Metric
from remit.terms.kinds import Covers, Text
from remit.terms.setting import REQUIRED, Setting


class HandlingTime(Metric):
    result = "time"
    better = "less"
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("covers", Covers(), "Which items count.", REQUIRED),
        Setting("event", Text(), "The event that tells handling time, in seconds.", "handled"),
    )


RULE = HandlingTime()
