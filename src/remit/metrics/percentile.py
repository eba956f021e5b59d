"""The time within which a share of the items is done: the 50th percentile is the median.

The nearest rank is taken, so the result is the time of a real item and exact: of n items in order of time the one with number
ceil(percentile / 100 x n). Items that are still open past their due instant count with the time they have run until the cut; items not
yet due are undecided. Items without a time limit count when they stop.
"""

from __future__ import annotations

import math
from fractions import Fraction
from typing import ClassVar

import polars as pl

from remit.measure import Measure, Metric, Summary, contributed
from remit.terms.document import Clause
from remit.terms.kinds import Name, Number
from remit.terms.setting import REQUIRED, Setting
from remit.terms.words import Words
from remit.work.evidence import Evidence


class Percentile(Metric):
    result = "time"
    better = "less"
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("clock", Name("clocks"), "The clock whose runs are counted.", REQUIRED),
        Setting("percentile", Number(), "Of a hundred items, how many are at most this long.", REQUIRED),
    )
    example = """
8.1 answers between the companies:
  rule: percentile
  clock: answer to a question
  percentile: 50
  minimum sample: 10
  target: 4 business hours
"""
    practice = "Median and 90th percentile response times; nearest rank, as in ISO/IEC 20000 practice guides and web service levels."

    def contributions(self, level: Clause, evidence: Evidence) -> pl.DataFrame:
        runs = evidence.runs(level).with_columns(at=pl.col("counted_at"))
        outcome = pl.col("outcome")
        counted = outcome.is_in(["met", "late", "overdue", "done"]) & pl.col("at").is_not_null()
        return contributed(runs, counted, pl.when(counted).then(outcome).otherwise(pl.col("why")), of=pl.lit(1), value=pl.col("elapsed"))

    def measure(self, level: Clause, summary: Summary) -> Measure:
        return nearest_rank(summary, level["percentile"])

    def forgiven(self, rows: pl.DataFrame) -> pl.DataFrame:
        return rows.with_columns(value=pl.when("counted").then(pl.lit(0, pl.Int64)))

    def prose(self, clause: Clause, words: Words) -> str:
        which = clause["percentile"]
        words.said.add((clause.number, "percentile"))
        name = "Median" if which == 50 else f"Time within which {words.number(which)} of 100 items are done"
        return f"{name} by the clock {words.reference(clause['clock'], 7)}."


def nearest_rank(summary: Summary, percentile: Fraction) -> Measure:
    """The value at the nearest rank of exact value counts.

    >>> nearest_rank(Summary({"of": 4}, {10: 2, 20: 1, 90: 1}), Fraction(50)).value
    Fraction(10, 1)
    """
    count = sum(summary.values.values())
    if not count:
        return Measure(None, 0)
    rank, passed = max(1, math.ceil(Fraction(percentile) * count / 100)), 0
    for value in sorted(summary.values):
        passed += summary.values[value]
        if passed >= rank:
            return Measure(Fraction(value), count, {"of": count})
    raise ValueError(f"there is no percentile {percentile}")


RULE = Percentile()
