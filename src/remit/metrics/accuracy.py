"""The share of units, or of opportunities, without an error.

From a full count (every unit, with the errors found whenever they were found) or from a sample of checked units, which has an interval. A
unit belongs to the month in which it counts (for a sample: in which it was checked), not to the one in which the error came to light. The
record tells an error by the event `error`, whose value or the item's field `severity` says how grave it is; opportunities and amounts
by events of that name with the number of the unit (an amount in error is the value of its error).

Where the log tells nothing of the month, facts of the kind audit do, with the units "sampled" (or "opportunities", as the clause says) and
"defects", counted as the clause says; amounts need the log.
"""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

import polars as pl

from remit.measure import Measure, Metric, Summary, contributed, share
from remit.terms.document import Clause
from remit.terms.kinds import Choice, Covers, Percent
from remit.terms.setting import REQUIRED, Setting
from remit.terms.words import Words
from remit.work.counts import counts
from remit.work.evidence import Evidence
from remit.work.intervals import interval, lower

SCALE = 1_000_000
"""Amounts are summed in millionths, so that sums stay whole numbers."""
_ONE = {"opportunities": "opportunity", "amounts": "amount"}
CHECKED = ("sampled", "audited", "checked")
GRAVE = ("critical", "customer", "business", "compliance")
"""Severities that are critical errors."""


class Accuracy(Metric):
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("covers", Covers(), "Which items count.", REQUIRED),
        Setting("evidence", Choice("full count", "sample"), "Whether every unit is counted, or a sample is judged.", "full count"),
        Setting(
            "error",
            Choice("unit with an error", "each error"),
            "Whether a unit with several errors counts once or with each.",
            "unit with an error",
        ),
        Setting("out of", Choice("units", "opportunities", "amounts"), "What errors are held against.", "units"),
        Setting("severity", Choice("all", "critical", "other"), "Which errors count.", "all"),
        Setting("sample judged by", Choice("estimate", "lower bound"), "Which figure of a sample is held against the target.", "estimate"),
        Setting("confidence", Percent(), "The confidence of a sample's interval.", Fraction(95, 100)),
    )
    example = """
8.1 entry accuracy:
  rule: accuracy
  covers: order entry
  evidence: full count
  target: 99.5 %
  minimum: 99 %
"""
    practice = "Errors over units: data entry, claims (by amount), COPC critical error accuracy. Clopper and Pearson (1934) for samples."

    def contributions(self, level: Clause, evidence: Evidence) -> pl.DataFrame:
        record = evidence.population(level).record
        if level["evidence"] == "sample":
            units = evidence.within(evidence.population(level), evidence.first(record, evidence.word(record, CHECKED)))
        else:
            units = evidence.units(level)
        rows = units.join(_errors(level, evidence, units), on="item", how="left", maintain_order="left").with_columns(
            pl.col("errors").fill_null(0), pl.col("amount").fill_null(0)
        )
        wrong = (pl.col("errors") > 0).cast(pl.Int64) if level["error"] == "unit with an error" else pl.col("errors")
        of = pl.lit(1, pl.Int64)
        if level["out of"] != "units":
            sizes = _sizes(evidence, record, level["out of"])
            rows = rows.join(sizes, on="item", how="left", maintain_order="left")
            of = pl.col("size").fill_null(SCALE if level["out of"] == "amounts" else 1)
            wrong = pl.col("amount") if level["out of"] == "amounts" else pl.col("errors")
            wrong = pl.min_horizontal(wrong, of)
        why = pl.when(pl.col("errors") > 0).then(pl.lit("wrong")).otherwise(pl.lit("met"))
        return contributed(rows, pl.lit(True), why, of=of, wrong=wrong, units=pl.lit(1))

    def reported(self, level: Clause, evidence: Evidence) -> pl.DataFrame | None:
        if level["out of"] == "amounts":
            return None
        whole = "sampled" if level["out of"] == "units" else "opportunities"
        told = counts(level, evidence, "audit", (whole, "defects"))
        if told is None:
            return None
        once = [("defects", whole)] if level["error"] == "unit with an error" or whole == "opportunities" else []
        of, wrong = (int(told.figures.get(unit, 0)) for unit in (whole, "defects"))
        return told.row(told.fault((whole, "defects"), once), {"of": of, "wrong": wrong, "units": of})

    def recorded(self, level: Clause, evidence: Evidence, rows: pl.DataFrame) -> bool:
        """A full count with a record of errors of its own rests on that record: units without it say nothing of errors."""
        record = evidence.evidence_record(level)
        if level["evidence"] == "sample" or record == evidence.population(level).record:
            return super().recorded(level, evidence, rows)
        month = pl.col("at").is_between(evidence.bounds.start, evidence.bounds.end, closed="left")
        return evidence.record(record).filter(month).height > 0

    def measure(self, level: Clause, summary: Summary) -> Measure:
        of, wrong, units = summary["of"], summary["wrong"], summary["units"]
        value = share(of - wrong, of)
        if value is None:
            return Measure(None, 0)
        if level["out of"] == "amounts":
            return Measure(value, units, {"wrong": wrong // SCALE, "of": of // SCALE})
        parts = {"met": of - wrong, "of": of, "wrong": wrong}
        if level["evidence"] != "sample" or wrong > of:
            return Measure(value, of, parts)
        judged = lower(of - wrong, of, level["confidence"]) if level["sample judged by"] == "lower bound" else None
        return Measure(value, of, parts, interval(of - wrong, of, level["confidence"]), judged)

    def forgiven(self, rows: pl.DataFrame) -> pl.DataFrame:
        return rows.with_columns(wrong=pl.lit(0, pl.Int64))

    def prose(self, clause: Clause, words: Words) -> str:
        what = {"units": "units without an error, of all units", "opportunities": "opportunities without an error, of all opportunities"}
        said = what.get(clause["out of"], "amounts without error, of all amounts")
        covers = f"Of {words.reference(clause['covers'], 6, 5)}, {said}"
        checked = words.default(clause, "evidence", "full count" if clause["evidence"] == "full count" else "judged by a sample")
        words.default(clause, "out of", "")
        sample = clause["evidence"] == "sample"
        each = clause["error"] == "each error"
        grave = {"all": "All errors count", "critical": "Critical errors count", "other": "Errors that are not critical count"}
        judged = f"The {clause['sample judged by']} of the sample is held against the target"
        readings = {
            "error": "Each error counts" if each else "A unit with several errors counts once",
            "severity": grave[clause["severity"]],
            "sample judged by": judged if sample else "",
            "confidence": f"Its interval has a confidence of {words.percent(clause['confidence'])}" if sample else "",
        }
        return f"{covers}; {checked}.{words.readings(clause, readings)}"


def _errors(level: Clause, evidence: Evidence, units: pl.DataFrame) -> pl.DataFrame:
    """`item`, `errors` and their `amount` in millionths; errors of the severity that counts."""
    record = evidence.evidence_record(level)
    found = evidence.of(record, "error")
    if level["severity"] != "all" and found.height:
        of_item = evidence.values(record, "severity", found)
        named = pl.when(pl.col("value").is_in([*GRAVE, "other"])).then(pl.col("value")).otherwise(of_item).fill_null("other")
        grave = named.is_in(GRAVE)
        found = found.filter(grave if level["severity"] == "critical" else ~grave)
    number = pl.col("value").cast(pl.Decimal(38, 6), strict=False)
    counted = pl.when(number.is_not_null()).then(number.cast(pl.Int64)).otherwise(1)
    return found.group_by("item").agg(errors=counted.sum(), amount=(number.fill_null(0) * SCALE).cast(pl.Int64).sum())


def _sizes(evidence: Evidence, record: str, kind: str) -> pl.DataFrame:
    """`item` and `size`: the opportunities of a unit, or its amount in millionths."""
    named = evidence.of(record, evidence.word(record, (kind, _ONE[kind])) or kind)
    scale = SCALE if kind == "amounts" else 1
    number = (pl.col("value").cast(pl.Decimal(38, 6), strict=False) * scale).cast(pl.Int64)
    return named.group_by("item").agg(size=number.sum())


RULE = Accuracy()
