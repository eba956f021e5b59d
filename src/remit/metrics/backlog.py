"""How many items are open at the end of the month.

An item is open from its opening, or its reopening, until it is closed. Months differ in work, so a backlog is a promise about flow: what
comes in goes out. All items that were ever opened are the evidence, so an empty backlog is a result and not missing data.
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
from remit.work.standing import standing


class Backlog(Metric):
    result = "count"
    better = "less"
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("covers", Covers(), "Which items count.", REQUIRED),
        Setting("opens", Text(), "The event that opens an item.", "created"),
        Setting("closes", Text(), "The event that closes it.", "closed"),
    )
    example = """
8.1 open tickets:
  rule: backlog
  covers: customer contact
  target: 200
"""
    practice = "Backlog at month end, as service desks report it; ITIL's open incident count."

    def contributions(self, level: Clause, evidence: Evidence) -> pl.DataFrame:
        rows = standing(level, evidence, level["opens"], (level["closes"],)).with_columns(at=pl.lit(evidence.bounds.end - 1))
        why = pl.when("open").then(pl.lit("open")).otherwise(pl.lit("met"))
        return contributed(rows, pl.lit(True), why, items=pl.lit(1), open=pl.col("open"))

    def measure(self, level: Clause, summary: Summary) -> Measure:
        items = summary["items"]
        return Measure(Fraction(summary["open"]) if items else None, items, {"open": summary["open"], "items": items} if items else {})

    def forgiven(self, rows: pl.DataFrame) -> pl.DataFrame:
        return rows.with_columns(open=pl.lit(0, pl.Int64))

    def prose(self, clause: Clause, words: Words) -> str:
        ends = f"from {words.default(clause, 'opens', clause['opens'])} to {words.default(clause, 'closes', clause['closes'])}"
        return f"Number of items of {words.reference(clause['covers'], 6, 5)} open at the end of the month, {ends}."


RULE = Backlog()
