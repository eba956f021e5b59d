"""What is at risk is shared out over categories, and each category over its levels."""

from __future__ import annotations

from typing import ClassVar

from remit.adjustment import Adjustment
from remit.terms.kinds import Amount, Choice, Either, Group, MapOf, Name, Percent, Text
from remit.terms.setting import REQUIRED, Setting


class CreditPool(Adjustment):
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("at risk", Either(Percent(), Amount()), "What is at risk in a month.", REQUIRED),
        Setting(
            "pool",
            MapOf(
                Text(),
                Group(
                    Setting("share", Percent(), "The category's share of the pool.", REQUIRED),
                    Setting("split", MapOf(Name("service levels"), Percent()), "Each level's share of the category.", REQUIRED),
                ),
            ),
            "Categories, each with its share and its levels.",
            REQUIRED,
        ),
        Setting("pool total", Choice("exactly 100 %", "may exceed 100 %"), "Whether the shares must come to 100 %.", "exactly 100 %"),
    )


RULE = CreditPool()
