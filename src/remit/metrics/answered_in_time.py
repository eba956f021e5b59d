"""The share of contacts answered within the limit: "80/20" and its three relatives.

The same day of a call centre has four service levels, depending on what a contact is that was given up before an answer. With T the
clock's limit: *short ones left out* is answered in T / (offered less given up in T); *left out* is answered in T / answered; *count as
late* is answered in T / offered; *short ones count as answered* is (answered in T + given up in T) / offered. A contact given up exactly
at T was given up in T. The record tells what was given up by the event `abandoned`.
"""

from __future__ import annotations

from typing import ClassVar

import polars as pl

from remit.measure import Measure, Metric, Summary, contributed, share
from remit.terms.document import Clause
from remit.terms.kinds import Choice, Name
from remit.terms.setting import REQUIRED, Setting
from remit.terms.words import Words
from remit.work.evidence import Evidence

_SAID = {
    "short ones left out": "of those offered, less those abandoned before the limit",
    "left out": "of those answered",
    "count as late": "of all offered",
    "short ones count as answered": "of all offered; those abandoned before the limit count as answered",
}


class AnsweredInTime(Metric):
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("clock", Name("clocks"), "The clock whose runs are counted.", REQUIRED),
        Setting(
            "abandoned",
            Choice("short ones left out", "left out", "count as late", "short ones count as answered"),
            "What contacts are that were given up before an answer.",
            "short ones left out",
        ),
    )
    example = """
8.1 calls answered:
  rule: answered in time
  clock: chat answer
  abandoned: short ones left out
  target: 80 %
"""
    practice = "The four variants of the call centre's service level (80 % in 20 seconds); a contract names the one meant."

    def contributions(self, level: Clause, evidence: Evidence) -> pl.DataFrame:
        record = evidence.population(level).record
        given_up = evidence.first(record, "abandoned").rename({"at": "gone"})
        runs = evidence.runs(level).join(given_up, on="item", how="left", maintain_order="left").with_columns(at=pl.col("counted_at"))
        unanswered = pl.col("gone").is_not_null() & (pl.col("stop").is_null() | (pl.col("gone") < pl.col("stop")))
        runs = runs.with_columns(unanswered=unanswered, short=unanswered & (pl.col("gone") <= pl.col("due")))
        outcome, reading = pl.col("outcome"), level["abandoned"]
        # A contact given up before its limit is decided then, whether or not the limit has passed since.
        decided = outcome.is_in(["met", "late", "overdue"]) | (pl.col("unanswered") & (outcome == "open"))
        left = {"short ones left out": pl.col("short"), "left out": pl.col("unanswered")}.get(reading, pl.lit(False))
        met = (outcome == "met") & ~pl.col("unanswered")
        if reading == "short ones count as answered":
            met = met | pl.col("short")
        at = pl.coalesce("at", pl.when(decided).then("due"))
        counted = decided & ~left & at.is_not_null() & (outcome != "left out")
        why = (
            pl.when(outcome == "left out").then(pl.col("why"))
            .when(decided & left).then(pl.lit("abandoned before the limit" if reading == "short ones left out" else "abandoned"))
            .when(counted).then(pl.when(met).then(pl.lit("met")).when(pl.col("unanswered")).then(pl.lit("abandoned")).otherwise(outcome))
            .when(outcome == "done").then(pl.lit("no time limit"))
            .otherwise(pl.col("why"))
        )  # fmt: skip
        return contributed(runs.with_columns(at=at), counted, why, of=pl.lit(1), met=met)

    def measure(self, level: Clause, summary: Summary) -> Measure:
        return Measure(share(summary["met"], summary["of"]), summary["of"], {"met": summary["met"], "of": summary["of"]})

    def prose(self, clause: Clause, words: Words) -> str:
        meant = words.default(clause, "abandoned", _SAID[clause["abandoned"]])
        return f"Share of contacts answered in time by the clock {words.reference(clause['clock'], 7)}, {meant}."


RULE = AnsweredInTime()
