"""The share of contacts after which the same customer did not come back for the same reason."""

from __future__ import annotations

from typing import ClassVar

from remit.measure import Metric
from remit.terms.kinds import Covers, Duration, ListOf, Text, YesNo
from remit.terms.setting import REQUIRED, Setting


class FirstContactResolution(Metric):
    key = "customer"
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("covers", Covers(), "Which items count.", REQUIRED),
        Setting("within", Duration(), "How long after a contact another one shows that the first did not resolve it.", REQUIRED),
        Setting("same", ListOf(Text()), "The fields that make two contacts one matter.", ("customer", "reason")),
        Setting("any channel", YesNo(), "Whether a contact by another channel counts too.", True),
    )


RULE = FirstContactResolution()
