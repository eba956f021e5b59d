"""A credit returns when its level keeps its target afterwards.
For each credit of an earlier month (after its cap, and after corrections) the months that follow are counted: a month on target counts,
a month short of it ends the chance, and a month without a result extends the count, fails, or counts as met. In the month in which the
count is full the share of the credit returns, as a line of that month or against the credits of this and later months.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from remit.adjustment import Adjustment, Phase
from remit.line import Account, Draft, LineKind
from remit.scorecard import Attainment
from remit.terms.document import Clause
from remit.terms.kinds import Choice, Duration, Names, Percent
from remit.terms.setting import EVER, REQUIRED, Setting
from remit.terms.typed import Length
from remit.terms.words import Words
from remit.values.period import Month


@dataclass(frozen=True, slots=True)
class Earned:
    """A credit that a level has earned back: the credit's month, clause and level, the sum that returns, and the month in which it does."""

    credited: Month
    name: str
    level: str
    amount: Fraction
    earned: Month


class EarnBack(Adjustment):
    phase: ClassVar[Phase] = "earn back"
    kind: ClassVar[LineKind] = "earn back"
    takes_share: ClassVar[bool] = False
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("returns", Names("adjustments"), "The credits that can be earned back.", REQUIRED),
        Setting("share", Percent(), "How much of the credit returns.", REQUIRED),
        Setting("after", Duration(), "For how many months the level must keep its target.", REQUIRED),
        Setting("when", Choice("target met", "target exceeded"), "Whether a month at exactly the target counts.", "target met"),
        Setting(
            "month without result",
            Choice("extends", "fails", "counts as met"),
            "What a month without a result does.",
            "extends",
        ),
        Setting("paid", Choice("as a line", "against later credits"), "How it returns.", "as a line"),
        Setting("lapses after", Duration(), "When the chance ends, counted from the month of the credit; never unless written."),
    )
    example = """
11.3 earn back:
  rule: earn back
  returns: [service credits]
  share: 100 %
  after: 3 months
"""
    practice = "Earn-back clauses of large agreements; whether a month at exactly the target counts decides as many cases as the months."

    def drafts(self, clause: Clause, account: Account) -> Iterable[Draft]:
        words = account.words
        earned = list(self._earned(clause, account))
        left = self._left(clause, account, earned)
        for one in earned:
            if one.earned != account.month and clause["paid"] == "as a line":
                continue
            amount = one.amount if left is None else min(one.amount - self._returned(clause, account, one), left)
            if amount <= 0:
                continue
            left = None if left is None else left - amount
            months = words.count(int(clause["after"].amount), "month")
            level = next((clause.name for clause in account.terms.section(8) if clause.number == one.level), one.level)
            share = "" if clause["share"] == 1 else f"{words.percent(clause['share'])} of "
            because = (
                f"{level} {'met' if clause['when'] == 'target met' else 'exceeded'} its target in {months} after {one.credited.name}: "
                f"{share}that month's credit returns"
            )
            yield Draft(
                clause.number,
                clause.name,
                level,
                "earn back",
                amount,
                because,
                level=one.level,
                month=str(one.credited),
                rate=words.percent(clause["share"]),
            )

    def _earned(self, clause: Clause, account: Account) -> Iterator[Earned]:
        """Every credit that has been earned back by this month, in order of the months credited."""
        credits: dict[tuple[Month, str, str], Fraction] = {}
        for statement in account.history:
            for line in statement.lines:
                if line.name in clause["returns"] and line.kind in ("credit", "damages", "correction") and line.level:
                    month = Month.read(line.month) if line.month else statement.month
                    credits[month, line.name, line.level] = credits.get((month, line.name, line.level), Fraction(0)) - Fraction(line.amount)
        for (credited, name, level), credit in sorted(credits.items(), key=lambda entry: entry[0][0]):
            month_earned = self._when(clause, account, credited, level) if credit > 0 else None
            if month_earned is not None:
                yield Earned(credited, name, level, clause["share"] * credit, month_earned)

    def _when(self, clause: Clause, account: Account, credited: Month, level: str) -> Month | None:
        """The month in which the count is full, if that has come."""
        standing = {statement.month: statement.scorecard.get(level) for statement in account.history}
        standing[account.month] = account.scorecard.get(level)
        last = _months_after(credited, clause["lapses after"])
        count, month = 0, credited
        while month < account.month:
            month = month.next()
            if last is not None and month > last:
                return None
            kept = _kept(standing.get(month), clause["when"] == "target exceeded")
            if kept is None:
                kept = {"extends": None, "fails": False, "counts as met": True}[clause["month without result"]]
            if kept is False:
                return None
            count += kept is True
            if count == clause["after"].amount:
                return month
        return None

    def _left(self, clause: Clause, account: Account, earned: list[Earned]) -> Fraction | None:
        """The credits of this month that can be set off; None where earn backs are lines of their own."""
        if clause["paid"] == "as a line":
            return None
        credits = (line for line in account.lines if line.kind in ("credit", "damages"))
        return sum((-Fraction(line.amount) for line in credits), Fraction(0))

    def _returned(self, clause: Clause, account: Account, one: Earned) -> Fraction:
        """What earlier statements set off of it."""
        lines = (line for statement in account.history for line in statement.lines)
        mine = (line for line in lines if line.clause == clause.number and line.month == str(one.credited) and line.level == one.level)
        return sum((Fraction(line.amount) for line in mine), Fraction(0))

    def looks_back(self, clause: Clause) -> int:
        return EVER

    def prose(self, clause: Clause, words: Words) -> str:
        names = words.listed([words.reference(name, 11) for name in clause["returns"]])
        when = "meets" if clause["when"] == "target met" else "exceeds"
        met = words.default(clause, "when", f"{when} its target")
        months = words.length(clause["after"])
        without = {
            "extends": "A month without a result extends the count",
            "fails": "A month without a result ends the chance",
            "counts as met": "A month without a result counts as met",
        }[clause["month without result"]]
        readings = {
            "month without result": without,
            "paid": "It returns as a line" if clause["paid"] == "as a line" else "It is set off against later credits",
            "lapses after": f"The chance ends {words.length(clause['lapses after'])} after the credit" if clause["lapses after"] else "",
        }
        share = words.percent(clause["share"])
        ending = self.ending(clause, words, readings)
        return f"{share} of a credit under {names} returns if its level then {met} in each of the next {months}.{ending}"


def _kept(level: Attainment | None, exceeded: bool) -> bool | None:
    """Whether a level kept its target; None without a result."""
    result = level.counted if level is not None else None
    if level is None or result is None or level.target is None:
        return None
    if exceeded:
        return result > level.target if level.better == "more" else result < level.target
    return level.status == "met"


def _months_after(month: Month, length: Length | None) -> Month | None:
    return None if length is None else month.plus(int(length.amount) * (12 if length.unit == "year" else 1))


RULE = EarnBack()
