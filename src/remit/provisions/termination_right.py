"""A right to end the contract before its term when service fails often enough: so many months of so many, or in a row.

What a month counts for is a setting: a credit in it, credits at or above a share of the charges, a minimum missed, an average below
minimum. Several counts may give the right, each by itself. The right is computed from the months' statements and never exercised by the
program: `right` says whether it exists, since which month, and on which months it rests.

Practice: clauses such as "four misses in any six months", "three in a row or five in any twelve" (Texas and BC master agreements).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import ClassVar

from remit.provision import Provision
from remit.terms.document import Clause, Terms
from remit.terms.kinds import Base, Choice, Duration, ListOf, Name, Percent, Times
from remit.terms.setting import REQUIRED, Setting
from remit.terms.typed import Occurrences
from remit.terms.words import Words
from remit.values.fault import Fault, Place
from remit.values.period import Month

WITH_LEVEL = ("minimum missed", "average below minimum")


class TerminationRight(Provision):
    section: ClassVar[int] = 15
    sections: ClassVar[tuple[int, ...]] = (15,)
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting(
            "counts",
            Choice("month with a credit", "credits at or above a share", "minimum missed", "average below minimum"),
            "What makes a month count.",
            REQUIRED,
        ),
        Setting("after", ListOf(Times()), "How many such months give the right; any one of several does.", REQUIRED),
        Setting("notice", Duration(), "How long before the end the right is exercised.", REQUIRED),
        Setting("for", Choice("client", "provider", "both"), "Who has the right.", "client"),
        Setting("service level", Name("service levels"), "The level whose minimum counts; every level where none is named."),
        Setting("share", Percent(), "The share of the base that a month's credits must reach.", Fraction(1)),
        Setting("of", Base(), "What that share is taken of.", "base charges"),
        Setting("used within", Duration(), "For how long the right exists once it has arisen."),
    )
    example = """
15.1 termination for repeated credits:
  rule: termination right
  counts: month with a credit
  after: [3 in a row, 5 in any 12 months]
  notice: 1 month
"""
    practice = "Chronic failure clauses of master services agreements."

    def check(self, clause: Clause, terms: Terms) -> Iterable[Fault]:
        counts = clause["counts"]
        if "share" in clause.written and counts != "credits at or above a share":
            what = f"'share' decides nothing where a month counts for '{counts}'"
            yield Fault(
                Place(clause=clause.number, line=clause.lines.get("share")),
                what,
                "write 'counts: credits at or above a share', or take it out",
            )
        if clause["service level"] is not None and counts not in WITH_LEVEL:
            what = f"'service level' decides nothing where a month counts for '{counts}'"
            remedy = "write 'counts: minimum missed', or take it out"
            yield Fault(Place(clause=clause.number, line=clause.lines.get("service level")), what, remedy)
        if counts == "average below minimum" and clause["service level"] is None:
            what = "an average needs one service level"
            yield Fault(Place(clause=clause.number, line=clause.lines.get("counts")), what, "add 'service level'")

    def prose(self, clause: Clause, words: Words) -> str:
        level = words.reference(clause["service level"], 8) if clause["service level"] else "a service level"
        counted = {
            "month with a credit": "a month with a price adjustment (service credit)",
            "credits at or above a share": f"a month whose price adjustments come to {words.percent(clause['share'])} "
            f"or more of {words.base(clause['of'])}",
            "minimum missed": f"a month in which {level} misses its minimum",
            "average below minimum": f"a month in which the average of {level} is below its minimum",
        }[clause["counts"]]
        often = words.listed([words.occurrences(times) for times in clause["after"]], "or")
        who = words.party(clause["for"])
        used = f" The right ends {words.length(clause['used within'])} after it arises." if clause["used within"] is not None else ""
        return f"Where {counted} occurs {often}, {who} may end these terms; notice is {words.length(clause['notice'])}.{used}"


@dataclass(frozen=True, slots=True)
class Counted:
    """One settled month as the right sees it: whether it counts, and the figure behind that ("credits of 22 % of base charges")."""

    month: Month
    counts: bool
    because: str = ""


@dataclass(frozen=True, slots=True)
class Right:
    """A right to end: the month with which it arose, the occurrences that gave it, and the months it rests on."""

    arose: Month
    by: Occurrences
    months: tuple[Month, ...]


def right(clause: Clause, history: Sequence[Counted]) -> Right | None:
    """The first right that the months give, or None. A month missing from history breaks a row and counts for nothing.

    >>> months = [Counted(Month(2026, number), number in (2, 4)) for number in range(1, 6)]
    >>> found = right(Clause("15.1", "chronic failure", "termination right", {"after": (Occurrences(2, 4),)}), months)
    >>> str(found.arose), [str(month) for month in found.months]
    ('2026-04', ['2026-02', '2026-04'])
    """
    counted = sorted(month.month for month in history if month.counts)
    for index, month in enumerate(counted):
        so_far = counted[: index + 1]
        for times in clause["after"]:
            last = so_far[-times.count :]
            if len(last) < times.count:
                continue
            span = month - last[0] + 1
            if span <= (times.within if times.within is not None else times.count):
                return Right(month, times, tuple(last))
    return None


RULE = TerminationRight()
