"""The time within which a share of the items is done."""

from __future__ import annotations

from typing import ClassVar

from remit.measure import Metric
from remit.terms.kinds import Name, Number
from remit.terms.setting import REQUIRED, Setting


class Percentile(Metric):
    result = "time"
    better = "less"
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("clock", Name("clocks"), "The clock whose runs are counted.", REQUIRED),
        Setting("percentile", Number(), "Of a hundred items, how many are at most this long.", REQUIRED),
    )


RULE = Percentile()
