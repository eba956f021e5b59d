"""A fixed sum each month, quarter or year, or once."""

from __future__ import annotations

from typing import ClassVar

from remit.charge import Charge, common
from remit.terms.kinds import Amount, Choice
from remit.terms.setting import REQUIRED, Setting


class Fixed(Charge):
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("amount", Amount(), "The sum.", REQUIRED),
        Setting(
            "each",
            Choice("month", "quarter", "year", "once"),
            "How often it is due: in each month, or in the first month of each contract quarter or year, or once.",
            "month",
        ),
    )
    common: ClassVar[tuple[Setting, ...]] = common(base=True)


RULE = Fixed()
