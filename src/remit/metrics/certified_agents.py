"""The agents at work who hold their certificate at the end of the month: their share, or their number.

Training and certification coverage. The record's items are the agents, with the events by which they start and leave, and by which a
certificate is given and ends. An agent who left before the end of the month does not count.
"""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

import polars as pl

from remit.measure import Measure, Metric, Result, Summary, contributed, share
from remit.terms.document import Clause
from remit.terms.kinds import Choice, Covers, Text
from remit.terms.setting import REQUIRED, Setting
from remit.terms.words import Words
from remit.work.evidence import Evidence


class CertifiedAgents(Metric):
    rests_on_cut: ClassVar[bool] = True
    key = "agent"
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("covers", Covers(), "Which items count.", REQUIRED),
        Setting("result", Choice("share", "number"), "Whether the share or the number is stated.", "share"),
        Setting("joins", Text(), "The event with which an agent starts.", "joined"),
        Setting("leaves", Text(), "The event with which one ends.", "left"),
        Setting("certified", Text(), "The event that gives the certificate.", "certified"),
        Setting("lapses", Text(), "The event that ends it.", "certificate ended"),
    )
    example = """
8.1 certified team:
  rule: certified agents
  covers: customer contact
  minimum sample: 5
  target: 90 %
"""
    practice = "Training coverage of BPO agreements and of COPC: certified before taking contacts."

    def contributions(self, level: Clause, evidence: Evidence) -> pl.DataFrame:
        record, end = evidence.evidence_record(level), min(evidence.bounds.end, evidence.cut)
        agents = evidence.related(level, evidence.first(record, level["joins"])).filter(pl.col("at") < end)
        rows = agents
        for name, event in (("left", "leaves"), ("given", "certified"), ("ended", "lapses")):
            last = evidence.of(record, level[event]).filter(pl.col("at") < end).group_by("item").agg(pl.col("at").max().alias(name))
            rows = rows.join(last, on="item", how="left")
        holds = pl.col("given").is_not_null() & (pl.col("ended").is_null() | (pl.col("ended") < pl.col("given")))
        at_work = pl.col("left").is_null() | (pl.col("left") < pl.col("joined"))
        why = pl.when(~at_work).then(pl.lit("left")).when(holds).then(pl.lit("met")).otherwise(pl.lit("not certified"))
        return contributed(rows.rename({"at": "joined"}).with_columns(at=pl.lit(end - 1)), at_work, why, of=pl.lit(1), met=holds)

    def measure(self, level: Clause, summary: Summary) -> Measure:
        met, of = summary["met"], summary["of"]
        value = share(met, of) if level["result"] == "share" else Fraction(met) if of else None
        return Measure(value, of, {"met": met, "of": of} if of else {})

    def result_kind(self, level: Clause) -> Result:
        return "percentage" if level["result"] == "share" else "count"

    def prose(self, clause: Clause, words: Words) -> str:
        said = words.default(clause, "result", f"{clause['result'].capitalize()} of the agents")
        return f"{said} at work for {words.reference(clause['covers'], 6, 5)} who hold their certificate at the end of the month."


RULE = CertifiedAgents()
