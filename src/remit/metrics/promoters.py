"""Promoters less detractors: how many of a hundred would recommend, less those who would not (Net Promoter Score).

Answers go from 0 to 10. Nines and tens are promoters, zero to six detractors (zero too: some write 1 to 6, and then a zero would be
nobody), sevens and eights neither. The result lies between -100 and 100. The record tells answers by the event `answer`.

Where the log tells nothing of the month, facts of the kind survey do, with the units "answers", "promoters" and "detractors".
"""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

import polars as pl

from remit.measure import Measure, Metric, Summary, contributed
from remit.terms.document import Clause
from remit.terms.kinds import Covers
from remit.terms.setting import REQUIRED, Setting
from remit.terms.words import Words
from remit.work.counts import counts
from remit.work.evidence import Evidence
from remit.work.surveys import SCORE, answers


class Promoters(Metric):
    result = "score"
    settings: ClassVar[tuple[Setting, ...]] = (Setting("covers", Covers(), "Which items count.", REQUIRED),)
    example = """
8.1 recommendation:
  rule: promoters
  covers: customer contact
  record: satisfaction survey
  target: 30
"""
    practice = "Net Promoter Score, Reichheld (2003): share of nines and tens less share of zero to six."

    def contributions(self, level: Clause, evidence: Evidence) -> pl.DataFrame:
        score = pl.col("score")
        valid = score.is_between(0, 10 * SCORE)
        promoter, detractor = score >= 9 * SCORE, score <= 6 * SCORE
        why = (
            pl.when(~valid).then(pl.lit("the answer is not from 0 to 10"))
            .when(promoter).then(pl.lit("promoter")).when(detractor).then(pl.lit("detractor")).otherwise(pl.lit("neither"))
        )  # fmt: skip
        return contributed(answers(level, evidence), valid, why, answers=pl.lit(1), promoters=promoter, detractors=detractor)

    def reported(self, level: Clause, evidence: Evidence) -> pl.DataFrame | None:
        units = ("answers", "promoters", "detractors")
        told = counts(level, evidence, "survey", units)
        if told is None:
            return None
        sums = {unit: int(told.figures.get(unit, 0)) for unit in units}
        why = told.fault(units)
        if not why and sums["promoters"] + sums["detractors"] > sums["answers"]:
            why = "nothing counts, because there are more promoters and detractors than answers"
        return told.row(why, sums)

    def measure(self, level: Clause, summary: Summary) -> Measure:
        count, balance = summary["answers"], summary["promoters"] - summary["detractors"]
        if not count:
            return Measure(None, 0)
        parts = {"promoters": summary["promoters"], "detractors": summary["detractors"], "answers": count}
        return Measure(Fraction(100 * balance, count), count, parts)

    def prose(self, clause: Clause, words: Words) -> str:
        who = f"customers of {words.reference(clause['covers'], 6, 5)}"
        return f"Of a hundred answers by {who}, those of 9 and 10 less those of 0 to 6."


RULE = Promoters()
