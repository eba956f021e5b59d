"""How many items are open at the end of the month."""

from __future__ import annotations

from typing import ClassVar

from remit.measure import Metric
from remit.terms.kinds import Covers, Text
from remit.terms.setting import REQUIRED, Setting


class Backlog(Metric):
    result = "count"
    better = "less"
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("covers", Covers(), "Which items count.", REQUIRED),
        Setting("opens", Text(), "The event that opens an item.", "created"),
        Setting("closes", Text(), "The event that closes it.", "closed"),
    )


RULE = Backlog()
