"""The running month of an engagement, kept in memory and brought up to date: a new event is counted without reading the log again.

A page of a large engagement does not wait for a month that must be counted anew (after a large import, an undone one, other facts or
terms, a kind of event that was never seen): it shows the last figures, and the month is counted beside it (`last_figures`).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from remit.engines import live as engine
from remit.engines.live import Live
from remit.intake import event_rows, last_figures
from remit.intake.knowledge import LARGE, Kept, kept, knowledge
from remit.records import row_level
from remit.records.models.engagement import Engagement
from remit.values.period import Month

STALE = 60_000_000
"""For so long (microseconds) a month without new events is shown as it was; what falls due shows up a minute later at most."""
SLOWLY = 30.0
"""Seconds after which `lately` works a figure of a large engagement out again."""
_KEPT = 2
"""So many other months are kept beside the one asked for."""
_MANY = 20_000
"""With so many touched items it is quicker to begin anew."""
T = TypeVar("T")


@dataclass(frozen=True)
class Held:
    """A month with what it was counted from: the last event in it, and the state of everything that is not an event."""

    live: Live
    last_event: int
    rest: tuple[object, ...]


@dataclass(frozen=True)
class Figure:
    """A figure with the month it was worked out from, and when (on the machine's monotonic clock)."""

    value: Any
    stamp: object
    at: float


def running(engagement: Engagement, month: Month, now: int) -> Live:
    """The month as it stands now, or stood within the last minute where nothing new has come in."""
    found = kept(engagement)
    held: Held | None = found.live.get(month)
    if held is not None and _stands(found, held, now):
        return held.live
    if found.own or not (last_figures.suffice() and found.events.height > LARGE):
        with found.lock:
            return _brought_up(found, engagement, month, now)
    if held is not None and not _begins_anew(found, engagement, held, now):
        if not found.lock.acquire(blocking=False):
            return held.live  # another page is at it
        try:
            return _brought_up(found, engagement, month, now)
        finally:
            found.lock.release()
    counting = last_figures.beside(f"{month} of {engagement.key}", lambda: _count_beside(engagement.pk, month, now))
    if held is None:
        counting.join(last_figures.patience())
        held = found.live.get(month)
        if held is None:
            raise last_figures.NotYet(f"{month.name} of {engagement.name} is being counted; this page shows itself in a moment.")
    last_figures.tell()
    return held.live


def lately(engagement: Engagement, key: tuple[object, ...], stamp: object, make: Callable[[], T]) -> T:
    """A figure of the running month that takes long, such as all items behind a level: the one worked out at `stamp`, or on a page of a
    large engagement the last one, which is worked out again beside it after half a minute."""
    found = kept(engagement)
    figure: Figure | None = found.live.get(("lately", *key))

    def worked_out() -> T:
        value = make()
        found.live[("lately", *key)] = Figure(value, stamp, time.monotonic())
        return value

    def beside() -> None:
        with row_level.acting_for(engagement.pk):
            worked_out()

    if figure is not None and figure.stamp == stamp:
        value: T = figure.value
        return value
    if figure is None or found.own or not (last_figures.suffice() and found.events.height > LARGE):
        return worked_out()
    if time.monotonic() - figure.at > SLOWLY:
        last_figures.beside(f"{key} of {engagement.key}", beside)
    value = figure.value
    return value


def _rest(found: Kept) -> tuple[object, ...]:
    return found.read_at, found.texts, found.last_fact


def _stands(found: Kept, held: Held, now: int) -> bool:
    """Another request may have moved the month on since this one began: what is a moment newer than asked stands too."""
    in_time = abs(now - held.live.asked.cut) < STALE
    return held.last_event == found.last_event and held.rest == _rest(found) and in_time


def _went_back(held: Held, now: int) -> bool:
    return now <= held.live.asked.cut - STALE


def _begins_anew(found: Kept, engagement: Engagement, held: Held, now: int) -> bool:
    """Whether the month must be counted from the whole log."""
    if held.rest != _rest(found) or _went_back(held, now):
        return True
    if held.last_event == found.last_event:
        return False
    if event_rows.are_many(engagement.pk, held.last_event, _MANY):
        return True
    return engine.is_new_kind(held.live, found.events.of_items(_touched(found, engagement, held)))


def _touched(found: Kept, engagement: Engagement, held: Held) -> set[str]:
    if held.last_event == found.last_event:
        return set()
    return event_rows.items_of_newer(engagement.pk, held.last_event, found.last_event)


def _brought_up(found: Kept, engagement: Engagement, month: Month, now: int) -> Live:
    """Under the lock of `found`."""
    held: Held | None = found.live.get(month)
    if held is None or held.rest != _rest(found) or _went_back(held, now):
        return _anew(found, engagement, month, now)
    if _stands(found, held, now):
        return held.live
    if event_rows.are_many(engagement.pk, held.last_event, _MANY):
        return _anew(found, engagement, month, now)
    touched = _touched(found, engagement, held)
    now = max(now, held.live.asked.cut)
    fresh = engine.at(held.live, found.log, touched, found.facts, now, of_items=found.events.of_items)
    found.live[month] = Held(fresh, found.last_event, _rest(found))
    return fresh


def _count_beside(engagement: int, month: Month, now: int) -> None:
    """In a thread of its own, without holding the lock: pages go on reading meanwhile."""
    with row_level.acting_for(engagement):
        row = Engagement.objects.get(pk=engagement)
        _anew(kept(row), row, month, now)


def _anew(found: Kept, engagement: Engagement, month: Month, now: int) -> Live:
    last_event, rest = found.last_event, _rest(found)
    known = knowledge(engagement)
    fresh = engine.live(known.agreements(month), known.log, known.facts, month, now, rules=known.rules)
    others = [one for one in list(found.live) if isinstance(one, Month) and one != month]
    for one in others[: max(len(others) - _KEPT, 0)]:
        found.live.pop(one, None)
    found.live[month] = Held(fresh, last_event, rest)
    return fresh
