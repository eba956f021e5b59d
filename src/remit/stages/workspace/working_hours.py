"""A person's working hours: `Monday to Friday: 08:00 to 17:00`, on the own wall clock, with the public holidays of the company's country.

Several stretches are separated by semicolons. What it is for: whether somebody can be reached now, and when again.

>>> hours = read("Monday to Thursday: 08:00 to 17:00; Friday: 08:00 to 13:00", "Africa/Johannesburg")
>>> from datetime import UTC, datetime
>>> from remit.values.period import instant
>>> hours.is_open(instant(datetime(2026, 11, 12, 14, 20, tzinfo=UTC))), hours.is_open(instant(datetime(2026, 11, 13, 14, 20, tzinfo=UTC)))
(True, False)
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from remit.clock.deadline import UNREACHABLE, due
from remit.clock.schedule import Schedule
from remit.clock.windows import DAYS, BadWindow, Window, weekly
from remit.work.holidays import holidays_of

_STRETCH = re.compile(r"\s*([A-Za-z]+)(?:\s+to\s+([A-Za-z]+))?\s*:\s*(\d{1,2}:\d{2})\s+to\s+(\d{1,2}:\d{2})\s*")


def read(text: str, zone: str, holidays: Sequence[date] = ()) -> Schedule:
    """The hours as a schedule. Raises `BadWindow` (what is wrong, and `remedy`) for what cannot be read."""
    windows: dict[str, list[Window]] = {}
    for part in text.split(";"):
        found = _STRETCH.fullmatch(part)
        if found is None:
            raise BadWindow(f"'{part.strip()[:60]}' are no working hours", "write them as Monday to Friday: 08:00 to 17:00")
        first, last, start, end = found.groups()
        for day in _days(first, last or first):
            windows.setdefault(day, []).append(Window.read(start, end))
    return Schedule(zone, weekly(windows), frozenset(holidays))


def _days(first: str, last: str) -> Sequence[str]:
    known = [day.casefold() for day in DAYS]
    for name in (first, last):
        if name.casefold() not in known:
            raise BadWindow(f"'{name[:20]}' is no day of the week", f"write one of {', '.join(DAYS)}")
    start, end = known.index(first.casefold()), known.index(last.casefold())
    return DAYS[start : end + 1] if start <= end else (*DAYS[start:], *DAYS[: end + 1])


def holidays_around(places: Sequence[str], day: date) -> tuple[date, ...]:
    """The public holidays of the places from the year of the day to the next one."""
    return tuple(when for place in places for when, _ in holidays_of(place, day.year, day.year + 1))


def opens_next(hours: Schedule, at: int) -> int | None:
    """The next instant at which work begins, where it rests at `at`; None where it never begins again."""
    reached = due(hours, at, 1)
    return None if reached == UNREACHABLE else reached - 1
