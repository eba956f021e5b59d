"""Summaries on this machine: from the log of one engagement to what a month's statement needs.

The order is that of the work itself: what was known at the cut, relief, every level's contributions, their sums; then the volumes.
Everything is integers, so shuffled rows, shards by item and replaced items give the same summaries.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import polars as pl

from remit.agreement import Agreement
from remit.clock.elapsed import elapsed
from remit.line import Volume
from remit.measure import Summary, summed
from remit.relief import ITEMS, Granted, Relief
from remit.statement import Summaries
from remit.terms.document import Clause
from remit.terms.typed import Length, Table
from remit.values.period import Month
from remit.work import facts as work_facts
from remit.work.attribution import attributed
from remit.work.clocks import ClockRule, instant_of_day
from remit.work.digest import digests
from remit.work.evidence import Evidence
from remit.work.targets import always

EVENTS_COUNT = "the events count, the facts do not"


@dataclass(frozen=True)
class Known:
    """The evidence of a month after relief, and what each relief granted, by the clause of the relief."""

    evidence: Evidence
    granted: tuple[tuple[Clause, Granted], ...]


def summaries(
    agreement: Agreement,
    events: pl.DataFrame,
    facts: pl.DataFrame,
    month: Month,
    cut: int,
    *,
    upheld: bool = False,
    rules: Mapping[str, ClockRule] | None = None,
    with_digests: bool = True,
) -> Summaries:
    """What the work of a month comes to, as known at the instant `cut`.

    `events` are a work log (`work.log.EVENTS`), `facts` dated facts. `upheld` treats every open claim for relief as accepted, which gives
    the statement as it would be then. `rules` are the clocks where amendments hold for some of the work (`work.clocks.clock_rules`).
    """
    known = evidence_for(agreement, events, facts, month, cut, upheld=upheld, rules=rules)
    levels: dict[str, Summary] = {}
    excused: dict[str, int] = {}
    open_still: dict[str, int] = {}
    notes: list[str] = []
    for level in agreement.in_force(8, month):
        rows, left = contributions(agreement, level, known)
        levels[level.number], excused[level.number] = summed(rows), left
        open_still[level.number] = undecided(level, known.evidence)
        notes += told_twice(agreement, level, rows, known)
    volumes = {service.number: volume(agreement, service, known) for service in agreement.terms.section(6)}
    work = {f"work/{record}": root for record, root in digests(known.evidence.events).items()} if with_digests else {}
    return Summaries(levels, volumes, excused, open_still, work, notes=tuple(notes))


def months(
    agreements: Sequence[tuple[Month, Agreement]],
    events: pl.DataFrame,
    facts: pl.DataFrame,
    cut: int,
    *,
    upheld: bool = False,
    rules: Mapping[str, ClockRule] | None = None,
    with_digests: bool = True,
) -> tuple[Summaries, ...]:
    """The summaries of several months of one log, one after the other."""
    return tuple(
        summaries(agreement, events, facts, month, cut, upheld=upheld, rules=rules, with_digests=with_digests)
        for month, agreement in agreements
    )


def evidence_for(
    agreement: Agreement,
    events: pl.DataFrame,
    facts: pl.DataFrame,
    month: Month,
    cut: int,
    *,
    upheld: bool = False,
    rules: Mapping[str, ClockRule] | None = None,
) -> Known:
    """The evidence of a month, with relief found and its time taken out of the clocks."""
    return relieved(agreement, Evidence(agreement.terms, events, facts, month, cut, agreement.zone, rules=rules), upheld=upheld)


def relieved(
    agreement: Agreement, before: Evidence, *, upheld: bool = False, given: Mapping[str, tuple[Granted, ...]] | None = None
) -> Known:
    """Evidence as it stands after the relief that is found in it.

    `given` are grants by the clause of the relief that were found before, because a shard of the log cannot find them alone.
    """
    granted: list[tuple[Clause, Granted]] = []
    for clause in agreement.in_force(9, before.month):
        found = given.get(clause.number) if given is not None else None
        granted += [
            (clause, one) for one in (relief_of(agreement, clause).granted(clause, before, upheld=upheld) if found is None else found)
        ]
    time_out: dict[str, list[pl.DataFrame]] = {}
    for _, one in granted:
        if one.time.height:
            time_out.setdefault(one.record, []).append(one.time)
    notice = {one.record: one.notice for _, one in granted if one.notice is not None}
    if not time_out and not notice:
        return Known(before, tuple(granted))
    return Known(before.with_relief({record: pl.concat(parts) for record, parts in time_out.items()}, notice), tuple(granted))


def relief_of(agreement: Agreement, clause: Clause) -> Relief:
    """The rule of a clause of section 9."""
    rule = agreement.catalogue.rule(9, str(clause.rule))
    assert isinstance(rule, Relief)
    return rule


def contributions(agreement: Agreement, level: Clause, known: Known) -> tuple[pl.DataFrame, int]:
    """The rows of a level that belong to the month, after relief, and how many items relief left out.

    Rows without an instant (not yet decided) are kept: they say why an item is not counted.
    """
    metric, evidence = agreement.metric(level), known.evidence
    rows = metric.contributions(level, evidence)
    first = max(evidence.month.first, level.starts or agreement.terms.services_start)
    last = min(evidence.month.last, level.until or evidence.month.last)
    if first > last:
        return rows.clear(), 0
    begin, end = (instant_of_day(day, evidence.zone) for day in (first, last + timedelta(days=1)))
    rows = rows.filter(pl.col("at").is_null() | pl.col("at").is_between(begin, end, closed="left"))
    told = metric.reported(level, evidence)
    if told is not None:
        told = told.filter(pl.col("at").is_between(begin, end, closed="left"))
        rows = _beside(rows, told) if metric.recorded(level, evidence, rows) else told
    relieved = _relieved(known, evidence.population(level).record)
    if not relieved.height:
        return rows, 0
    marked = rows.join(relieved, on="item", how="left", maintain_order="left")
    touched = pl.col("effect").is_not_null() & pl.col("counted")
    removed, good = touched & (pl.col("effect") == "removed from both sides"), touched & (pl.col("effect") != "removed from both sides")
    sums = [name for name in rows.columns if name not in ("item", "at", "counted", "why")]
    left_out = marked.filter(removed).select(
        "item",
        "at",
        pl.lit(False).alias("counted"),
        pl.format("relief {}", "because").alias("why"),
        *[(pl.lit(None, pl.Int64) if name == "value" else pl.lit(0, pl.Int64)).alias(name) for name in sums],
    )
    as_good = metric.forgiven(marked.filter(good).with_columns(why=pl.format("met by relief {}", "because")).select(rows.columns))
    other = marked.filter(~touched).select(rows.columns)
    return pl.concat([other, left_out, as_good]).sort("item", "at"), left_out.height


def told_twice(agreement: Agreement, level: Clause, rows: pl.DataFrame, known: Known) -> tuple[str, ...]:
    """A sentence where both events and facts tell a level of the month, from its contributions: then the events count."""
    told = agreement.metric(level).reported(level, known.evidence)
    if told is None or rows.filter(pl.col("why").str.ends_with(EVENTS_COUNT)).is_empty():
        return ()
    return (f"{level.number} {level.name}: {told['item'][0]} came as facts and as events of the month; {EVENTS_COUNT}.",)


def _beside(rows: pl.DataFrame, told: pl.DataFrame) -> pl.DataFrame:
    """The rows of the log, and what facts tell beside them, which does not count."""
    sums = [name for name in told.columns if name not in ("item", "at", "counted", "why")]
    left_out = told.with_columns(
        pl.lit(False).alias("counted"),
        pl.format("{}; {}", "why", pl.lit(EVENTS_COUNT)).alias("why"),
        *[(pl.lit(None, pl.Int64) if name == "value" else pl.lit(0, pl.Int64)).alias(name) for name in sums],
    )
    return pl.concat([rows, left_out], how="diagonal")


def volume(agreement: Agreement, service: Clause, known: Known) -> Volume:
    """The units of a service that are billed in the month: each item once, at its first event that counts."""
    evidence = known.evidence
    units = evidence.billed(service).filter(pl.col("at").is_between(evidence.bounds.start, evidence.bounds.end, closed="left"))
    unbilled = [item for _, one in known.granted if one.record == service["record"] for item in one.unbilled]
    billed = units.filter(~pl.col("item").is_in(unbilled)) if unbilled else units
    by_day = _by_day(billed["at"], evidence)
    excess = sum(one.excess.get(service.name, 0) for _, one in known.granted)
    expected = forecast(agreement, service, evidence)
    return Volume(service.number, service.name, service["unit"], billed.height, expected, excess, by_day)


def items_behind(agreement: Agreement, level: Clause, known: Known) -> pl.DataFrame:
    """Every item a level considered in the month, counted or not, and why: `item`, `at`, `counted`, `why`; for clocks also `start`, `stop`,
    `due`, `elapsed`, `late_by` (running time after due, up to the stop or the cut; none where it stopped before the next opening) and `who`
    caused the delay."""
    rows, _ = contributions(agreement, level, known)
    bare = rows.select("item", "at", "counted", "why")
    clock = level.get("clock")
    if clock is None:
        return bare
    runs = known.evidence.runs(level).select("item", "cycle", "start", "stop", "due", "elapsed", at="counted_at")
    joined = bare.join(runs.sort("cycle"), on=["item", "at"], how="left", nulls_equal=True, maintain_order="left")
    joined = joined.filter(pl.col("at").is_not_null() | (pl.col("start") < known.evidence.bounds.end))
    rule = known.evidence.rules[clock]
    hours = rule.schedule if _in_business_time(rule) else always(rule.schedule.zone)
    due = joined["due"].fill_null(known.evidence.cut).to_numpy()
    end = joined["stop"].fill_null(known.evidence.cut).to_numpy()
    late = np.maximum(elapsed(hours, np.minimum(due, end), end), 0)
    timed = joined.with_columns(late_by=pl.when(pl.col("due").is_not_null() & pl.col("counted")).then(pl.Series(late)))
    return timed.join(_causes(known, rule, timed), on="item", how="left", maintain_order="left").drop("cycle")


def replaced(whole: Summary, before: Summary, after: Summary) -> Summary:
    """A level's summary when some items are replaced: their old contributions taken away and the new ones added."""
    return whole - before + after


def _by_day(instants: pl.Series, evidence: Evidence) -> dict[date, int]:
    """How many of the instants lie on each date of the month, on the wall clock of the contract's zone."""
    days = [evidence.month.first + timedelta(days=number) for number in range((evidence.month.last - evidence.month.first).days + 1)]
    midnights = np.array([instant_of_day(day, evidence.zone) for day in days])
    places = np.searchsorted(midnights, instants.to_numpy(), "right") - 1
    return {days[place]: int(count) for place, count in zip(*np.unique(places, return_counts=True), strict=True)}


def _relieved(known: Known, record: str) -> pl.DataFrame:
    """The items of a record that relief touches, each by the first clause that does: `item`, `effect`, `because`."""
    parts = [one.items for _, one in known.granted if one.record == record and one.items.height]
    if not parts:
        return pl.DataFrame(schema=ITEMS)
    return pl.concat(parts).unique("item", keep="first", maintain_order=True)


def undecided(level: Clause, evidence: Evidence) -> int:
    """Items that the level's clock has started before the month's end, and that nobody can judge yet."""
    if level.get("clock") is None:
        return 0
    runs = evidence.runs(level)
    return runs.filter((pl.col("outcome") == "open") & (pl.col("start") < evidence.bounds.end)).height


def forecast(agreement: Agreement, service: Clause, evidence: Evidence) -> int | None:
    """The client's forecast of a service: the one that holds under a relief for excess volume, else the last one received."""
    from remit.reliefs.forecast_excess import forecast_of

    for clause in agreement.in_force(9, evidence.month):
        if clause.rule == "forecast excess" and service.name in clause["services"]:
            held = forecast_of(service, clause, evidence)
            return None if held is None else int(held)
    subjects: Sequence[str] = (service.name, service["unit"])
    found = [fact for subject in subjects if (fact := work_facts.forecast(evidence.facts, subject, evidence.month)) is not None]
    return int(found[0].value) if found and found[0].value is not None else None


def _in_business_time(rule: ClockRule) -> bool:
    if isinstance(rule.within, Length):
        return rule.within.business
    return isinstance(rule.within, Table) and any(row.value.business for row in rule.within.rows)


def _causes(known: Known, rule: ClockRule, timed: pl.DataFrame) -> pl.DataFrame:
    """Who caused the delay of each late item: the party without whose time it would have been in time, else the provider."""
    late = (
        timed.filter(pl.col("late_by").is_not_null() & (pl.col("due") < pl.col("stop").fill_null(known.evidence.cut)))
        .select("item", "start", "stop", "late_by")
        .unique("item", keep="last")
    )
    events = known.evidence.record(rule.record).join(late, on="item", how="semi")
    spans = attributed(events, known.evidence.cut).filter(pl.col("who") != "provider")
    within = spans.join(late.rename({"start": "from", "stop": "to"}), on="item", how="inner")
    clipped = within.with_columns(
        start=pl.max_horizontal("start", "from"), end=pl.min_horizontal("end", pl.col("to").fill_null(known.evidence.cut))
    ).filter(pl.col("start") < pl.col("end"))
    hours = rule.schedule if _in_business_time(rule) else always(rule.schedule.zone)
    time = elapsed(hours, clipped["start"].to_numpy(), clipped["end"].to_numpy())
    sums = clipped.with_columns(time=pl.Series(time, dtype=pl.Int64)).group_by("item", "who", "late_by").agg(pl.col("time").sum())
    blamed = sums.filter(pl.col("time") >= pl.col("late_by")).sort("item", "time", "who", descending=[False, True, False])
    named = blamed.unique("item", keep="first", maintain_order=True).select("item", "who")
    return late.select("item").join(named, on="item", how="left").with_columns(pl.col("who").fill_null("provider"))


__all__ = [
    "Known",
    "contributions",
    "evidence_for",
    "forecast",
    "items_behind",
    "months",
    "relief_of",
    "relieved",
    "replaced",
    "summaries",
    "told_twice",
    "undecided",
    "volume",
]
