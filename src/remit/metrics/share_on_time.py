"""The share of items whose clock stopped on time.

The commonest service level there is: replies, turnaround, closing against a deadline of the item's own. An item counts in the month that
its clock's `counted` names; one that is still open past its due instant is a miss, one that is not yet due is undecided. Stopped exactly
when due is in time. Items whose clock has no target are not counted.
"""

from __future__ import annotations

from typing import ClassVar

import polars as pl

from remit.measure import Measure, Metric, Summary, contributed, share
from remit.terms.document import Clause
from remit.terms.kinds import Name
from remit.terms.setting import REQUIRED, Setting
from remit.terms.words import Words
from remit.work.evidence import Evidence


class ShareOnTime(Metric):
    settings: ClassVar[tuple[Setting, ...]] = (Setting("clock", Name("clocks"), "The clock whose runs are counted.", REQUIRED),)
    example = """
8.1 email first reply:
  rule: share on time
  clock: email reply
  target: 90 %
  minimum: 85 %
"""
    practice = "Share within target: help-desk and BPO service levels; UK Model Services Contract, call handling."

    def contributions(self, level: Clause, evidence: Evidence) -> pl.DataFrame:
        runs = evidence.runs(level).with_columns(at=pl.col("counted_at"))
        outcome = pl.col("outcome")
        counted = outcome.is_in(["met", "late", "overdue"]) & pl.col("at").is_not_null()
        why = pl.when(counted).then(outcome).when(outcome == "done").then(pl.lit("no time limit")).otherwise(pl.col("why"))
        return contributed(runs, counted, why, of=pl.lit(1), met=outcome == "met")

    def measure(self, level: Clause, summary: Summary) -> Measure:
        return Measure(share(summary["met"], summary["of"]), summary["of"], {"met": summary["met"], "of": summary["of"]})

    def prose(self, clause: Clause, words: Words) -> str:
        return f"Share of items on time by the clock {words.reference(clause['clock'], 7)}."


RULE = ShareOnTime()
