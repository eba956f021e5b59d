"""A target cost whose overrun and saving both parties share, up to a ceiling."""

from __future__ import annotations

from typing import ClassVar

from remit.charge import Charge
from remit.terms.kinds import Amount, Percent, Text
from remit.terms.setting import REQUIRED, Setting


class GainShare(Charge):
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("target cost", Amount(), "The cost that both expect.", REQUIRED),
        Setting("target profit", Amount(), "The provider's profit at that cost.", REQUIRED),
        Setting("provider bears", Percent(), "The provider's share of an overrun.", REQUIRED),
        Setting("provider keeps", Percent(), "The provider's share of a saving.", REQUIRED),
        Setting("ceiling", Amount(), "The most that is paid, cost and profit together.", None),
        Setting("evidence", Text(), "What proves the cost.", None),
    )


RULE = GainShare()
