"""The share of the agreed time in which a component worked.

Agreed time is the calendar's in the month, day and night where none is named. Outages are items of the record, from one event to another;
two at once count once, unless the parties count each. An outage that was announced (the event `announced`, early enough where a relief
for planned outages says how early) leaves the agreed time. An outage under way at the cut counts until then.
"""

from __future__ import annotations

from typing import ClassVar

import polars as pl

from remit.clock.elapsed import elapsed, running, union
from remit.measure import Measure, Metric, Summary, contributed, share
from remit.terms.document import Clause
from remit.terms.kinds import Choice, Covers, Name, Text
from remit.terms.setting import REQUIRED, Setting
from remit.terms.words import Words
from remit.values.period import MINUTE, Period
from remit.work.evidence import Evidence


class Availability(Metric):
    rests_on_cut: ClassVar[bool] = True
    key = "component"
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("covers", Covers(), "What must work.", REQUIRED),
        Setting("calendar", Name("calendars"), "The agreed time; day and night unless written.", None),
        Setting("planned outages", Choice("left out", "counted"), "Whether outages announced in time leave the agreed time.", "left out"),
        Setting("overlapping outages", Choice("once", "each"), "Whether time with two outages counts once or twice.", "once"),
        Setting("outage from", Text(), "The event with which an outage begins.", "outage"),
        Setting("outage until", Text(), "The event with which it ends.", "restored"),
    )
    example = """
8.1 shop is up:
  rule: availability
  covers: order entry
  calendar: service hours
  planned outages: left out
  target: 99.9 %
"""
    practice = "Availability of hosting and telecommunication agreements: agreed time less downtime, over agreed time."

    def contributions(self, level: Clause, evidence: Evidence) -> pl.DataFrame:
        record, month = evidence.evidence_record(level), evidence.bounds
        if not evidence.words(record):
            return contributed(evidence.first(record, None), pl.lit(False), pl.lit(""), agreed=pl.lit(0), down=pl.lit(0), outages=pl.lit(0))
        hours = evidence.hours(level["calendar"])
        planned, unplanned = _outages(level, evidence, record)
        left = union(planned) if level["planned outages"] == "left out" else []
        counted = unplanned if level["planned outages"] == "left out" else [*unplanned, *planned]
        agreed = running(hours, month.start, month.end, left)
        apart = union(counted) if level["overlapping outages"] == "once" else counted
        down = sum(running(hours, outage.start, outage.end, left) for outage in apart)
        row = pl.DataFrame({"item": [str(level["covers"])], "at": [month.start]})
        why = pl.lit(f"{len(counted)} outages" if len(counted) != 1 else "1 outage")
        return contributed(row, pl.lit(True), why, agreed=pl.lit(agreed), down=pl.lit(min(down, agreed)), outages=pl.lit(len(counted)))

    def measure(self, level: Clause, summary: Summary) -> Measure:
        agreed, down = summary["agreed"], summary["down"]
        return Measure(share(agreed - down, agreed), agreed // MINUTE, {"agreed": agreed, "down": down} if agreed else {})

    def forgiven(self, rows: pl.DataFrame) -> pl.DataFrame:
        return rows

    def prose(self, clause: Clause, words: Words) -> str:
        calendar = words.reference(clause["calendar"], 4) if clause["calendar"] else "day and night"
        planned = words.default(clause, "planned outages", f"outages announced in time are {clause['planned outages']}")
        once = words.default(clause, "overlapping outages", f"time with several outages counts {clause['overlapping outages']}")
        return f"Share of the agreed time ({calendar}) in which {words.reference(clause['covers'], 6, 5)} worked; {planned}; {once}."


def _outages(level: Clause, evidence: Evidence, record: str) -> tuple[list[Period], list[Period]]:
    """Planned and unplanned outages of the month, cut at its edges and at the cut."""
    begins = evidence.related(level, evidence.first(record, level["outage from"]))
    ends = evidence.first(record, level["outage until"]).rename({"at": "end"})
    announced = evidence.first(record, "announced").rename({"at": "announced"})
    rows = begins.join(ends, on="item", how="left", maintain_order="left").join(announced, on="item", how="left", maintain_order="left")
    notice = evidence.notice.get(record)
    planned: list[Period] = []
    unplanned: list[Period] = []
    for _, start, end, told in rows.select("item", "at", "end", "announced").iter_rows():
        until = end if end is not None and end >= start else evidence.cut
        span = Period(max(start, evidence.bounds.start), min(until, evidence.bounds.end))
        if span.start >= span.end:
            continue
        early = told is not None and told < start
        if early and notice is not None:
            hours = evidence.hours(evidence.terms.statement["calendar"]) if notice.business else evidence.hours(None)
            early = elapsed(hours, told, start) >= notice.microseconds
        (planned if early else unplanned).append(span)
    return planned, unplanned


RULE = Availability()
