"""The mean running time of the items, exact.

Resolution or answer times where the parties promise an average. A mean hides its tail: a few very long items and many short ones look
like a steady service, so a percentile is the better promise where the tail hurts. Items still open past their due instant count with the
time they have run until the cut.
"""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

import polars as pl

from remit.measure import Measure, Metric, Summary, contributed
from remit.terms.document import Clause
from remit.terms.kinds import Name
from remit.terms.setting import REQUIRED, Setting
from remit.terms.words import Words
from remit.work.evidence import Evidence


class MeanTime(Metric):
    result = "time"
    better = "less"
    settings: ClassVar[tuple[Setting, ...]] = (Setting("clock", Name("clocks"), "The clock whose runs are counted.", REQUIRED),)
    example = """
8.1 mean reply:
  rule: mean time
  clock: email reply
  target: 2 business hours
"""
    practice = "Mean time to resolve, average speed of answer (total wait of answered calls over answered calls)."

    def contributions(self, level: Clause, evidence: Evidence) -> pl.DataFrame:
        runs = evidence.runs(level).with_columns(at=pl.col("counted_at"))
        outcome = pl.col("outcome")
        counted = outcome.is_in(["met", "late", "overdue", "done"]) & pl.col("at").is_not_null()
        why = pl.when(counted).then(outcome).otherwise(pl.col("why"))
        return contributed(runs, counted, why, of=pl.lit(1), time=pl.col("elapsed"))

    def measure(self, level: Clause, summary: Summary) -> Measure:
        count = summary["of"]
        return Measure(Fraction(summary["time"], count) if count else None, count, {"of": count, "time": summary["time"]} if count else {})

    def forgiven(self, rows: pl.DataFrame) -> pl.DataFrame:
        return rows.with_columns(time=pl.lit(0, pl.Int64))

    def prose(self, clause: Clause, words: Words) -> str:
        return f"Mean time of the items by the clock {words.reference(clause['clock'], 7)}."


RULE = MeanTime()
