"""Why a line is what it is: line, clause, formula, items, and the timeline of one item; for an item also why it is not counted.

Everything is computed from the same work, facts and cut as the statement, by the same rules: an explanation can say nothing else than what
was settled.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from remit.agreement import Agreement
from remit.clock.elapsed import elapsed
from remit.clock.schedule import Schedule
from remit.engines import local
from remit.line import Line
from remit.prose.clauses import clause_prose
from remit.provisions.termination_right import Counted, Standing, standing
from remit.scorecard import Attainment
from remit.statement import Statement, termination_counts
from remit.terms.document import Clause
from remit.work.evidence import Evidence
from remit.work.flags import Flag, flags
from remit.work.fold import EXCUSED, replay_item
from remit.work.run import Pause, Replay, Run


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of one run: whether its time counted, why not, and who caused it, where that is known. Instants in microseconds;
    `open_time` is the part of it that lies inside working hours."""

    start: int
    end: int
    counted: bool
    open_time: int
    why: str
    who: str | None = None


@dataclass(frozen=True, slots=True)
class ClockStory:
    """One run of a clock on one item, and the spans it is made of, from start to stop (or to the cut)."""

    clock: Clause
    run: Run
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """How one service level, or the bill, took an item: counted or not, when (which decides the month), and why."""

    clause: str
    name: str
    counted: bool
    at: int | None
    why: str


@dataclass(frozen=True, slots=True)
class ItemStory:
    """Everything that was known of one item at the cut: its events in order, its clocks, and how each clause took it."""

    record: str
    item: str
    events: pl.DataFrame
    clocks: tuple[ClockStory, ...]
    verdicts: tuple[Verdict, ...]


@dataclass(frozen=True, slots=True)
class LineStory:
    """A line, or a service level on its own (`line` is None): its clause in prose, the level behind it, and its items
    (`local.items_behind`). `looks_like` are the flags of the level's clock in the month; they change no figure."""

    line: Line | None
    prose: str
    level: Attainment | None
    items: pl.DataFrame | None
    looks_like: tuple[Flag, ...] = ()


@dataclass(frozen=True, slots=True)
class RightStory:
    """A right to end the contract: its clause in prose, every month with what it counts for, and the right where it stands."""

    clause: Clause
    prose: str
    months: tuple[Counted, ...]
    standing: Standing | None


def right_stories(agreement: Agreement, statement: Statement, history: Sequence[Statement], wanted: str) -> tuple[RightStory, ...]:
    """The termination rights that a word names (15.1, or a clause's name), as the statement and those before it leave them."""
    return tuple(
        RightStory(
            clause,
            clause_prose(agreement.terms, agreement.catalogue, clause.number),
            months,
            standing(clause, months, statement.month, agreement.terms),
        )
        for clause, months in termination_counts(agreement, statement, history)
        if wanted in (clause.number, clause.name, f"{clause.number} {clause.name}")
    )


def lines_of(statement: Statement, wanted: str) -> tuple[Line, ...]:
    """The lines that a word names: a clause (11.1), its name, a part (email first reply), or a whole title."""
    return tuple(line for line in statement.lines if wanted in (line.clause, line.name, line.part, line.title))


def line_story(agreement: Agreement, known: local.Known, statement: Statement, line: Line) -> LineStory:
    """What stands behind a line of a statement."""
    terms, items = agreement.terms, None
    found: tuple[Flag, ...] = ()
    if line.level is not None:
        items = local.items_behind(agreement, terms.clause(line.level), known)
        found = _flags(terms.clause(line.level), known.evidence)
    elif line.volume is not None:
        bounds = known.evidence.bounds
        items = known.evidence.billed(terms.clause(line.volume)).filter(pl.col("at").is_between(bounds.start, bounds.end, closed="left"))
    level = statement.scorecard.get(line.level) if line.level is not None else None
    return LineStory(line, clause_prose(terms, agreement.catalogue, line.clause), level, items, found)


def level_story(agreement: Agreement, known: local.Known, level: Attainment) -> LineStory:
    """What stands behind the result of a service level, whether or not money hangs on it."""
    clause = agreement.terms.clause(level.clause)
    items = local.items_behind(agreement, clause, known)
    prose = clause_prose(agreement.terms, agreement.catalogue, level.clause)
    return LineStory(None, prose, level, items, _flags(clause, known.evidence))


def _flags(level: Clause, evidence: Evidence) -> tuple[Flag, ...]:
    """What in the month looks like gaming the level's clock, over all items of the clock; nothing where the level has none."""
    clock = level.get("clock")
    return () if clock is None else flags(evidence.clock(clock), evidence.bounds.start, evidence.bounds.end)


def item_stories(agreement: Agreement, known: local.Known, item: str) -> tuple[ItemStory, ...]:
    """What is known of an item, in every record that has one of this number; none where no record has."""
    found, evidence = [], known.evidence
    for record in agreement.terms.section(5):
        events = evidence.record(record.name).filter(pl.col("item") == item).sort("at", "sequence", "id", nulls_last=True)
        if events.height:
            clocks = tuple(_clocks(agreement, evidence, record.name, item))
            found.append(ItemStory(record.name, item, events, clocks, tuple(_verdicts(agreement, known, record.name, item))))
    return tuple(found)


def spans(schedule: Schedule, run: Run, pauses: Sequence[Pause], cut: int) -> tuple[Span, ...]:
    """A run cut into stretches that counted, that lay outside working hours, and that were paused. Their counted open time is the run's
    elapsed time.

    >>> from remit.work.run import Run
    >>> run = Run(1, 0, 10_000_000, None, 10_000_000, 0, "done", None, "")
    >>> [(span.start, span.end, span.counted) for span in spans(Schedule.always_open(), run, (), 20_000_000)]
    [(0, 10000000, True)]
    """
    end = run.stop if run.stop is not None else cut
    if end <= run.start:
        return ()
    hours = schedule.hours(run.start, end)
    edges = {run.start, end, *(edge for pause in pauses for edge in (pause.start, pause.end))}
    for bound in (hours.starts, hours.ends):
        edges.update(int(at) for at in bound[np.searchsorted(bound, run.start) : np.searchsorted(bound, end, "right")])
    marks = sorted(edge for edge in edges if run.start <= edge <= end)
    joined: list[Span] = []
    for start, stop in itertools.pairwise(marks):
        span = _span(schedule, pauses, start, stop)
        last = joined[-1] if joined else None
        if last is not None and (last.counted, last.why, last.who) == (span.counted, span.why, span.who):
            joined[-1] = Span(last.start, span.end, span.counted, last.open_time + span.open_time, span.why, span.who)
        else:
            joined.append(span)
    return tuple(joined)


def _span(schedule: Schedule, pauses: Sequence[Pause], start: int, end: int) -> Span:
    open_time = elapsed(schedule, start, end)
    pause = next((pause for pause in pauses if pause.start <= start and end <= pause.end), None)
    if pause is not None:
        return Span(start, end, False, open_time, f"paused: {pause.cause}", pause.who)
    if not open_time:
        return Span(start, end, False, 0, "outside working hours")
    return Span(start, end, True, open_time, "counted")


def _clocks(agreement: Agreement, evidence: Evidence, record: str, item: str) -> Iterator[ClockStory]:
    for clock in agreement.terms.section(7):
        rule = evidence.rules[clock.name]
        if rule.record != record or evidence.clock(clock.name).runs.filter(pl.col("item") == item).is_empty():
            continue
        taken = evidence.time_out.get(record, pl.DataFrame(schema=EXCUSED))
        replay: Replay = replay_item(evidence.events, rule, item, evidence.cut, taken)
        for run in replay.runs:
            pauses = [pause for pause in replay.pauses if pause.cycle == run.cycle]
            yield ClockStory(clock, run, spans(rule.schedule, run, pauses, evidence.cut))


def _verdicts(agreement: Agreement, known: local.Known, record: str, item: str) -> Iterator[Verdict]:
    """First how each level took the item, then how each service billed it."""
    evidence = known.evidence
    for level in agreement.in_force(8, evidence.month):
        if record not in (evidence.population(level).record, evidence.evidence_record(level)):
            continue
        rows = agreement.metric(level).contributions(level, evidence).filter(pl.col("item") == item)
        relieved = local.items_behind(agreement, level, known).filter(pl.col("item") == item)
        for row in (relieved if relieved.height else rows).iter_rows(named=True):
            yield Verdict(level.number, level.name, row["counted"], row["at"], row["why"])
        if rows.is_empty():
            source = evidence.evidence_record(level)
            why = "not among the items that the level covers" if source == record else f"the record {source} says nothing of it"
            yield Verdict(level.number, level.name, False, None, why)
    for service in agreement.terms.section(6):
        if service["record"] == record:
            billed = evidence.billed(service).filter(pl.col("item") == item)["at"].to_list()
            word = (
                f"billed as one {service['unit']}" if billed else f"not billed: not yet {str(service['unit counts']).removeprefix('when ')}"
            )
            yield Verdict(service.number, service.name, bool(billed), billed[0] if billed else None, word)
