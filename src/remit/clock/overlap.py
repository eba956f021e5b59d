"""Working hours that two places share: exactly, and season by season, because clocks change on different nights or in one place only.

A client at nine to half past five in Bristol and a provider at eight to six in Cape Town share eight hours in summer and seven in
winter, when Bristol's clock goes back and Cape Town's does not. A week is looked at in each season; public holidays are left out.

>>> from datetime import UTC, datetime
>>> from remit.clock.windows import Window, weekly
>>> from remit.values.period import HOUR, instant
>>> def office(place, opens, closes):
...     return Schedule(place, weekly({day: [Window.read(opens, closes)] for day in ("Mon", "Tue", "Wed", "Thu", "Fri")}))
>>> bristol, manila = office("Europe/London", "09:00", "17:30"), office("Asia/Manila", "14:00", "23:00")
>>> year = (instant(datetime(2026, 1, 1, tzinfo=UTC)), instant(datetime(2027, 1, 1, tzinfo=UTC)))
>>> [one.each_week / HOUR for one in seasons(bristol, manila, *year)]
[30.0, 35.0, 30.0]
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from remit.clock.schedule import Schedule
from remit.clock.transitions import transitions
from remit.values.period import Period, instant, moment, zone

Spans = tuple[Period, ...]


@dataclass(frozen=True, slots=True)
class Season:
    """Between two changes of a clock. `each_week` is the shared time of a week and `own` that of the first schedule; the spans of a
    Wednesday are on the first one's wall clock: where each is open, and where both are."""

    span: Period
    each_week: int
    own: int
    first: Spans
    second: Spans
    both: Spans


def seasons(one: Schedule, other: Schedule, start: int, end: int) -> tuple[Season, ...]:
    """The seasons of `[start, end)`, an instant each in microseconds; a span too short for a whole week counts what it has."""
    changes = sorted({change.at for place in {one.zone, other.zone} for change in transitions(place, start + 1, end)})
    edges = [start, *changes, end]
    return tuple(_season(one, other, Period(first, last)) for first, last in pairwise(edges))


def shared(one: Schedule, other: Schedule, start: int, end: int) -> Spans:
    """The spans of `[start, end)` in which both are open."""
    return tuple(
        Period(max(a.start, b.start), min(a.end, b.end))
        for a in opened(one, start, end)
        for b in opened(other, start, end)
        if a.start < b.end and b.start < a.end
    )


def opened(schedule: Schedule, start: int, end: int) -> Spans:
    """The spans of `[start, end)` in which a schedule is open."""
    starts, ends, _ = schedule.hours(start, end).lists
    return tuple(Period(max(a, start), min(b, end)) for a, b in zip(starts, ends, strict=True) if a < end and b > start)


def length(spans: Sequence[Period]) -> int:
    return sum(span.end - span.start for span in spans)


def _season(one: Schedule, other: Schedule, span: Period) -> Season:
    """Looked at in the week around its middle, from a Monday on the first wall clock."""
    middle = moment((span.start + span.end) // 2, one.zone)
    monday = datetime.combine(middle.date() - timedelta(days=middle.weekday()), datetime.min.time(), zone(one.zone))
    week = instant(monday), instant(monday + timedelta(days=7))
    day = instant(monday + timedelta(days=2)), instant(monday + timedelta(days=3))
    return Season(
        span,
        length(shared(one, other, *week)),
        length(opened(one, *week)),
        opened(one, *day),
        opened(other, *day),
        shared(one, other, *day),
    )
