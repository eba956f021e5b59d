"""A credit grows when the level is missed again."""

from __future__ import annotations

from typing import ClassVar

from remit.adjustment import Adjustment
from remit.terms.kinds import Choice, Names, Number, Times
from remit.terms.setting import REQUIRED, Setting
from remit.terms.typed import Occurrences


class RepeatFailure(Adjustment):
    phase = "repeat"
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("increases", Names("adjustments"), "The credits that grow.", REQUIRED),
        Setting("factor", Number(), "By how much.", REQUIRED),
        Setting("repeat", Choice("doubles", "compounds"), "Whether the factor holds once for every repeat, or again for each.", "doubles"),
        Setting("when missed", Times(), "What counts as a repeat.", Occurrences(2, None)),
    )


RULE = RepeatFailure()
