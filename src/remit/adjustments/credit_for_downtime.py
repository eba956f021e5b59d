"""A credit for each block of downtime."""

from __future__ import annotations

from typing import ClassVar

from remit.adjustment import Adjustment
from remit.terms.kinds import Amount, Choice, Duration, Either, Name, Percent
from remit.terms.setting import REQUIRED, Setting


class CreditForDowntime(Adjustment):
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("service level", Name("service levels"), "The availability level.", REQUIRED),
        Setting("credit", Either(Percent(), Amount()), "The credit for each block.", REQUIRED),
        Setting("for each", Duration(), "The block.", REQUIRED),
        Setting("blocks", Choice("full", "started", "in proportion"), "How a part of a block counts.", "full"),
        Setting(
            "counted from",
            Choice("target", "first minute"),
            "Whether downtime counts beyond what the target allows, or from the first minute.",
            "target",
        ),
    )


RULE = CreditForDowntime()
