"""What every charge has: its place in the order of settlement, its common settings, and the lines it writes.

A charge reads the `Account` of a month (volumes, facts, lines so far) and gives `Draft` lines with exact amounts; the statement rounds each
line once. Charges are written in stages: prices first, then what changes prices (indexation), then what compares sums (minimum), then
what takes a share of sums (currency, gain). Within a stage the order of the clauses decides.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar, Literal

from remit.line import Account, Draft
from remit.terms.document import Clause
from remit.terms.kinds import Choice, Text, YesNo
from remit.terms.setting import Rule, Setting

Stage = Literal["price", "index", "minimum", "share"]
STAGES: tuple[Stage, ...] = ("price", "index", "minimum", "share")


def common(base: bool) -> tuple[Setting, ...]:
    """The settings of every charge; `base` says whether this kind of charge counts among the base charges unless the parties write otherwise."""
    return (
        Setting("cost centre", Text(), "The client's cost centre that bears the line.", None),
        Setting("purchase order", Text(), "The purchase order of the line, where it is not that of the contract (3.4).", None),
        Setting("base charge", YesNo(), "Whether the line counts among the base charges that percentages are taken of.", base),
        Setting(
            "part month",
            Choice("whole", "by days", "none"),
            "What is charged for a month in which the clause holds on some days only.",
            "whole",
        ),
    )


class Charge(Rule):
    """One kind of charge: a file in `charges/`."""

    section: ClassVar[int] = 10
    stage: ClassVar[Stage] = "price"
    common: ClassVar[tuple[Setting, ...]] = common(base=False)

    def drafts(self, clause: Clause, account: Account) -> Iterable[Draft]:
        """The lines of this clause in the account's month, exact. A fact that is missing raises `line.Missing`; nothing is silently zero."""
        raise NotImplementedError(self.name)

    def prose(self, clause: Clause, words: object) -> str:
        raise NotImplementedError(self.name)
