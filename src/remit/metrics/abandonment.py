"""The share of contacts that were given up before an answer."""

from __future__ import annotations

from typing import ClassVar

from remit.measure import Metric
from remit.terms.kinds import Covers, Duration
from remit.terms.setting import REQUIRED, Setting


class Abandonment(Metric):
    better = "less"
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("covers", Covers(), "Which items count.", REQUIRED),
        Setting("short", Duration(), "Contacts given up within this time are left out.", None),
    )


RULE = Abandonment()
