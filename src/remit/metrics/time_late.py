"""How late the items were that came late, in periods: late hours, started half-hours, late days.

What damages for each late item and hour are paid for. Every item that stops in the month counts, those in time with nothing; each late one
counts its periods from its due instant to its stop, without pauses: started ones, full ones, or in proportion, after a grace, at most so
many each. A period in business time runs in the clock's calendar (`1 business hour`), any other day and night. An item counts in the month
in which it stopped, whatever its clock's `counted` says, because only then is known how late it was; what stays open is for the level
*age of backlog*.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any, ClassVar

import numpy as np
import polars as pl

from remit.clock.elapsed import elapsed
from remit.measure import Measure, Metric, Summary, contributed
from remit.terms.document import Clause, Terms
from remit.terms.kinds import Choice, Count, Duration, Name
from remit.terms.setting import REQUIRED, Setting
from remit.terms.typed import Length
from remit.terms.words import Words
from remit.values.fault import Fault, Place
from remit.work.evidence import Evidence
from remit.work.targets import always

_KNOWN = ("second", "minute", "hour", "day", "week")


class TimeLate(Metric):
    result = "count"
    better = "less"
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("clock", Name("clocks"), "The clock whose due instants count.", REQUIRED),
        Setting("for each", Duration(), "The period.", Length(Fraction(1), "hour")),
        Setting("periods", Choice("started", "full", "in proportion"), "How a part of a period counts.", "started"),
        Setting("grace", Duration(), "Lateness up to this counts for nothing."),
        Setting(
            "beyond the grace",
            Choice("counted from its end", "counted from the due instant"),
            "From when periods count of an item that is later than the grace.",
            "counted from its end",
        ),
        Setting("each at most", Count(), "The most periods that one item can count."),
    )
    example = """
8.1 late hours:
  rule: time late
  clock: email reply
  for each: 1 business hour
  grace: 30 minutes
  each at most: 8
"""
    practice = "Logistics, print and field service: a sum for each late item and started hour, after a grace, with a limit for each item."

    def check(self, clause: Clause, terms: Terms) -> Iterable[Fault]:
        for setting in ("for each", "grace"):
            length = clause[setting]
            if length is not None and (
                length.unit not in _KNOWN or (length.business and length.unit in ("day", "week")) or length.amount <= 0
            ):
                what = f"lateness cannot be counted in periods of {Words().length(length)}"
                place = Place(clause=clause.number, line=clause.lines.get(setting, clause.line))
                yield Fault(place, what, "write minutes or hours, business hours, or days of 24 hours")

    def contributions(self, level: Clause, evidence: Evidence) -> pl.DataFrame:
        runs = evidence.runs(level).with_columns(at=pl.when(pl.col("outcome").is_in(["met", "late"])).then(pl.col("stop")))
        counted = pl.col("at").is_not_null()
        late = runs.filter(pl.col("outcome") == "late")
        marked = runs.join(
            late.select("item", "cycle", late=_late(level, evidence, late)), on=["item", "cycle"], how="left", maintain_order="left"
        ).with_columns(late=pl.col("late").fill_null(0))
        outcome = pl.col("outcome")
        why = pl.when(counted).then(outcome).when(outcome == "overdue").then(pl.lit("not stopped yet")).otherwise(pl.col("why"))
        return contributed(marked, counted, why, of=pl.lit(1), late=pl.col("late"))

    def measure(self, level: Clause, summary: Summary) -> Measure:
        count = summary["of"]
        if not count:
            return Measure(None, 0)
        late = Fraction(summary["late"])
        if level["periods"] == "in proportion":
            late /= level["for each"].microseconds
        return Measure(late, count, {"items": count})

    def forgiven(self, rows: pl.DataFrame) -> pl.DataFrame:
        return rows.with_columns(late=pl.lit(0, pl.Int64))

    def prose(self, clause: Clause, words: Words) -> str:
        grace = f", after a grace of {words.length(clause['grace'])}" if clause["grace"] is not None else ""
        most = f", at most {clause['each at most']:,} for one item" if clause["each at most"] is not None else ""
        counted = {"started": "started", "full": "full", "in proportion": "counted in proportion"}[clause["periods"]]
        periods = f"periods of {words.default(clause, 'for each', words.length(clause['for each']))}"
        started = words.default(clause, "periods", counted)
        beyond = words.default(clause, "beyond the grace", clause["beyond the grace"]) if clause["grace"] is not None else ""
        words.said.add((clause.number, "beyond the grace"))
        after = f" ({beyond})" if beyond else ""
        clock = words.reference(clause["clock"], 7)
        return f"Lateness of the items that stop in the month by the clock {clock}, in {periods}, {started}{grace}{after}{most}."


def _late(level: Clause, evidence: Evidence, late: pl.DataFrame) -> pl.Series:
    """Of each late run its periods, or its microseconds where they count in proportion."""
    period, grace = level["for each"], level["grace"]
    hours = evidence.rules[level["clock"]].schedule
    hours = hours if period.business else always(hours.zone)
    due, stop = late["due"].to_numpy(), late["stop"].to_numpy()
    time = elapsed(hours, due, stop) - _paused(level, evidence, late, hours)
    free = 0 if grace is None else grace.microseconds
    past = time > free
    if level["beyond the grace"] == "counted from its end":
        time = time - free
    time = np.where(past, np.maximum(time, 0), 0)
    step = period.microseconds
    if level["periods"] == "in proportion":
        most = np.iinfo(np.int64).max if level["each at most"] is None else level["each at most"] * step
        return pl.Series("late", np.minimum(time, most))
    count = -(-time // step) if level["periods"] == "started" else time // step
    return pl.Series("late", count if level["each at most"] is None else np.minimum(count, level["each at most"]))


def _paused(level: Clause, evidence: Evidence, late: pl.DataFrame, hours: Any) -> Any:
    """The time of pauses between due and stop, for each late run."""
    pauses = evidence.clock(level["clock"]).pauses.join(late.select("item", "cycle", "due", "stop"), on=["item", "cycle"], how="inner")
    clipped = pauses.with_columns(
        start=pl.max_horizontal("start", "due"), end=pl.min_horizontal(pl.col("end").fill_null(pl.col("stop")), "stop")
    ).filter(pl.col("start") < pl.col("end"))
    taken = elapsed(hours, clipped["start"].to_numpy(), clipped["end"].to_numpy())
    sums = clipped.select("item", "cycle", taken=pl.Series(taken, dtype=pl.Int64)).group_by("item", "cycle").agg(pl.col("taken").sum())
    return late.select("item", "cycle").join(sums, on=["item", "cycle"], how="left", maintain_order="left")["taken"].fill_null(0).to_numpy()


RULE = TimeLate()
