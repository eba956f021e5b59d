"""Outages announced in time leave the agreed time."""

from __future__ import annotations

from typing import ClassVar

from remit.relief import Relief
from remit.terms.kinds import Covers, Duration
from remit.terms.setting import REQUIRED, Setting


class PlannedOutage(Relief):
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("covers", Covers(), "What is out of service.", REQUIRED),
        Setting("notice", Duration(), "How long before it an outage must be announced.", REQUIRED),
    )


RULE = PlannedOutage()
