"""What customers answered to a survey: the mean, or the share in the top or bottom boxes.

The two readings give different figures of the same answers (5, 5, 4, 3, 2 is a mean of 3.8, and 60 % in the top two boxes), so the contract
names one, with its scale. An answer counts in the month in which it was given; of several to one invitation the last one stands. The
record tells them by the events `answer` (its value is the score) and `invited`, from which the response rate follows.

Where the log tells nothing of the month, facts of the kind survey do, with the units "answers", "sum of scores" (for a mean) or "in the
boxes" (for boxes), and "invited".
"""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar, Literal

import polars as pl

from remit.measure import Measure, Metric, Result, Summary, contributed, share
from remit.terms.document import Clause
from remit.terms.kinds import Choice, Count, Covers, Percent, ScaleOf
from remit.terms.setting import REQUIRED, Setting
from remit.terms.words import Words
from remit.work.counts import counts
from remit.work.evidence import Evidence
from remit.work.surveys import SCORE, answers, invitations


class Satisfaction(Metric):
    result = "score"
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("covers", Covers(), "Which items count.", REQUIRED),
        Setting("scale", ScaleOf(), "The lowest and the highest answer.", REQUIRED),
        Setting("result", Choice("mean", "top box", "bottom box"), "What is made of the answers.", "mean"),
        Setting("boxes", Count(), "How many of the highest or lowest answers make the box.", 2),
        Setting("response rate", Percent(), "The share of invitations that must be answered; below it is too little evidence.", None),
    )
    example = """
8.1 customer satisfaction:
  rule: satisfaction
  covers: customer contact
  record: satisfaction survey
  scale: 1 to 5
  minimum sample: 100
  target: 4.4
"""
    practice = "CSAT as the mean of a five-point scale, or as the share of fours and fives (top two boxes)."

    def contributions(self, level: Clause, evidence: Evidence) -> pl.DataFrame:
        rows = answers(level, evidence)
        scale = level["scale"]
        low, high = int(scale.low * SCORE), int(scale.high * SCORE)
        valid = pl.col("score").is_between(low, high)
        why = pl.when(valid).then(pl.lit("answered")).otherwise(pl.lit("the answer is not on the scale"))
        given = contributed(rows, valid, why, answers=pl.lit(1), invited=pl.lit(0), value=pl.col("score"))
        asked = contributed(
            invitations(level, evidence), pl.lit(True), pl.lit("invited"), answers=pl.lit(0), invited=pl.lit(1), value=pl.lit(None)
        )
        return pl.concat([given, asked]).sort("item", "at", "why")

    def reported(self, level: Clause, evidence: Evidence) -> pl.DataFrame | None:
        mean = level["result"] == "mean"
        part = "sum of scores" if mean else "in the boxes"
        told = counts(level, evidence, "survey", ("answers", part, "invited"))
        if told is None:
            return None
        answers, sum_of, invited = (told.figures.get(unit, Fraction(0)) for unit in ("answers", part, "invited"))
        why = told.fault(("answers", part), () if mean else ((part, "answers"),))
        if not why and mean and not level["scale"].low * answers <= sum_of <= level["scale"].high * answers:
            why = "nothing counts, because the sum of scores is not that of answers on the scale"
        if not why and level["response rate"] is not None and not invited:
            why = "nothing counts, because no fact tells the invited, and the clause asks for a response rate"
        sums: dict[str, int | None] = {"answers": int(answers), "invited": int(invited), "inside": 0 if mean else int(sum_of)}
        return told.row(why, {**sums, "value": int(sum_of) * SCORE if mean else None})

    def measure(self, level: Clause, summary: Summary) -> Measure:
        count, boxes, scale = summary["answers"], level["boxes"], level["scale"]
        if not count:
            return Measure(None, 0)
        parts = {"answers": count, "invited": summary["invited"]}
        enough = level["response rate"] is None or count >= level["response rate"] * summary["invited"]
        if level["result"] == "mean":
            return Measure(
                Fraction(sum(value * number for value, number in summary.values.items()), count * SCORE), count, parts, sufficient=enough
            )
        edge = scale.high - boxes + 1 if level["result"] == "top box" else scale.low + boxes - 1
        top = level["result"] == "top box"
        inside = summary["inside"] + sum(
            number for value, number in summary.values.items() if (value >= edge * SCORE if top else value <= edge * SCORE)
        )
        return Measure(share(inside, count), count, {"met": inside, "of": count, **parts}, sufficient=enough)

    def forgiven(self, rows: pl.DataFrame) -> pl.DataFrame:
        return rows

    def result_kind(self, level: Clause) -> Result:
        return "score" if level["result"] == "mean" else "percentage"

    def better_when(self, level: Clause) -> Literal["more", "less"]:
        return "less" if level["result"] == "bottom box" else "more"

    def prose(self, clause: Clause, words: Words) -> str:
        boxes = words.small(clause["boxes"])
        said = {
            "mean": "Mean of answers",
            "top box": f"Share of answers in the top {boxes} boxes",
            "bottom box": f"Share of answers in the bottom {boxes} boxes",
        }
        words.default(clause, "boxes", "" if clause["result"] == "mean" else boxes)
        of = f"{words.default(clause, 'result', said[clause['result']])} from {words.scale(clause['scale'])}"
        source = f", by the {words.reference(clause['record'], 5)}" if clause.get("record") else ""
        return f"{of}, given by customers of {words.reference(clause['covers'], 6, 5)}{source}."


RULE = Satisfaction()
