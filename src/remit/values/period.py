"""Instants, half-open periods and months. An instant is an int: microseconds since 1970-01-01 00:00 UTC.

Time zones come from the pinned `tzdata` package only, never from the machine, whose data differ from host to host.

>>> Month.read("2026-05").bounds("Europe/London")
Period(start=1777590000000000, end=1780268400000000)
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from importlib import resources
from zoneinfo import ZoneInfo

SECOND = 1_000_000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE
DAY = 24 * HOUR
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class UnknownZone(ValueError):
    """No such place in the pinned time-zone data."""


@cache
def zone(name: str) -> ZoneInfo:
    """The zone of a place such as Europe/London, from the pinned tzdata package; raises `UnknownZone`."""
    *folders, last = name.split("/")
    try:
        place = resources.files("tzdata").joinpath("zoneinfo", *folders, last)
        with place.open("rb") as file:
            return ZoneInfo.from_file(file, key=name)
    except (OSError, ValueError, ModuleNotFoundError):
        raise UnknownZone(name) from None


@cache
def zones() -> tuple[str, ...]:
    """The names of all zones in the pinned data, in order.

    >>> "Europe/London" in zones()
    True
    """
    return tuple(sorted(resources.files("tzdata").joinpath("zones").read_text(encoding="utf-8").split()))


def instant(moment: datetime) -> int:
    """The instant of an aware datetime; a naive one raises `ValueError`, because nobody can know when it was."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone")
    return (moment - _EPOCH) // timedelta(microseconds=1)


def moment(at: int, place: str = "UTC") -> datetime:
    """The aware datetime of an instant, on the wall clock of `place`."""
    return (_EPOCH + timedelta(microseconds=at)).astimezone(zone(place) if place != "UTC" else UTC)


@dataclass(frozen=True, slots=True)
class Period:
    """Half-open span of instants `[start, end)`."""

    start: int
    end: int

    def __contains__(self, at: int) -> bool:
        return self.start <= at < self.end


@dataclass(frozen=True, slots=True, order=True)
class Month:
    """A calendar month.

    >>> Month(2026, 12).next()
    Month(year=2027, month=1)
    >>> str(Month(2026, 5)), Month(2026, 5).name
    ('2026-05', 'May 2026')
    """

    year: int
    month: int

    @classmethod
    def read(cls, text: str) -> Month:
        """From `2026-05`; anything else raises `ValueError`."""
        day = date.fromisoformat(f"{text}-01")
        return cls(day.year, day.month)

    @classmethod
    def of(cls, day: date) -> Month:
        return cls(day.year, day.month)

    def plus(self, months: int) -> Month:
        year, month = divmod(self.year * 12 + self.month - 1 + months, 12)
        return Month(year, month + 1)

    def next(self) -> Month:
        return self.plus(1)

    def previous(self) -> Month:
        return self.plus(-1)

    def __sub__(self, other: Month) -> int:
        return (self.year - other.year) * 12 + self.month - other.month

    @property
    def first(self) -> date:
        return date(self.year, self.month, 1)

    @property
    def last(self) -> date:
        return self.next().first - timedelta(days=1)

    @property
    def name(self) -> str:
        return f"{_MONTHS[self.month - 1]} {self.year}"

    def bounds(self, place: str) -> Period:
        """The month's instants on the wall clock of `place`."""
        there = zone(place)
        start = datetime(self.year, self.month, 1, tzinfo=there)
        after = self.next()
        return Period(instant(start), instant(datetime(after.year, after.month, 1, tzinfo=there)))

    def __str__(self) -> str:
        return f"{self.year:04d}-{self.month:02d}"


_MONTHS = ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December")
