"""How long the open items have been open at the end of the month."""

from __future__ import annotations

from typing import ClassVar

from remit.measure import Metric
from remit.terms.kinds import Choice, Covers, Name, Text
from remit.terms.setting import REQUIRED, Setting


class AgeOfBacklog(Metric):
    result = "time"
    better = "less"
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("covers", Covers(), "Which items count.", REQUIRED),
        Setting("result", Choice("mean", "median", "oldest"), "Which age is stated.", "mean"),
        Setting("calendar", Name("calendars"), "The hours in which age is counted; day and night unless written.", None),
        Setting("opens", Text(), "The event that opens an item.", "created"),
        Setting("closes", Text(), "The event that closes it.", "closed"),
    )


RULE = AgeOfBacklog()
