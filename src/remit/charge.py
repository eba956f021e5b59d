"""What every charge has: its place in the order of settlement, its common settings, and the lines it drafts.

A charge reads the `Account` of a month (volumes, facts, lines so far) and gives `Draft` lines with exact amounts; the statement rounds each
line once. Charges are drafted in stages: prices first, then what changes prices (indexation), then what compares sums (minimum), then
what takes a share of sums (currency). Within a stage the order of the clauses decides.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, Literal

from remit.line import Account, Draft
from remit.terms.document import Clause
from remit.terms.kinds import Choice, Text, YesNo
from remit.terms.setting import Rule, Setting
from remit.terms.words import Words

Stage = Literal["price", "index", "minimum", "share"]
STAGES: tuple[Stage, ...] = ("price", "index", "minimum", "share")


def common(base: bool) -> tuple[Setting, ...]:
    """The settings of every charge; `base` says whether this kind counts among the base charges unless the parties write otherwise."""
    return (
        Setting("cost centre", Text(), "The client's cost centre that bears the line, where it is not that of the contract (3.5)."),
        Setting("purchase order", Text(), "The purchase order of the line, where it is not that of the contract (3.4)."),
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
    by_month: ClassVar[bool] = False
    """Whether the sum is due for a month as such, so that `part month` decides."""
    common: ClassVar[tuple[Setting, ...]] = common(base=False)

    @abstractmethod
    def drafts(self, clause: Clause, account: Account) -> Iterable[Draft]:
        """The lines of this clause in the account's month, exact. A fact that is missing raises `Missing`; nothing is silently zero."""

    def draft(self, clause: Clause, amount: Any, because: str, part: str | None = None, **figures: Any) -> Draft:
        """A line of this clause."""
        return Draft(clause.number, clause.name, part, "charge", amount, because, **figures)

    def ending(self, clause: Clause, words: Words, texts: Mapping[str, str] | None = None) -> str:
        """The last sentences of a clause: the readings of its own settings, then those that every charge has."""
        base = "It counts among the base charges" if clause["base charge"] else "It is not one of the base charges"
        month = {
            "whole": "A part month is charged whole",
            "by days": "A part month is charged by its days",
            "none": "A part month is free",
        }[clause["part month"]]
        shared = {
            "base charge": base if "base charge" in clause.written else "",
            "part month": month if self.by_month or "part month" in clause.written else "",
            "cost centre": f"Cost centre {clause['cost centre']}" if clause["cost centre"] else "",
            "purchase order": f"Purchase order {clause['purchase order']}" if clause["purchase order"] else "",
        }
        return words.readings(clause, {**(texts or {}), **shared})
