"""Random timelines: calendars of every kind, placed where clocks change, with pauses that overlap, touch, nest and lie outside."""

from __future__ import annotations

import json
import random
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime, timedelta

from tests.clock.oracle import EPOCH, NAMES, Calendar

# Where wall clocks jump: by half an hour, two hours, a day, a quarter of an hour; at midnight, at one minute past it, twice in a month.
CHANGES = (
    ("Australia/Lord_Howe", "2026-04-04T15:00Z"),
    ("Australia/Lord_Howe", "2026-10-03T15:30Z"),
    ("Africa/Casablanca", "2026-02-15T02:00Z"),
    ("Africa/Casablanca", "2026-03-22T02:00Z"),
    ("Pacific/Apia", "2011-12-30T10:00Z"),
    ("Pacific/Kwajalein", "1993-08-21T12:00Z"),
    ("America/St_Johns", "2010-03-14T03:31Z"),
    ("America/St_Johns", "2010-11-07T02:31Z"),
    ("America/St_Johns", "1988-04-03T03:31Z"),
    ("America/New_York", "2026-03-08T07:00Z"),
    ("America/New_York", "2026-11-01T06:00Z"),
    ("Europe/London", "2026-03-29T01:00Z"),
    ("Europe/London", "2026-10-25T01:00Z"),
    ("Europe/Dublin", "2026-10-25T01:00Z"),
    ("America/Sao_Paulo", "2018-11-04T03:00Z"),
    ("America/Sao_Paulo", "2018-02-18T02:00Z"),
    ("America/Havana", "2026-03-08T05:00Z"),
    ("America/Havana", "2026-11-01T05:00Z"),
    ("Asia/Beirut", "2026-03-28T22:00Z"),
    ("Asia/Tehran", "2021-03-21T20:30Z"),
    ("Asia/Kathmandu", "1985-12-31T18:30Z"),
    ("Pacific/Chatham", "2026-04-04T14:00Z"),
    ("Antarctica/Troll", "2026-03-29T01:00Z"),
    ("America/Caracas", "2016-05-01T07:00Z"),
    ("Asia/Pyongyang", "2018-05-04T15:00Z"),
    ("Africa/Cairo", "2010-08-10T21:00Z"),
    ("America/Noronha", "2000-10-15T01:00Z"),
    ("Asia/Manila", "1990-05-20T16:00Z"),
)
QUIET = ("UTC", "Asia/Kolkata", "Africa/Johannesburg", "Europe/Paris", "America/Los_Angeles", "Asia/Gaza", "Australia/Adelaide")
SPAN = 3 * 86_400


@dataclass
class Timeline:
    """Instants are whole seconds since 1970; `first` and `last` bound what an oracle has to look at."""

    calendar: Calendar
    first: int
    last: int
    start: int
    stop: int
    length: int
    days: int
    pauses: list[list[int]] = field(default_factory=list)

    def __str__(self) -> str:
        return json.dumps(asdict(self))


def timeline(chance: random.Random) -> Timeline:
    place, middle = _middle(chance)
    first = (middle - SPAN // 2 + chance.randrange(-12, 13) * 3600) // 60 * 60
    last = first + SPAN
    shown = [(EPOCH + timedelta(seconds=first)).date() + timedelta(days=step) for step in range(-2, 6)]
    calendar = Calendar(
        place,
        {name: _windows(chance) for name in NAMES if chance.random() < 0.8},
        [str(day) for day in shown if chance.random() < 0.15],
        chance.choice(["date", "shift"]),
        {str(day): _windows(chance) for day in shown if chance.random() < 0.12},
        chance.random() < 0.7,
        {str(day): _windows(chance) for day in shown if chance.random() < 0.12},
    )
    instants = sorted(_instant(chance, first, last) for _ in range(2))
    if chance.random() < 0.3:
        instants.reverse()
    length = chance.choice([0, 1, chance.randrange(1, 60), chance.randrange(1, 12) * 1800, chance.randrange(1, 40_000)])
    pauses = [sorted(_instant(chance, first, last) for _ in range(2)) for _ in range(chance.choice([0, 0, 1, 2, 3, 6]))]
    if pauses and chance.random() < 0.3:
        pauses.append([pauses[0][1], min(pauses[0][1] + chance.randrange(0, 9000), last)])
    sign = chance.choice([1, 1, -1])
    return Timeline(calendar, first, last, *instants, sign * length, chance.randrange(0, 3), pauses)


def _middle(chance: random.Random) -> tuple[str, int]:
    if chance.random() < 0.75:
        place, text = chance.choice(CHANGES)
        return place, int(datetime.fromisoformat(text).timestamp())
    start, end = datetime(1975, 1, 1, tzinfo=UTC), datetime(2060, 1, 1, tzinfo=UTC)
    return chance.choice([*QUIET, *(place for place, _ in CHANGES)]), chance.randrange(int(start.timestamp()), int(end.timestamp()))


def _instant(chance: random.Random, first: int, last: int) -> int:
    """Often on a full half-hour, where windows begin and end."""
    at = chance.randrange(first, last)
    return at // 1800 * 1800 if chance.random() < 0.3 and at // 1800 * 1800 >= first else at


def _windows(chance: random.Random) -> list[list[str]]:
    kinds = (
        lambda: [["09:00", "17:00"]],
        lambda: [["00:00", "24:00"]],
        lambda: [["22:00", "06:00"]],
        lambda: [["08:00", "12:00"], ["12:30", "18:00"]],
        lambda: [["00:00", "02:30"], ["02:15", "03:15"], ["23:30", "00:45"]],
        lambda: [],
        lambda: [_pair(chance, 60) for _ in range(chance.randrange(1, 4))],
        lambda: [_pair(chance, 1) for _ in range(chance.randrange(1, 3))],
        lambda: [["02:00", "02:30"]],
        lambda: [["18:00", "00:00"]],
    )
    return chance.choice(kinds)()


def _pair(chance: random.Random, step: int) -> list[str]:
    start, end = (chance.randrange(0, 86_400) // step * step for _ in range(2))
    return [_written(start), _written(end if end != start else (start + 3600) % 86_400)]


def _written(at: int) -> str:
    return f"{at // 3600:02d}:{at // 60 % 60:02d}" + (f":{at % 60:02d}" if at % 60 else "")


__all__ = ["CHANGES", "Timeline", "date", "timeline"]
