"""How many complaints there were in the month.

A complaint is an event on an item, or an item of a register that holds nothing else (ISO 10002); then it counts when it was opened. Each
item counts once. The other items of the month are the evidence that complaints would have been seen, so none is a result and not missing
data.
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
from remit.work.evidence import OPENINGS, Evidence


class Complaints(Metric):
    result = "count"
    better = "less"
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("covers", Covers(), "Which items count.", REQUIRED),
        Setting("event", Text(), "The event that is a complaint; for a register of complaints the one that opens an item.", "complaint"),
    )
    example = """
8.1 complaints:
  rule: complaints
  covers: customer contact
  target: 12
"""
    practice = "Complaint register with root cause, ISO 10002."

    def contributions(self, level: Clause, evidence: Evidence) -> pl.DataFrame:
        record, own = evidence.evidence_record(level), evidence.population(level).record
        complaints = evidence.related(level, evidence.first(record, level["event"]))
        items = evidence.within(evidence.population(level), evidence.first(own, evidence.word(own, OPENINGS)))
        told = contributed(complaints, pl.lit(True), pl.lit("complaint"), complaints=pl.lit(1), items=pl.lit(0))
        seen = contributed(items, pl.lit(True), pl.lit("met"), complaints=pl.lit(0), items=pl.lit(1))
        return pl.concat([told, seen]).sort("item", "at", "why")

    def measure(self, level: Clause, summary: Summary) -> Measure:
        number, count = summary["complaints"], max(summary["items"], summary["complaints"])
        return Measure(Fraction(number) if count else None, count, {"complaints": number, "items": count} if count else {})

    def forgiven(self, rows: pl.DataFrame) -> pl.DataFrame:
        return rows.with_columns(complaints=pl.lit(0, pl.Int64))

    def prose(self, clause: Clause, words: Words) -> str:
        event = words.default(clause, "event", f"told by the event {clause['event']}")
        return f"Number of complaints about {words.reference(clause['covers'], 6, 5)} in the month, {event}."


RULE = Complaints()
