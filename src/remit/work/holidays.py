"""Public holidays of a country, or of a part of it, as dates with their names, from the pinned `holidays` package.

A later release of the package may know more or other days: what a signed contract or an issued statement rests on are the dates
themselves, which are listed with it.

>>> [str(day) for day, name in holidays_of("United Kingdom/England", 2026, 2026) if "Boxing" in name]
['2026-12-26', '2026-12-28']
"""

from __future__ import annotations

from datetime import date
from functools import cache

from remit.terms.holidays import countries, parts


@cache
def holidays_of(place: str, first_year: int, last_year: int) -> tuple[tuple[date, str], ...]:
    """The dates and names of the public holidays of a place such as `South Africa` or `United Kingdom/England`, in order."""
    import holidays

    country, _, part = place.partition("/")
    subdivision = parts(country)[part] if part else None
    found = holidays.country_holidays(countries()[country], subdiv=subdivision, years=range(first_year, last_year + 1))
    return tuple(sorted((day, str(name)) for day, name in found.items()))


@cache
def weekend_of(place: str) -> frozenset[int]:
    """The weekdays (0 is Monday) on which a place does not work.

    >>> sorted(weekend_of("South Africa"))
    [5, 6]
    """
    import holidays

    return frozenset(holidays.country_holidays(countries()[place.partition("/")[0]]).weekend)
