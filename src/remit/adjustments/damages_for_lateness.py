"""A sum for each day or item late."""

from __future__ import annotations

from typing import ClassVar

from remit.adjustment import Adjustment
from remit.terms.kinds import Amount, Choice, Covers, Duration, Either, Percent, Text, YesNo
from remit.terms.setting import REQUIRED, Setting


class DamagesForLateness(Adjustment):
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("covers", Either(Covers(), Text()), "What is late.", REQUIRED),
        Setting("late after", Text(), "The event or date from which it is late.", REQUIRED),
        Setting("credit", Either(Percent(), Amount()), "The sum for each period.", REQUIRED),
        Setting("grace", Duration(), "Time after that date that costs nothing.", None),
        Setting("for each", Choice("day", "hour", "business day", "week", "item"), "The period.", "day"),
        Setting("periods", Choice("started", "full", "in proportion"), "How a part of a period counts.", "started"),
        Setting("due day counts", YesNo(), "Whether the due day is a day late.", False),
        Setting("done day counts", YesNo(), "Whether the day on which it was done is a day late.", True),
        Setting("rate rounded first", YesNo(), "Whether the sum for one period is rounded before it is multiplied.", False),
        Setting("at most", Either(Percent(), Amount()), "The limit.", None),
    )


RULE = DamagesForLateness()
