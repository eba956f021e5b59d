"""How many units were done in the month.

A promise of capacity (at least so many), or a figure that is only reported. A unit counts once, at its first event of the kind that makes
units of its service count (6, unit counts), or of the kind named here.
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
from remit.work.evidence import Evidence


class Volume(Metric):
    result = "count"
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("covers", Covers(), "Which items count.", REQUIRED),
        Setting("counts at", Text(), "The event that makes an item count; that of its service unless written.", None),
    )
    example = """
8.1 lines entered:
  rule: volume
  covers: order entry
  target: 12,000
"""
    practice = "Throughput commitments; baseline volumes of resource-unit pricing."

    def contributions(self, level: Clause, evidence: Evidence) -> pl.DataFrame:
        return contributed(evidence.units(level, level["counts at"]), pl.lit(True), pl.lit("met"), units=pl.lit(1))

    def measure(self, level: Clause, summary: Summary) -> Measure:
        units = summary["units"]
        return Measure(Fraction(units) if units else None, units, {"units": units} if units else {})

    def prose(self, clause: Clause, words: Words) -> str:
        event = f", counted at the event {clause['counts at']}" if clause["counts at"] else ""
        return f"Number of units of {words.reference(clause['covers'], 6, 5)} done in the month{event}."


RULE = Volume()
