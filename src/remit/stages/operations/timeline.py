"""One clock on one item as a person follows it: whose time is whose, what counted, when it is due, and what if a pause were refused.

Everything comes from the same replay as the statement; here it is only laid out. Instants and lengths in microseconds.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

import polars as pl

from remit.agreement import Agreement
from remit.clock.deadline import UNREACHABLE, due
from remit.clock.elapsed import elapsed, running
from remit.clock.schedule import Schedule
from remit.engines import local
from remit.explanation import ClockStory, ItemStory, Span
from remit.relief import ITEMS
from remit.terms.typed import Length, Table
from remit.values.period import Period
from remit.work.attribution import attributed
from remit.work.clocks import ClockRule
from remit.work.evidence import Evidence
from remit.work.fold import EXCUSED, replay_item
from remit.work.run import Run
from remit.work.targets import always

DEFAULT_WARNINGS = (Fraction(1, 2), Fraction(3, 4))
"""The shares of a clock that are marked where its clause names none; the whole is the due instant itself."""


@dataclass(frozen=True, slots=True)
class Wait:
    """A stretch in which the item waited for somebody: the state, who caused it, and its working time."""

    start: int
    end: int
    cause: str
    who: str
    open_time: int


@dataclass(frozen=True, slots=True)
class Warned:
    """A mark on the clock: the share of its time that is used then, and whom the contract has told."""

    at: int
    share: Fraction
    to: str


@dataclass(frozen=True, slots=True)
class Refusal:
    """What becomes of the clock if a pause, or relief, does not stand: when it would be due, and what would come of it then.

    `length` is the working time that would count after all. `claimed` is the relief clause, where it is relief and not a pause;
    `granted` says that it is a relief not claimed yet, and what would come of it if it were accepted.
    """

    cause: str
    who: str
    length: int
    run: Run
    claimed: str | None = None
    granted: bool = False


@dataclass(frozen=True, slots=True)
class Timeline:
    """A run with what stands around it. `left` is the working time until due (negative once it has passed; None without a time limit).
    `business` says whether the limit runs in working hours; `late` the working time after due, up to the stop or now."""

    story: ClockStory
    rule: ClockRule
    run: Run
    now: int
    hours: Schedule
    business: bool
    spans: tuple[Span, ...]
    waits: tuple[Wait, ...]
    warnings: tuple[Warned, ...]
    due_bare: int | None
    left: int | None
    late: int
    paused: Span | None
    refusals: tuple[Refusal, ...]

    @property
    def end(self) -> int:
        """Where it stopped, else now."""
        return self.run.stop if self.run.stop is not None else self.now

    @property
    def due(self) -> int | None:
        return None if self.run.due == UNREACHABLE else self.run.due


def timelines(agreement: Agreement, known: local.Known, story: ItemStory) -> tuple[Timeline, ...]:
    """The clocks of an item, in clause order, each cycle by itself."""
    return tuple(_timeline(agreement, known, story, one) for one in story.clocks)


def _timeline(agreement: Agreement, known: local.Known, story: ItemStory, one: ClockStory) -> Timeline:
    evidence, run, now = known.evidence, one.run, known.evidence.cut
    rule = evidence.rules[one.clock.name]
    hours = rule.schedule if _in_working_time(rule) else always(rule.schedule.zone)
    last = None if run.due == UNREACHABLE else run.due
    end = run.stop if run.stop is not None else now
    pauses = [Period(span.start, span.end) for span in one.spans if span.why.startswith("paused")]
    return Timeline(
        one,
        rule,
        run,
        now,
        hours,
        _in_working_time(rule),
        one.spans,
        tuple(_waits(story, hours, run, now)),
        tuple(_warnings(rule, run, hours, pauses, evidence, story.item)),
        _due_bare(hours, run, pauses),
        None if last is None or run.stop is not None else elapsed(hours, now, last),
        0 if last is None else max(running(hours, last, end, ()), 0) if end > last else 0,
        next((span for span in one.spans if run.stop is None and span.end == now and span.why.startswith("paused")), None),
        tuple(_refusals(agreement, known, story, one)),
    )


def _in_working_time(rule: ClockRule) -> bool:
    if isinstance(rule.within, Table):
        return any(row.value.business for row in rule.within.rows)
    return isinstance(rule.within, Length) and rule.within.business


def _waits(story: ItemStory, hours: Schedule, run: Run, now: int) -> Iterator[Wait]:
    """The item's states that the record lays at somebody else's door, within the run."""
    end = run.stop if run.stop is not None else now
    for row in attributed(story.events, now).filter(pl.col("who") != "provider").iter_rows(named=True):
        start, until = max(row["start"], run.start), min(row["end"], end)
        if start < until:
            yield Wait(start, until, str(row["cause"]), str(row["who"]), elapsed(hours, start, until))


def _warnings(rule: ClockRule, run: Run, hours: Schedule, pauses: list[Period], evidence: Evidence, item: str) -> Iterator[Warned]:
    """The marks of the clause, else half and three quarters; none for a clock that has no length of its own."""
    if run.due is None or run.due == UNREACHABLE or rule.deadline is not None:
        return
    if rule.warnings:
        relief = evidence.time_out.get(rule.record, pl.DataFrame(schema=EXCUSED))
        for at, warning in replay_item(evidence.events, rule, item, evidence.cut, relief).warnings:
            if isinstance(warning["at"], Fraction) and run.start <= at < UNREACHABLE:
                roles = warning["to"]
                yield Warned(at, warning["at"], " and ".join(roles) if isinstance(roles, tuple) else "")
        return
    granted = running(hours, run.start, run.due, pauses)
    for share in DEFAULT_WARNINGS:
        yield Warned(due(hours, run.start, int(granted * share), pauses), share, "")


def _due_bare(hours: Schedule, run: Run, pauses: list[Period]) -> int | None:
    """When it would be due had nothing paused it; None where nothing did."""
    if run.due is None or run.due == UNREACHABLE or not pauses:
        return None
    bare = due(hours, run.start, running(hours, run.start, run.due, pauses))
    return bare if bare != run.due else None


def _refusals(agreement: Agreement, known: local.Known, story: ItemStory, one: ClockStory) -> Iterator[Refusal]:
    """What if: each pause that another party caused, without it; then each relief that took time of this item out."""
    evidence, rule, item = known.evidence, known.evidence.rules[one.clock.name], story.item
    relief = evidence.time_out.get(rule.record, pl.DataFrame(schema=EXCUSED))
    paused: dict[tuple[str, str], int] = {}
    for span in one.spans:
        if span.why.startswith("paused: ") and span.who not in (None, "provider", "agent") and span.why != "paused: relief":
            name = span.why.removeprefix("paused: "), str(span.who)
            paused[name] = paused.get(name, 0) + span.open_time
    for (cause, who), length in paused.items():
        said = (pl.col("event") == "state") & (pl.col("value") == cause) & (pl.col("who") == who)
        again = replay_item(evidence.events.filter(~said.fill_null(False)), rule, item, evidence.cut, relief)
        run = next((run for run in again.runs if run.cycle == one.run.cycle), None)
        if run is not None and length:
            yield Refusal(cause, who, length, run)
    own = relief.filter(pl.col("item") == item)
    if own.height:
        yield from _refused_relief(known, rule, story, one, own)
    else:
        yield from _granted_relief(agreement, known, rule, story, one)


def _refused_relief(known: local.Known, rule: ClockRule, story: ItemStory, one: ClockStory, own: pl.DataFrame) -> Iterator[Refusal]:
    evidence = known.evidence
    again = replay_item(evidence.events, rule, story.item, evidence.cut, own.clear())
    run = next((run for run in again.runs if run.cycle == one.run.cycle), None)
    clauses = [clause.number for clause, granted in known.granted if granted.time.filter(pl.col("item") == story.item).height]
    if run is not None:
        length = sum(elapsed(rule.schedule, start, end) for start, end in own.select("start", "end").iter_rows())
        yield Refusal("relief", str(own["who"][0] or "client"), length, run, clauses[0] if clauses else None)


def _granted_relief(agreement: Agreement, known: local.Known, rule: ClockRule, story: ItemStory, one: ClockStory) -> Iterator[Refusal]:
    """What relief that the contract offers for another party's time would come to, where a late item has such time and no claim."""
    evidence = known.evidence
    if one.run.outcome not in ("late", "overdue"):
        return
    for clause in agreement.in_force(9, evidence.month):
        if clause.rule != "excused time":
            continue
        spans = attributed(story.events, evidence.cut).filter(pl.col("who") == clause["caused by"]).select(EXCUSED.names())
        again = replay_item(evidence.events, rule, story.item, evidence.cut, spans)
        run = next((run for run in again.runs if run.cycle == one.run.cycle), None)
        length = sum(elapsed(rule.schedule, start, end) for start, end in spans.select("start", "end").iter_rows())
        if run is not None and length and run.due != one.run.due:
            yield Refusal(str(clause.name), str(clause["caused by"]), length, run, clause.number, granted=True)


def excused_by(known: local.Known, item: str) -> Mapping[str, str]:
    """The relief clauses that touch an item as a whole, by number, with what each does to it."""
    found: dict[str, str] = {}
    for clause, granted in known.granted:
        rows = granted.items if granted.items.height else pl.DataFrame(schema=ITEMS)
        for row in rows.filter(pl.col("item") == item).iter_rows(named=True):
            found[clause.number] = str(row["effect"])
    return found
