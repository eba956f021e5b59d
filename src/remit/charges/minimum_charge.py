"""What the charges lack of an agreed minimum."""

from __future__ import annotations

from typing import ClassVar

from remit.charge import Charge
from remit.terms.kinds import Amount, Base, Either, Percent
from remit.terms.setting import REQUIRED, Setting


class MinimumCharge(Charge):
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("at least", Either(Percent(), Amount()), "The minimum: a sum, or a share of what 'of' names.", REQUIRED),
        Setting("of", Base(), "What the share is taken of.", "base charges"),
        Setting("compared with", Base(), "The charges that are held against the minimum.", "base charges"),
    )


RULE = MinimumCharge()
