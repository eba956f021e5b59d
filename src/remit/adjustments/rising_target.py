"""A target that rises when it is kept for long.
After the given number of months in a row in which the level exceeds (or meets) the target in force, the target of the next month
becomes the average of those months, halfway to it, or their lowest result; a month without a result begins the count anew, and so does
a rise. The step and the target can be limited. There is no money in it: the scorecard's target changes, and says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import ClassVar

from remit.adjustment import Adjustment, Phase
from remit.line import Earlier
from remit.scorecard import Attainment
from remit.terms.document import Clause
from remit.terms.kinds import Choice, Duration, Name, Point, Value
from remit.terms.setting import EVER, REQUIRED, Setting
from remit.terms.words import Words


class RisingTarget(Adjustment):
    phase: ClassVar[Phase] = "target"
    takes_share: ClassVar[bool] = False
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("service level", Name("service levels"), "The level.", REQUIRED),
        Setting("after", Duration(), "For how many months in a row.", REQUIRED),
        Setting("new target", Choice("halfway to the average", "the average", "the lowest month"), "Where the target goes.", REQUIRED),
        Setting("when", Choice("target exceeded", "target met"), "Whether a month at exactly the target counts.", "target exceeded"),
        Setting("at most", Point(), "The greatest step."),
        Setting("never above", Value("service level"), "The highest target."),
    )
    example = """
11.1 rising target:
  rule: rising target
  service level: email first reply
  after: 12 months
  new target: halfway to the average
"""
    practice = "Sears and CSC, continuous improvement: halfway between the level and the average of twelve months that exceeded it."

    def looks_back(self, clause: Clause) -> int:
        return EVER

    def prose(self, clause: Clause, words: Words) -> str:
        verb = "exceeds" if clause["when"] == "target exceeded" else "meets"
        met = words.default(clause, "when", f"{verb} its target")
        step = f", by at most {words.points(clause['at most'])}" if clause["at most"] is not None else ""
        months = words.length(clause["after"])
        level = words.reference(clause["service level"], 8)
        where = {"halfway to the average": "rises halfway to their average", "the average": "becomes their average"}
        new = where.get(clause["new target"], "becomes their lowest result")
        return f"When {level} {met} in each of {months} in a row, its target {new}{step}.{self.ending(clause, words)}"


def risen(clause: Clause, level: Clause, history: Sequence[Earlier]) -> Fraction | None:
    """The target after the months of the history; None while the written one stands."""
    needed = int(clause["after"].amount) * (12 if clause["after"].unit == "year" else 1)
    target: Fraction | None = None
    row: list[Fraction] = []
    last = None
    for statement in history:
        standing = statement.scorecard.get(level.number)
        follows = last is None or statement.month == last.next()
        last = statement.month
        if standing is None or standing.judged is None or not clause.holds_in(statement.month) or not _kept(standing, clause["when"]):
            row = []
            continue
        row = [*row, standing.judged] if follows else [standing.judged]
        if len(row) == needed:
            target = _new(clause, standing, row)
            row = []
    return target


def _kept(standing: Attainment, when: str) -> bool:
    return standing.status == "met" and (when == "target met" or standing.judged != standing.target)


def _new(clause: Clause, standing: Attainment, row: Sequence[Fraction]) -> Fraction:
    """The target that follows a full row of months; it never falls."""
    old = standing.target
    assert old is not None
    sign = 1 if standing.better == "more" else -1
    average = sum(row, Fraction(0)) / len(row)
    lowest = min(row) if sign > 0 else max(row)
    new = {"halfway to the average": (old + average) / 2, "the average": average, "the lowest month": lowest}[clause["new target"]]
    if clause["at most"] is not None:
        new = old + sign * min(sign * (new - old), clause["at most"])
    if clause["never above"] is not None:
        highest = standing.exact(clause["never above"])
        new = min(new, highest) if sign > 0 else max(new, highest)
    return new if sign * (new - old) > 0 else old


RULE = RisingTarget()
