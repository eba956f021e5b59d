"""How long the items open at the end of the month have been open.

A small backlog of very old items is worse than it looks; this is its other half. Age runs from the first opening, in a calendar or day and
night, and is exact: a mean, the median (nearest rank) or the oldest. A month that ends with nothing open has no data.
"""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

import numpy as np
import polars as pl

from remit.clock.elapsed import elapsed
from remit.measure import Measure, Metric, Summary, contributed
from remit.terms.document import Clause
from remit.terms.kinds import Choice, Covers, Name, Text
from remit.terms.setting import REQUIRED, Setting
from remit.terms.words import Words
from remit.work.evidence import Evidence
from remit.work.standing import standing


class AgeOfBacklog(Metric):
    rests_on_cut: ClassVar[bool] = True
    result = "time"
    better = "less"
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("covers", Covers(), "Which items count.", REQUIRED),
        Setting("result", Choice("mean", "median", "oldest"), "Which age is stated.", "mean"),
        Setting("calendar", Name("calendars"), "The hours in which age is counted; day and night unless written.", None),
        Setting("opens", Text(), "The event that opens an item.", "created"),
        Setting("closes", Text(), "The event that closes it.", "closed"),
    )
    example = """
8.1 age of open tickets:
  rule: age of backlog
  covers: customer contact
  result: oldest
  target: 10 days
"""
    practice = "Ageing of open tickets, as service desks and accounts payable report it."

    def contributions(self, level: Clause, evidence: Evidence) -> pl.DataFrame:
        rows = standing(level, evidence, level["opens"], (level["closes"],))
        end = min(evidence.bounds.end, evidence.cut)
        ages = elapsed(evidence.hours(level["calendar"]), rows["at"].to_numpy(), np.full(rows.height, end))
        aged = rows.with_columns(at=pl.lit(end - 1), age=pl.Series(ages, dtype=pl.Int64))
        why = pl.when("open").then(pl.lit("open")).otherwise(pl.lit("closed"))
        return contributed(aged, pl.col("open"), why, of=pl.lit(1), value=pl.col("age"))

    def measure(self, level: Clause, summary: Summary) -> Measure:
        count = sum(summary.values.values())
        if not count:
            return Measure(None, 0)
        parts = {"open": count}
        if level["result"] == "mean":
            return Measure(Fraction(sum(value * number for value, number in summary.values.items()), count), count, parts)
        if level["result"] == "oldest":
            return Measure(Fraction(max(summary.values)), count, parts)
        passed = 0
        for value in sorted(summary.values):
            passed += summary.values[value]
            if 2 * passed >= count:
                return Measure(Fraction(value), count, parts)
        raise AssertionError("half of a positive count is reached")

    def forgiven(self, rows: pl.DataFrame) -> pl.DataFrame:
        return rows.with_columns(value=pl.when("counted").then(pl.lit(0, pl.Int64)))

    def prose(self, clause: Clause, words: Words) -> str:
        said = {"mean": "Mean age", "median": "Median age", "oldest": "Age of the oldest"}[clause["result"]]
        calendar = f"in {words.reference(clause['calendar'], 4)}" if clause["calendar"] else "day and night"
        ends = f"from {words.default(clause, 'opens', clause['opens'])} to {words.default(clause, 'closes', clause['closes'])}"
        which = words.default(clause, "result", said)
        return f"{which} of the items of {words.reference(clause['covers'], 6, 5)} open at the end of the month, {ends}, {calendar}."


RULE = AgeOfBacklog()
