"""Time that another party caused is taken out of the clock."""

from __future__ import annotations

from typing import ClassVar

from remit.relief import Relief, common
from remit.terms.kinds import Choice
from remit.terms.setting import REQUIRED, Setting


class ExcusedTime(Relief):
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("caused by", Choice("client", "provider", "third party", "outside control"), "Who or what caused the time.", REQUIRED),
    )
    common: ClassVar[tuple[Setting, ...]] = common("time taken out")


RULE = ExcusedTime()
