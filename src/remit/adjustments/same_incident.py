"""One incident that misses several levels costs one credit."""

from __future__ import annotations

from typing import ClassVar

from remit.adjustment import Adjustment
from remit.terms.kinds import Choice, Names
from remit.terms.setting import REQUIRED, Setting


class SameIncident(Adjustment):
    phase = "same incident"
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("among", Names("service levels"), "The levels.", REQUIRED),
        Setting("pays", Choice("largest", "first", "all"), "Which credit is paid.", "largest"),
    )


RULE = SameIncident()
