"""Hours of extra work, approved and limited."""

from __future__ import annotations

from typing import ClassVar

from remit.charge import Charge
from remit.terms.kinds import Amount, Choice, Role, Text
from remit.terms.setting import REQUIRED, Setting


class Hours(Charge):
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("work", Text(), "What the hours are spent on.", REQUIRED),
        Setting("price", Amount(), "The price of an hour.", REQUIRED),
        Setting("approval", Choice("before the work", "none"), "Whether hours must be approved before they are worked.", "before the work"),
        Setting("approved by", Role(), "The role that approves.", None),
        Setting("at most", Amount(), "The limit of the sum in each period.", None),
        Setting("each", Choice("month", "quarter", "year", "term"), "The period of the limit.", "month"),
    )


RULE = Hours()
