"""A share of the charges is at risk, and each level has a weight in it."""

from __future__ import annotations

from typing import ClassVar

from remit.adjustment import Adjustment
from remit.terms.kinds import Amount, Either, MapOf, Name, Percent
from remit.terms.setting import REQUIRED, Setting


class ShareAtRisk(Adjustment):
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("at risk", Either(Percent(), Amount()), "What is at risk in a month.", REQUIRED),
        Setting("weights", MapOf(Name("service levels"), Percent()), "Each level's share of what is at risk.", REQUIRED),
    )


RULE = ShareAtRisk()
