"""When a place's clocks change: the time-zone transitions, from the pinned tzdata package alone.

`zoneinfo` answers what the offset is, not when it changes, so a change is looked for between two instants three days apart with different
offsets and then halved down to its second. No zone of the tz database leaves an offset and returns to it within three days (the shortest
stay is a week, Recife in October 2000), which a test holds against every zone of the package.

>>> from remit.values.period import moment
>>> [str(moment(change.at)) for change in transitions("Europe/London", *bounds(2026, 2026))]
['2026-03-29 01:00:00+00:00', '2026-10-25 01:00:00+00:00']
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache

from remit.values.period import DAY, SECOND, instant, zone

FIRST_YEAR, LAST_YEAR = 2, 9998
"""The years that clocks can be asked about: those of Python's dates, less one at either end for the offset."""

_STEP = 3 * DAY
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class OutOfRange(ValueError):
    """An instant before the year 2 or after the year 9998."""


@dataclass(frozen=True, slots=True, order=True)
class Transition:
    """From the instant `at` the wall clock is `after` microseconds ahead of UTC, and no longer `before`."""

    at: int
    before: int
    after: int


def bounds(first_year: int, last_year: int) -> tuple[int, int]:
    """The instants, in UTC, at which the first year begins and the last one has ended."""
    return instant(datetime(first_year, 1, 1, tzinfo=UTC)), instant(datetime(last_year + 1, 1, 1, tzinfo=UTC))


FIRST, LAST = bounds(FIRST_YEAR, LAST_YEAR)


def offset(place: str, at: int) -> int:
    """How far the wall clock of `place` is ahead of UTC at the instant, in microseconds; east of Greenwich is positive."""
    ahead = (_EPOCH + timedelta(microseconds=at)).astimezone(zone(place)).utcoffset()
    assert ahead is not None
    return ahead // timedelta(microseconds=1)


def transitions(place: str, start: int, end: int) -> tuple[Transition, ...]:
    """Every change of offset in `[start, end)`, in order. What a statement's digest lists, so that later tzdata cannot change it unseen."""
    if start >= end:
        return ()
    years = range(year_of(start), year_of(end - 1) + 1)
    return tuple(change for year in years for change in _of_year(place, year) if start <= change.at < end)


def year_of(at: int) -> int:
    """The year of an instant in UTC; raises `OutOfRange`."""
    if not FIRST <= at < LAST:
        raise OutOfRange(f"the instant {at} lies outside the years {FIRST_YEAR} to {LAST_YEAR}")
    return (_EPOCH + timedelta(microseconds=at)).year


@lru_cache(maxsize=1 << 16)
def _of_year(place: str, year: int) -> tuple[Transition, ...]:
    start, end = bounds(year, year)
    changes = []
    # A change at the year's very first instant shows only against the second before it.
    earlier, before = start - SECOND, offset(place, start - SECOND)
    for later in (*range(start, end - SECOND, _STEP), end - SECOND):
        after = offset(place, later)
        while before != after:
            at = _first_change(place, earlier, later, before)
            now = offset(place, at)
            changes.append(Transition(at, before, now))
            earlier, before = at, now
        earlier = later
    return tuple(changes)


def _first_change(place: str, unchanged: int, changed: int, before: int) -> int:
    """The first whole second in `(unchanged, changed]` at which the offset is no longer `before`."""
    low, high = unchanged // SECOND, changed // SECOND
    while high - low > 1:
        middle = (low + high) // 2
        if offset(place, middle * SECOND) == before:
            low = middle
        else:
            high = middle
    return high * SECOND
