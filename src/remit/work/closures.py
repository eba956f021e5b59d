"""Days on which one company works and the other does not: public holidays and weekends of both, and the first day on which both work.

A start on such a day is a start without somebody: nobody answers, nobody decides. Places are those of the contract's calendars, by company;
a date is that of the calendar on the wall, no instant. It knows nothing of a company's own closing days.

>>> places = {"client": ("United Kingdom/England",), "provider": ("South Africa",)}
>>> [(one.side, one.name) for one in closures(places, date(2026, 5, 1))]
[('provider', "Workers' Day")]
>>> [(one.side, one.name) for one in closures(places, date(2026, 5, 4))], str(first_open(places, date(2026, 5, 1)))
([('client', 'May Day')], '2026-05-05')
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from remit.work.holidays import holidays_of, weekend_of

LONGEST = 60
"""No two countries are closed in turn for so many days."""
Places = Mapping[str, Sequence[str]]
"""Places such as `United Kingdom/England` by company: client, provider."""


@dataclass(frozen=True, slots=True)
class Closure:
    """One company is closed on a day: `name` is the holiday's, or the weekday's at a weekend."""

    day: date
    side: str
    name: str
    weekend: bool = False


def closures(places: Places, day: date) -> tuple[Closure, ...]:
    """Who is closed on the day, and why; empty where both work. A holiday at a weekend is told as the holiday."""
    found = []
    for side, own in places.items():
        named = next((name for place in own for when, name in holidays_of(place, day.year, day.year) if when == day), None)
        if named is not None:
            found.append(Closure(day, side, named))
        elif own and all(day.weekday() in weekend_of(place) for place in own):
            found.append(Closure(day, side, f"{day:%A}", weekend=True))
    return tuple(found)


def first_open(places: Places, day: date) -> date:
    """The first day from `day` on, itself included, on which both companies work."""
    for ahead in range(LONGEST):
        one = day + timedelta(days=ahead)
        if not closures(places, one):
            return one
    raise ValueError(f"both companies are never open within {LONGEST} days of {day}")
