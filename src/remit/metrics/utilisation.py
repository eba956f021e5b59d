"""The share of the available time that people worked on items."""

from __future__ import annotations

from typing import ClassVar

from remit.measure import Metric
from remit.terms.kinds import Covers, Text
from remit.terms.setting import REQUIRED, Setting


class Utilisation(Metric):
    key = "agent"
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("covers", Covers(), "Which items count.", REQUIRED),
        Setting("worked", Text(), "The event that tells time worked, in seconds.", "worked"),
        Setting("available", Text(), "The event that tells time available, in seconds.", "available"),
    )


RULE = Utilisation()
