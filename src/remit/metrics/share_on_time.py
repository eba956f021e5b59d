"""The share of items whose clock stopped on time."""

from __future__ import annotations

from typing import ClassVar

from remit.measure import Metric
from remit.terms.kinds import Name
from remit.terms.setting import REQUIRED, Setting


class ShareOnTime(Metric):
    settings: ClassVar[tuple[Setting, ...]] = (Setting("clock", Name("clocks"), "The clock whose runs are counted.", REQUIRED),)


RULE = ShareOnTime()
