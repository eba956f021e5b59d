"""What every adjustment has: its common settings, its phase in the order of settlement, and the lines it writes or changes.

The order belongs to `remit terms: 1`: credits, same incident, repeat, caps, earn back, bonus. Credits and bonuses write `Draft` lines;
same incident and repeat failure change those already drafted; caps cut them.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import ClassVar, Literal

from remit.line import Account, Draft
from remit.terms.document import Clause
from remit.terms.kinds import Base, Choice, Duration
from remit.terms.setting import Rule, Setting
from remit.terms.typed import Length

Phase = Literal["credit", "same incident", "repeat", "cap", "earn back", "bonus", "report"]


class Adjustment(Rule):
    """One mechanism: a file in `adjustments/`."""

    section: ClassVar[int] = 11
    phase: ClassVar[Phase] = "credit"
    common: ClassVar[tuple[Setting, ...]] = (
        Setting("of", Base(), "What a percentage is taken of.", "this service"),
        Setting(
            "taken",
            Choice("before credits", "after credits"),
            "Whether that sum is the one before or after the credits of the month.",
            "before credits",
        ),
        Setting(
            "settled",
            Choice("in this statement", "in the next statement", "against renewal charges"),
            "Where the line is set off.",
            "in this statement",
        ),
        Setting("at the end", Choice("paid out", "lapses"), "What happens at the end of the term to what is not yet set off.", "paid out"),
        Setting(
            "claimed within",
            Duration(),
            "How long the other party has to claim the line, from the month's close.",
            Length(Fraction(5), "day", business=True),
        ),
    )

    def drafts(self, clause: Clause, account: Account) -> Iterable[Draft]:
        """The lines of this clause in the account's month, exact. A fact that is missing raises `line.Missing`; nothing is silently zero."""
        raise NotImplementedError(self.name)

    def prose(self, clause: Clause, words: object) -> str:
        raise NotImplementedError(self.name)
