"""Payment by the share of a sample that was accepted."""

from __future__ import annotations

from typing import ClassVar

from remit.charge import Charge
from remit.terms.kinds import Amount, Choice, Covers, Percent
from remit.terms.setting import REQUIRED, Setting


class AcceptedShare(Charge):
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("amount", Amount(), "The most that is paid in a month for all services of the clause.", REQUIRED),
        Setting("service share", Percent(), "The share of that sum that hangs on the sampled service.", REQUIRED),
        Setting("covers", Covers(), "What is sampled.", REQUIRED),
        Setting(
            "sample",
            Choice("general level II, normal inspection"),
            "The sampling plan (ISO 2859-1, formerly MIL-STD-105).",
            "general level II, normal inspection",
        ),
        Setting(
            "defects",
            Choice("all found", "beyond the acceptance number"),
            "Whether all defects found reduce the payment, or only those beyond the plan's acceptance number.",
            "all found",
        ),
    )


RULE = AcceptedShare()
