"""How many complaints there were."""

from __future__ import annotations

from typing import ClassVar

from remit.measure import Metric
from remit.terms.kinds import Covers, Text
from remit.terms.setting import REQUIRED, Setting


class Complaints(Metric):
    result = "count"
    better = "less"
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("covers", Covers(), "Which items count.", REQUIRED),
        Setting("event", Text(), "The event that is a complaint; the opening of the item where the record holds complaints.", "complaint"),
    )


RULE = Complaints()
