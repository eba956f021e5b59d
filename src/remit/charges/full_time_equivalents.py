"""People at a price an hour, by the hours a full-time year has."""

from __future__ import annotations

from typing import ClassVar

from remit.charge import Charge, common
from remit.terms.kinds import Amount, Choice, Number
from remit.terms.setting import REQUIRED, Setting


class FullTimeEquivalents(Charge):
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("people", Number(), "How many full-time equivalents.", REQUIRED),
        Setting("hours a year", Number(), "Working hours of one full-time equivalent in a year.", REQUIRED),
        Setting("price an hour", Amount(), "The price of an hour.", REQUIRED),
        Setting(
            "month is",
            Choice("one twelfth", "hours worked"),
            "Whether a month is a twelfth of the year, or the hours worked in it (a fact).",
            "one twelfth",
        ),
    )
    common: ClassVar[tuple[Setting, ...]] = common(base=True)


RULE = FullTimeEquivalents()
