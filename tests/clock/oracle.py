"""An independent reading of clocks: it looks at the wall clock second by second and knows nothing of Remit but the questions.

Deliberately naive. The offset is asked of `zoneinfo` once a minute (no zone changes within one), every second is open or not by what the
wall clock shows then, and answers are found by counting open seconds.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from importlib import resources
from zoneinfo import ZoneInfo

import numpy as np

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
DAY = 86_400
NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass
class Calendar:
    """The keys of a case file, untyped: windows are pairs of "HH:MM" or "HH:MM:SS"."""

    timezone: str
    weekly: dict[str, list[list[str]]]
    holidays: list[str] = field(default_factory=list)
    holiday_scope: str = "date"
    overrides: dict[str, list[list[str]]] = field(default_factory=dict)
    overrides_beat_holidays: bool = True
    breaks: dict[str, list[list[str]]] = field(default_factory=dict)


def seconds_of(text: str) -> int:
    parts = [int(part) for part in text.split(":")] + [0]
    return parts[0] * 3600 + parts[1] * 60 + parts[2]


class Walk:
    """The seconds `[first, last)`, whole minutes since 1970 UTC, with what the wall clock shows at each and whether it is open."""

    def __init__(self, calendar: Calendar, first: int, last: int) -> None:
        assert first % 60 == 0 and last % 60 == 0
        with resources.files("tzdata").joinpath("zoneinfo", *calendar.timezone.split("/")).open("rb") as file:
            zone = ZoneInfo.from_file(file)
        minutes = [EPOCH + timedelta(seconds=at) for at in range(first, last, 60)]
        ahead = [int(minute.astimezone(zone).utcoffset().total_seconds()) for minute in minutes]
        self.first, self.last = first, last
        self.wall = np.arange(first, last) + np.repeat(np.array(ahead), 60)
        self.dates = self.wall // DAY
        self.open = self._open(calendar)

    def _open(self, calendar: Calendar) -> np.ndarray:
        time = self.wall % DAY
        result = np.zeros(len(time), bool)
        for number in range(self.dates.min() - 1, self.dates.max() + 1):
            day = date(1970, 1, 1) + timedelta(days=int(number))
            today, tomorrow = self.dates == number, self.dates == number + 1
            next_day = str(day + timedelta(days=1))
            overridden, holiday = str(day) in calendar.overrides, str(day) in calendar.holidays
            windows = calendar.overrides[str(day)] if overridden else calendar.weekly.get(NAMES[day.weekday()], [])
            if holiday and not (overridden and calendar.overrides_beat_holidays):
                windows = []
            morning_shut = next_day in calendar.holidays and calendar.holiday_scope == "date"
            for start, end in windows:
                opens, closes = seconds_of(start), seconds_of(end)
                if closes > opens:
                    result |= today & (time >= opens) & (time < closes)
                else:
                    result |= today & (time >= opens)
                    if not morning_shut:
                        result |= tomorrow & (time < closes)
        for day_text, windows in calendar.breaks.items():
            number = date.fromisoformat(day_text).toordinal() - date(1970, 1, 1).toordinal()
            for start, end in windows:
                opens, closes = seconds_of(start), seconds_of(end)
                if closes > opens:
                    result &= ~((self.dates == number) & (time >= opens) & (time < closes))
                else:
                    result &= ~((self.dates == number) & (time >= opens)) & ~((self.dates == number + 1) & (time < closes))
        return result

    def counted(self, pauses: Iterable[Sequence[int]] = ()) -> np.ndarray:
        """The open seconds outside every pause."""
        result = self.open.copy()
        for start, end in pauses:
            result[max(start - self.first, 0) : max(end - self.first, 0)] = False
        return result

    def running(self, start: int, stop: int, pauses: Iterable[Sequence[int]] = ()) -> int:
        counted = self.counted(pauses)
        if start <= stop:
            return int(counted[start - self.first : stop - self.first].sum())
        return -int(counted[stop - self.first : start - self.first].sum())

    def due(self, start: int, length: int, pauses: Iterable[Sequence[int]] = ()) -> int | None:
        """The earliest instant for a positive length, the latest for a negative one; None beyond the seconds walked."""
        counted = self.counted(pauses)
        if length == 0:
            return start
        if length > 0:
            seconds = np.flatnonzero(counted[start - self.first :])
            return None if len(seconds) < length else int(start + seconds[length - 1] + 1)
        seconds = np.flatnonzero(counted[: start - self.first])
        return None if len(seconds) < -length else int(self.first + seconds[length])

    def next_open(self, at: int) -> int | None:
        """The instant itself if it is open, otherwise the next that is."""
        seconds = np.flatnonzero(self.open[at - self.first :])
        return int(at + seconds[0]) if len(seconds) else None

    def working_days(self) -> list[int]:
        """The dates, counted from 1970, that the wall clock shows in an open second."""
        return sorted(set(self.dates[self.open].tolist()))

    def end_of_day(self, number: int) -> int:
        """One second after the last open one of the date."""
        return int(self.first + np.flatnonzero(self.open & (self.dates == number))[-1] + 1)
