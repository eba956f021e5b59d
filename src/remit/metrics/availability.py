"""The share of the agreed time in which a component worked."""

from __future__ import annotations

from typing import ClassVar

from remit.measure import Metric
from remit.terms.kinds import Choice, Covers, Name, Text
from remit.terms.setting import REQUIRED, Setting


class Availability(Metric):
    key = "component"
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("covers", Covers(), "Which items count.", REQUIRED),
        Setting("calendar", Name("calendars"), "The agreed time; day and night unless written.", None),
        Setting("planned outages", Choice("left out", "counted"), "Whether outages announced in time leave the agreed time.", "left out"),
        Setting("overlapping outages", Choice("once", "each"), "Whether time with two outages counts once or twice.", "once"),
        Setting("outage from", Text(), "The event with which an outage begins.", "created"),
        Setting("outage until", Text(), "The event with which it ends.", "resolved"),
    )


RULE = Availability()
