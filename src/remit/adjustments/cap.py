"""A limit on credits or bonuses."""

from __future__ import annotations

from typing import ClassVar

from remit.adjustment import Adjustment
from remit.terms.kinds import Amount, Choice, Either, Names, Percent
from remit.terms.setting import REQUIRED, Setting


class Cap(Adjustment):
    phase = "cap"
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("limits", Names("adjustments"), "What is limited, taken together.", REQUIRED),
        Setting("at most", Either(Percent(), Amount()), "The limit: a share of what 'of' names, or a sum.", REQUIRED),
        Setting("each", Choice("month", "twelve months", "contract year", "term"), "The period of the limit.", "month"),
        Setting("excess", Choice("lapses", "carried forward"), "What happens above the limit.", "lapses"),
        Setting("spread", Choice("in proportion", "last clause first"), "Which lines the limit cuts.", "in proportion"),
    )


RULE = Cap()
