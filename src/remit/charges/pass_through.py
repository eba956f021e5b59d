"""Costs that are passed on, with evidence and up to a limit."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

from remit.charge import Charge
from remit.terms.kinds import Amount, Choice, Either, Percent, Text
from remit.terms.setting import REQUIRED, Setting


class PassThrough(Charge):
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("item", Text(), "What is passed on.", REQUIRED),
        Setting("evidence", Text(), "What proves the cost.", REQUIRED),
        Setting("at most", Amount(), "The limit in each period.", None),
        Setting("each", Choice("month", "quarter", "year", "term"), "The period of the limit.", "month"),
        Setting(
            "above that",
            Either(Choice("not billed"), Text()),
            "What happens above the limit: 'not billed', or 'approval by' a role.",
            "not billed",
        ),
        Setting("mark up", Percent(), "Added to the cost.", Fraction(0)),
    )


RULE = PassThrough()
