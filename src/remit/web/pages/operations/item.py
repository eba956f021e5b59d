"""One item: how much time is left, where every minute went and who caused it, and how each clause took it."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.http import Http404
from django.utils import dateformat
from django.utils.translation import gettext as _

from remit.clock.elapsed import running
from remit.scorecard import Status
from remit.stages import roles
from remit.stages.improvement import queries as statements
from remit.stages.improvement.dispute_items import dispute_items
from remit.stages.operations import queries, sentences
from remit.stages.operations.queries import ItemSeen
from remit.stages.operations.sentences import Places
from remit.stages.operations.timeline import Refusal, Timeline
from remit.stages.pilot.ownership import Owned, ownership
from remit.stages.pilot.tasks import task_of
from remit.values.period import Period, moment
from remit.web.charts.clock import Drawing, drawing
from remit.web.page import Visit, page
from remit.web.queue_item import worked_here

PAGE = page("items/<item:number>", may=roles.is_party, label="Item", under="open")


@dataclass(frozen=True, slots=True)
class Answer:
    """The h1: a sentence with at most one marked phrase in the colour of its status."""

    before: str
    marked: str = ""
    after: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A stretch in the table. `counted` is None where nothing of it counts; `running` is the sum so far."""

    start: int
    end: int
    why: str
    who: str
    length: int
    counted: int | None
    running: int
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """A clock of the item with everything its section shows."""

    timeline: Timeline
    drawing: Drawing
    rows: tuple[Row, ...]
    limit: str
    how: tuple[str, ...]
    prose: str
    pinned: str
    refusals: tuple[tuple[str, str], ...]
    said: Answer
    word: str
    left: str = field(default="")


_WORDS: dict[str, Status] = {"met": "met", "late": "missed", "overdue": "missed"}


@PAGE.reads
def read(visit: Visit, number: str) -> dict[str, Any]:
    """The item in each record that has this number; `clock` picks which of its clocks stands first."""
    found = queries.item(visit.by, number, visit.now)
    if not found:
        raise Http404
    places = queries.places_of(visit.by)
    clocks = [_seen(visit, one, timeline, places) for one in found for timeline in one.timelines]
    clocks.sort(key=_urgency)
    first = clocks[0] if clocks else None
    return {
        "answer": first.said if first is not None else _("No clock of the contract runs on %(item)s.") % {"item": number},
        "number": number,
        "clocks": clocks,
        "others": clocks[1:],
        "records": [{"seen": one, "events": list(_events(one))} for one in found],
        "month": found[0].month,
        "claim": _claim(visit, found[0]),
        "doing": _doing(visit, found[0]),
        **worked_here(visit, number, visit.asked("macro")),
    }


def _doing(visit: Visit, one: ItemSeen) -> Owned | None:
    """Who does work of this kind now, by the waves of the handover; None where no wave says it."""
    task = task_of(one.agreement.terms, one.story.record, one.story.events)
    return next((owned for owned in ownership(visit.by, visit.now) if task is not None and owned.task == task.name), None)


def _urgency(one: Seen) -> tuple[int, int]:
    """An open clock before a finished one, and of these the miss first."""
    run = one.timeline.run
    order = 0 if run.outcome in ("open", "overdue") and run.stop is None else {"late": 1, "met": 2}.get(run.outcome, 3)
    return order, one.timeline.due or 2**62


def _seen(visit: Visit, one: ItemSeen, timeline: Timeline, places: Places) -> Seen:
    answer = Answer(*sentences.answer(timeline, places))
    clause = timeline.story.clock
    limit = sentences.limit(timeline)
    starts = moment(timeline.run.start, visit.engagement.zone)
    version = queries.version_on(visit.by, starts.date())
    signed = version.terms.term["signed"] if version.amendment is None else version.starts
    picture = drawing(
        timeline,
        places.zone,
        places.other_zone,
        (places.town, places.other_town),
        hours_said=str(clause["calendar"]),
        limit_said=limit,
        title=f"{answer.before}{answer.marked}{answer.after}",
    )
    return Seen(
        timeline,
        picture,
        tuple(_rows(timeline)),
        limit,
        tuple(sentences.how_it_runs(timeline)),
        queries.prose(one, clause.number),
        _("terms of %(day)s, pinned at %(clock)s when it started")
        % {"day": dateformat.format(signed, "j F Y"), "clock": f"{starts:%H:%M}"},
        tuple((_if(refusal), sentences.refused(refusal, timeline, places)) for refusal in timeline.refusals),
        answer,
        _WORDS.get(timeline.run.outcome, timeline.run.outcome),
    )


def _if(refusal: Refusal) -> str:
    if refusal.granted:
        return _("If relief under clause %(clause)s is granted") % {"clause": refusal.claimed}
    if refusal.claimed:
        return _("If the relief of clause %(clause)s is refused") % {"clause": refusal.claimed}
    return _("If the pause “%(cause)s” is refused") % {"cause": refusal.cause}


def _rows(timeline: Timeline) -> Iterator[Row]:
    """The stretches in order, with what of them counted; then what is left until due, or how long it ran over."""
    total, due = 0, timeline.due
    for span in timeline.spans:
        edges = [span.start, *([due] if due is not None and span.counted and span.start < due < span.end else []), span.end]
        for start, end in itertools.pairwise(edges):
            length = span.open_time if len(edges) == 2 else _open(timeline, start, end)
            counted = length if span.counted else None
            total += counted or 0
            late = span.counted and due is not None and start >= due
            why = _(span.why)  # what the clock itself says of a stretch
            word = _("Ran on after it was due") if late else _("Running") if span.counted else f"{why[0].upper()}{why[1:]}"
            yield Row(start, end, word, span.who or "", end - start, counted, total, "late" if late else "" if span.counted else "faint")
    if timeline.run.stop is None and due is not None and due > timeline.now and timeline.left is not None:
        yield Row(timeline.now, due, _("Left until due"), "", timeline.left, None, total + timeline.left, "left")


def _open(timeline: Timeline, start: int, end: int) -> int:
    return running(timeline.rule.schedule, start, end, [Period(span.start, span.end) for span in timeline.spans if not span.counted])


def _events(one: ItemSeen) -> Iterator[dict[str, Any]]:
    for row in one.story.events.iter_rows(named=True):
        words = " ".join(str(row[name]) for name in ("field", "value") if row[name])
        yield {"at": row["at"], "event": row["event"], "words": words, "who": row["who"] or ""}


def _claim(visit: Visit, one: ItemSeen) -> dict[str, Any] | None:
    """Where relief for the item is claimed: on its month's statement, while objections are open and the member's role may."""
    offered = any(clause.rule in ("excused items", "excused time") for clause in one.agreement.terms.section(9))
    if not offered or not dispute_items.allowed(visit.by):
        return None
    where = statements.standing(visit.by, one.month, visit.now)
    if where.latest is None:
        return {"month": one.month, "open": False}
    return {"month": one.month, "open": True} if where.word == "open" else None
