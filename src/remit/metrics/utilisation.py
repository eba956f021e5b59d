"""The share of the available time that people worked on items.

Time worked over time available, summed over people; above about 85 % queues grow and people leave, so a target works in both directions.
The record tells both by events whose values are numbers of seconds; its items are the people.
"""

from __future__ import annotations

from typing import ClassVar

import polars as pl

from remit.measure import Measure, Metric, Summary, contributed, share
from remit.terms.document import Clause
from remit.terms.kinds import Covers, Text
from remit.terms.setting import REQUIRED, Setting
from remit.terms.words import Words
from remit.work.evidence import Evidence, in_seconds


class Utilisation(Metric):
    key = "agent"
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("covers", Covers(), "Which items count.", REQUIRED),
        Setting("worked", Text(), "The event that tells time worked, in seconds.", "worked"),
        Setting("available", Text(), "The event that tells time available, in seconds.", "available"),
    )
    example = """
8.1 use of the team's time:
  rule: utilisation
  covers: customer contact
  target: 75 %
"""
    practice = "Utilisation (occupancy) of contact centres: handling time over logged-in time."

    def contributions(self, level: Clause, evidence: Evidence) -> pl.DataFrame:
        record = evidence.evidence_record(level)
        parts = [
            evidence.of(record, level[name]).select("item", "at", in_seconds().fill_null(0).alias("time"), pl.lit(name).alias("kind"))
            for name in ("worked", "available")
        ]
        rows = evidence.related(level, pl.concat(parts))
        kind = pl.col("kind")
        return contributed(
            rows,
            pl.lit(True),
            kind,
            worked=pl.when(kind == "worked").then("time").otherwise(0),
            available=pl.when(kind == "available").then("time").otherwise(0),
            shifts=kind == "available",
        )

    def measure(self, level: Clause, summary: Summary) -> Measure:
        worked, available = summary["worked"], summary["available"]
        return Measure(share(worked, available), summary["shifts"], {"worked": worked, "available": available} if available else {})

    def prose(self, clause: Clause, words: Words) -> str:
        events = f"the events {clause['worked']} and {clause['available']}"
        words.default(clause, "available", "")
        told = words.default(clause, "worked", f"told by {events}")
        return f"Share of the available time that people worked on items of {words.reference(clause['covers'], 6, 5)}, {told}."


RULE = Utilisation()
