"""The share of contacts that were given up before an answer.

Contacts given up at once (a wrong number, a change of mind) may be left out by a short limit. A contact belongs to the month in which it
arrived. The record tells what was given up by the event `abandoned`; without it nothing was.
"""

from __future__ import annotations

from typing import ClassVar

import polars as pl

from remit.measure import Measure, Metric, Summary, contributed, share
from remit.terms.document import Clause
from remit.terms.kinds import Covers, Duration
from remit.terms.setting import REQUIRED, Setting
from remit.terms.words import Words
from remit.work.evidence import OPENINGS, Evidence


class Abandonment(Metric):
    better = "less"
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("covers", Covers(), "Which items count.", REQUIRED),
        Setting("short", Duration(), "Contacts given up within this time are left out.", None),
    )
    example = """
8.1 contacts given up:
  rule: abandonment
  covers: chat
  short: 5 seconds
  target: 5 %
"""
    practice = "Abandonment rate: abandoned over offered, often without those below a short threshold (North Dakota Medicaid: 5 %)."

    def contributions(self, level: Clause, evidence: Evidence) -> pl.DataFrame:
        record = evidence.population(level).record
        offered = evidence.within(evidence.population(level), evidence.first(record, evidence.word(record, OPENINGS)))
        gone = evidence.first(record, "abandoned").rename({"at": "gone"})
        answered = evidence.of(record, "reply").filter(pl.col("who").is_in(["agent", "provider"]) | pl.col("who").is_null())
        answered = answered.group_by("item").agg(answered=pl.col("at").min())
        rows = offered.join(gone, on="item", how="left").join(answered, on="item", how="left")
        given_up = pl.col("gone").is_not_null() & (pl.col("answered").is_null() | (pl.col("gone") < pl.col("answered")))
        limit = level["short"].microseconds if level["short"] is not None else -1
        short = given_up & (pl.col("gone") - pl.col("at") <= limit)
        why = pl.when(short).then(pl.lit("given up at once")).when(given_up).then(pl.lit("abandoned")).otherwise(pl.lit("met"))
        return contributed(rows, ~short, why, of=pl.lit(1), abandoned=given_up)

    def measure(self, level: Clause, summary: Summary) -> Measure:
        return Measure(share(summary["abandoned"], summary["of"]), summary["of"], {"abandoned": summary["abandoned"], "of": summary["of"]})

    def forgiven(self, rows: pl.DataFrame) -> pl.DataFrame:
        return rows.with_columns(abandoned=pl.lit(0, pl.Int64))

    def prose(self, clause: Clause, words: Words) -> str:
        short = f", without those given up within {words.length(clause['short'])}" if clause["short"] is not None else ""
        return f"Share of contacts of {words.reference(clause['covers'], 6, 5)} that were given up before an answer{short}."


RULE = Abandonment()
