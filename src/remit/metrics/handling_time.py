"""The mean time that people work on an item.

The telephone's average handling time, and its like for cases: time at work on an item, not time that passes. The record tells it by an
event whose value is a number of seconds; several on one item add up. An item belongs to the month of the first of them.
"""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

import polars as pl

from remit.measure import Measure, Metric, Summary, contributed
from remit.terms.document import Clause
from remit.terms.kinds import Covers, Text
from remit.terms.setting import REQUIRED, Setting
from remit.terms.words import Words
from remit.work.evidence import Evidence, in_seconds


class HandlingTime(Metric):
    result = "time"
    better = "less"
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("covers", Covers(), "Which items count.", REQUIRED),
        Setting("event", Text(), "The event that tells handling time, in seconds.", "handled"),
    )
    example = """
8.1 handling of a chat:
  rule: handling time
  covers: chat
  target: 9 minutes
"""
    practice = "Average handling time of contact centres: talk, hold and after-call work over contacts handled."

    def contributions(self, level: Clause, evidence: Evidence) -> pl.DataFrame:
        told = evidence.of(evidence.evidence_record(level), level["event"])
        rows = told.group_by("item").agg(pl.col("at").min(), time=in_seconds().sum(), told=in_seconds().is_not_null().any())
        why = pl.when("told").then(pl.lit("handled")).otherwise(pl.lit("the record does not say how long"))
        return contributed(evidence.related(level, rows), pl.col("told"), why, of=pl.lit(1), time=pl.col("time"))

    def measure(self, level: Clause, summary: Summary) -> Measure:
        count = summary["of"]
        return Measure(Fraction(summary["time"], count) if count else None, count, {"of": count, "time": summary["time"]} if count else {})

    def forgiven(self, rows: pl.DataFrame) -> pl.DataFrame:
        return rows.with_columns(time=pl.lit(0, pl.Int64))

    def prose(self, clause: Clause, words: Words) -> str:
        event = words.default(clause, "event", f"told by the event {clause['event']}")
        return f"Mean time that people work on an item of {words.reference(clause['covers'], 6, 5)}, {event}."


RULE = HandlingTime()
