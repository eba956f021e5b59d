"""Windows of the wall clock: half-open spans `[start, end)` that begin on a day and may run into the next one.

>>> Window.read("22:00", "06:00")
Window(start=79200000000, end=108000000000)
>>> str(Window.read("09:00", "24:00"))
'09:00 to 24:00'
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from remit.values.period import DAY, HOUR, MINUTE, SECOND

_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?", re.ASCII)
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class BadWindow(ValueError):
    """A window that cannot be read; the message says why, and `remedy` what to write."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what)
        self.remedy = remedy


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """Microseconds after the midnight that begins its day, on the wall clock; an end past 24 hours lies on the day after."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not (0 <= self.start < DAY and self.start < self.end <= self.start + DAY) or self.start % SECOND or self.end % SECOND:
            raise BadWindow(
                f"no window lies from {self.start} to {self.end} microseconds",
                "begin it inside its day, let it last 24 hours at most, and use whole seconds",
            )

    @classmethod
    def read(cls, start: str, end: str) -> Window:
        """From `09:00` and `17:00`, with seconds where needed; an end at or before the start is on the next day. Raises `BadWindow`."""
        opens, closes = time_of_day(start), time_of_day(end)
        if opens == DAY:
            raise BadWindow(f"a window begins at {start}", "let it begin at 00:00 of the next day")
        if opens == closes:
            raise BadWindow(f"a window from {start} to {end} is empty or lasts a day", "write 00:00 to 24:00 for the whole day")
        return cls(opens, closes if closes > opens else closes + DAY)

    def __str__(self) -> str:
        end = self.end if self.end <= DAY else self.end - DAY
        return f"{_written(self.start)} to {_written(end)}"


WHOLE_DAY = Window(0, DAY)


def time_of_day(text: str) -> int:
    """Microseconds after midnight of `09:00`, `9:00`, `10:15:30` or `24:00`; raises `BadWindow`."""
    found = _TIME.fullmatch(text.strip()) if isinstance(text, str) else None
    if found is None:
        raise BadWindow(f"{text!r} is not a time of day", "write hours and minutes such as 09:00, or 24:00 for midnight at the day's end")
    hours, minutes, seconds = (int(part or 0) for part in found.groups())
    at = hours * HOUR + minutes * MINUTE + seconds * SECOND
    if minutes > 59 or seconds > 59 or at > DAY:
        raise BadWindow(f"{text!r} is not a time of day", "a day ends at 24:00; what runs on after midnight is written 22:00 to 06:00")
    return at


def weekly(windows: Mapping[str, Iterable[Window]]) -> tuple[tuple[Window, ...], ...]:
    """Windows by the day's English name (`Monday`, or its first three letters, in any case) as the seven tuples of a schedule."""
    days: list[Sequence[Window]] = [()] * 7
    short = [day[:3].lower() for day in DAYS]
    for name, of_day in windows.items():
        if name.lower() not in short and name.capitalize() not in DAYS:
            raise BadWindow(f"{name!r} is not a day of the week", f"write one of {', '.join(DAYS)}")
        days[short.index(name[:3].lower())] = tuple(of_day)
    return tuple(tuple(sorted(of_day)) for of_day in days)


def _written(at: int) -> str:
    hours, rest = divmod(at // SECOND, 3600)
    text = f"{hours:02d}:{rest // 60:02d}"
    return f"{text}:{rest % 60:02d}" if rest % 60 else text
