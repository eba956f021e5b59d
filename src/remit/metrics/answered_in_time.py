"""The share of contacts answered within the limit, in one of the four variants of the service level."""

from __future__ import annotations

from typing import ClassVar

from remit.measure import Metric
from remit.terms.kinds import Choice, Name
from remit.terms.setting import REQUIRED, Setting


class AnsweredInTime(Metric):
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("clock", Name("clocks"), "The clock whose runs are counted.", REQUIRED),
        Setting(
            "abandoned",
            Choice("short ones left out", "left out", "count as late", "short ones count as answered"),
            "What contacts are that were given up before an answer.",
            "short ones left out",
        ),
    )


RULE = AnsweredInTime()
