"""A credit for each service level missed in the month."""

from __future__ import annotations

from typing import ClassVar

from remit.adjustment import Adjustment
from remit.terms.kinds import Amount, Either, MapOf, Name, Percent
from remit.terms.setting import REQUIRED, Setting


class CreditPerMiss(Adjustment):
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting(
            "credits",
            MapOf(Name("service levels"), Either(Percent(), Amount())),
            "Each level with its credit: a share of what 'of' names, or a sum.",
            REQUIRED,
        ),
    )


RULE = CreditPerMiss()
