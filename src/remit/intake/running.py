"""The running month of an engagement, kept in memory and brought up to date: a new event is counted without reading the log again."""

from __future__ import annotations

from dataclasses import dataclass

from remit.engines import live as engine
from remit.engines.live import Live
from remit.intake.knowledge import Kept, kept, knowledge
from remit.records.models.engagement import Engagement
from remit.records.models.work_event import WorkEvent
from remit.values.period import Month

STALE = 60_000_000
"""For so long (microseconds) a month without new events is shown as it was; what falls due shows up a minute later at most."""
_KEPT = 2
"""So many other months are kept beside the one asked for."""
_MANY = 20_000
"""With so many touched items it is quicker to begin anew."""


@dataclass(frozen=True)
class Held:
    """A month with what it was counted from: the last event in it, and the state of everything that is not an event."""

    live: Live
    last_event: int
    rest: tuple[object, ...]


def running(engagement: Engagement, month: Month, now: int) -> Live:
    """The month as it stands now, or stood within the last minute where nothing new has come in."""
    found = kept(engagement)
    with found.lock:
        held: Held | None = found.live.get(month)
        rest = (found.undone, found.texts, found.last_fact)
        if held is None or held.rest != rest or now < held.live.asked.cut:
            return _anew(found, engagement, month, now)
        if held.last_event == found.last_event and now - held.live.asked.cut < STALE:
            return held.live
        rows = WorkEvent.objects.filter(engagement=engagement, pk__gt=held.last_event, pk__lte=found.last_event)
        touched = set(rows.values_list("item", flat=True).distinct()[: _MANY + 1]) if held.last_event != found.last_event else set()
        if len(touched) > _MANY:
            return _anew(found, engagement, month, now)
        fresh = engine.at(held.live, found.log, touched, found.facts, now)
        found.live[month] = Held(fresh, found.last_event, rest)
        return fresh


def _anew(found: Kept, engagement: Engagement, month: Month, now: int) -> Live:
    known = knowledge(engagement)
    fresh = engine.live(known.agreements(month), known.log, known.facts, month, now, rules=known.rules)
    others = [one for one in found.live if isinstance(one, Month) and one != month]
    for one in others[: max(len(others) - _KEPT, 0)]:
        del found.live[one]
    found.live[month] = Held(fresh, found.last_event, (found.undone, found.texts, found.last_fact))
    return fresh
