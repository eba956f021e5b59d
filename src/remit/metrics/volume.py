"""How many units were done."""

from __future__ import annotations

from typing import ClassVar

from remit.measure import Metric
from remit.terms.kinds import Covers, Text
from remit.terms.setting import REQUIRED, Setting


class Volume(Metric):
    result = "count"
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("covers", Covers(), "Which items count.", REQUIRED),
        Setting("counts at", Text(), "The event that makes an item count; that of its service unless written.", None),
    )


RULE = Volume()
