"""A credit returns when its level keeps its target afterwards."""

from __future__ import annotations

from typing import ClassVar

from remit.adjustment import Adjustment
from remit.terms.kinds import Choice, Duration, Names, Percent
from remit.terms.setting import REQUIRED, Setting


class EarnBack(Adjustment):
    phase = "earn back"
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("returns", Names("adjustments"), "The credits that can be earned back.", REQUIRED),
        Setting("share", Percent(), "How much of the credit returns.", REQUIRED),
        Setting("after", Duration(), "For how many months the level must keep its target.", REQUIRED),
        Setting("when", Choice("target met", "target exceeded"), "Whether a month at exactly the target counts.", "target met"),
        Setting("month without result", Choice("extends", "fails", "counts as met"), "What a month without a result does.", "extends"),
        Setting("paid", Choice("as a line", "against later credits"), "How it returns.", "as a line"),
        Setting("lapses after", Duration(), "When the chance ends.", None),
    )


RULE = EarnBack()
