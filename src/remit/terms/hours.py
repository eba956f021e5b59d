"""Kinds of setting of calendars: time zones, opening hours by weekday and date, public holidays."""

from __future__ import annotations

import re
from datetime import date, timedelta
from functools import cache
from importlib import resources
from typing import Any

from remit.terms.context import INVALID, Context, listed, nearest
from remit.terms.node import Entry, Node, Pairs, shown
from remit.terms.scalars import ScalarKind
from remit.terms.setting import Kind
from remit.terms.shapes import whole_entries
from remit.terms.times import Day, missing_day
from remit.terms.typed import Window
from remit.values.period import UnknownZone, zone

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@cache
def _places() -> tuple[str, ...]:
    """Every place of the pinned time-zone data."""
    names = resources.files("tzdata").joinpath("zones").read_text("utf-8").split()
    return tuple(name for name in names if "/" in name and not name.startswith("Etc/"))


def _place(text: str) -> str | None:
    """The place that a city or a misspelt zone means."""
    city = next((name for name in _places() if name.rsplit("/", 1)[1].lower() == text.lower().replace(" ", "_")), None)
    if city or "/" not in text:
        return city
    lower = {name.lower(): name for name in _places()}
    found = nearest(text, lower, 0.85)
    return lower[found] if found else None


class Zone(ScalarKind):
    """A place whose clocks are meant, str: `Europe/London`; also `UTC`."""

    noun = "a time zone"
    sample = "Europe/London"

    def parse(self, text: str, context: Context) -> Any:
        if text != "UTC" and ("/" not in text or text.startswith("Etc/")):
            return INVALID
        try:
            return zone(text).key
        except UnknownZone:
            return INVALID

    def refusal(self, text: str, context: Context) -> tuple[str, str]:
        meant = _place(text)
        remedy = f"write {meant}" if meant else f"write a place, such as {self.sample}"
        return f"'{text}' is not a time zone with its summer time", remedy

    def write(self, value: Any) -> str:
        return str(value)


class Hours(ScalarKind):
    """Opening hours, a tuple of `Window`s: `08:00 to 18:00`, `09:00 to 12:00 and 13:00 to 17:00`, `closed` (the empty tuple)."""

    noun = "opening hours"
    sample = "09:00 to 17:00"
    _one = "[0-9]{2}:[0-9]{2} to [0-9]{2}:[0-9]{2}"
    pattern = rf"closed|{_one}(?:(?:, | and ){_one})*"

    def parse(self, text: str, context: Context) -> Any:
        if text == "closed":
            return ()
        windows = [_window(part) for part in re.split(", | and ", text)]
        return tuple(windows) if all(window is not None for window in windows) else INVALID

    def refusal(self, text: str, context: Context) -> tuple[str, str]:
        for part in re.split(", | and ", text):
            if re.fullmatch(self._one, part) and _window(part) is None:
                first, last = part.split(" to ")
                if first == last:
                    return f"the window {part} is empty", "write 00:00 to 24:00 for the whole day, or closed"
                late = next(clock for clock in (first, last) if _minutes(clock) is None or clock == first == "24:00")
                return f"there is no {late} on a clock", "write the time between 00:00 and 24:00"
        return f"'{text}' is not a window of opening hours", f"write for example {self.sample}, or closed"

    def write(self, value: Any) -> str:
        return " and ".join(f"{_clock(window.start)} to {_clock(window.end)}" for window in value) or "closed"


def _minutes(clock: str) -> int | None:
    hours, minutes = int(clock[:2]), int(clock[3:])
    return hours * 60 + minutes if minutes < 60 and (hours < 24 or (hours, minutes) == (24, 0)) else None


def _window(text: str) -> Window | None:
    if not re.fullmatch(Hours._one, text):
        return None
    start, end = (_minutes(part) for part in text.split(" to "))
    if start is None or end is None or start == 1440 or start == end:
        return None
    return Window(start, end if end > start else end + 1440)


def _clock(minutes: int) -> str:
    return f"{minutes // 60:02d}:{minutes % 60:02d}" if minutes <= 1440 else f"{minutes // 60 - 24:02d}:{minutes % 60:02d}"


class WeekHours(Kind):
    """Opening hours by weekday: `{Monday to Friday: 08:00 to 18:00, Saturday: closed}`; dict from weekday (0 is Monday) to `Window`s."""

    noun = "opening hours by weekday"
    sample = "Monday to Friday: 09:00 to 17:00"
    hours = Hours()

    def read(self, node: Node, context: Context) -> Any:
        if not isinstance(node, Pairs) or not node.entries:
            return context.fault(
                node.line, f"'{context.setting}' is {shown(node)}, and a calendar takes hours by weekday", f"write '{self.sample}'"
            )
        week: dict[int, tuple[Window, ...]] = {}
        good = True
        for entry in whole_entries(node, context):
            days = self._days(entry, context)
            windows = self.hours.read(entry.value, context.under(entry.key, entry.line))
            twice = [WEEKDAYS[day] for day in days or () if day in week]
            if twice:
                context.fault(
                    entry.line, f"{listed(twice)} {'stand' if len(twice) > 1 else 'stands'} in two lines", "give every weekday one line"
                )
            if days is None or windows is INVALID or twice:
                good = False
            else:
                week.update(dict.fromkeys(days, windows))
        return week if good else INVALID

    def _days(self, entry: Entry, context: Context) -> list[int] | None:
        days: list[int] = []
        for part in re.split(", | and ", "Monday to Sunday" if entry.key == "every day" else entry.key):
            ends = part.split(" to ")
            unknown = [end for end in ends if end not in WEEKDAYS]
            if unknown or len(ends) > 2:
                meant = nearest(unknown[0].capitalize() if unknown else "", [day.lower() for day in WEEKDAYS])
                remedy = f"write {meant.capitalize()}" if meant else "write for example Monday to Friday"
                context.fault(entry.line, f"'{entry.key}' names no weekdays", remedy)
                return None
            first, last = WEEKDAYS.index(ends[0]), WEEKDAYS.index(ends[-1])
            days += [(first + step) % 7 for step in range((last - first) % 7 + 1)]
        return days

    def write(self, value: Any) -> str:
        parts = []
        for first, last in _runs(value):
            days = WEEKDAYS[first] if first == last else f"{WEEKDAYS[first]} to {WEEKDAYS[last]}"
            parts.append(f"{days} {self.hours.write(value[first])}")
        return ", ".join(parts)

    def schema(self) -> dict[str, Any]:
        return {"type": "object", "additionalProperties": self.hours.schema(), "minProperties": 1}


def _runs(week: dict[int, tuple[Window, ...]]) -> list[tuple[int, int]]:
    """Neighbouring weekdays with the same hours."""
    runs: list[tuple[int, int]] = []
    for day in sorted(week):
        if runs and runs[-1][1] == day - 1 and week[day] == week[runs[-1][1]]:
            runs[-1] = (runs[-1][0], day)
        else:
            runs.append((day, day))
    return runs


class DatedHours(Kind):
    """Hours of single dates or spans: `2026-12-24: 08:00 to 13:00`, `2026-12-28 to 2026-12-31: closed`; dict from date to `Window`s."""

    noun = "hours by date"
    sample = "2026-12-24: 08:00 to 13:00"
    hours = Hours()

    def read(self, node: Node, context: Context) -> Any:
        if not isinstance(node, Pairs) or not node.entries:
            return context.fault(
                node.line, f"'{context.setting}' is {shown(node)}, and a calendar takes hours by date", f"write '{self.sample}'"
            )
        dates: dict[date, tuple[Window, ...]] = {}
        good = True
        for entry in whole_entries(node, context):
            days = self._days(entry, context)
            windows = self.hours.read(entry.value, context.under(entry.key, entry.line))
            twice = [day for day in days or () if day in dates]
            if twice:
                context.fault(entry.line, f"{twice[0]} stands in two lines", "give every date one line")
            if days is None or windows is INVALID or twice:
                good = False
            else:
                dates.update(dict.fromkeys(days, windows))
        return dates if good else INVALID

    def _days(self, entry: Entry, context: Context) -> list[date] | None:
        ends = entry.key.split(" to ")
        days = [Day().parse(end, context) for end in ends]
        if INVALID in days or len(days) > 2:
            wrong = next((end for end, day in zip(ends, days, strict=True) if day is INVALID), entry.key)
            told = (
                missing_day(wrong)
                if re.fullmatch(Day.pattern, wrong)
                else (f"'{wrong}' is not a date", "write the year first, such as 2026-12-24")
            )
            context.fault(entry.line, *told)
            return None
        length = (days[-1] - days[0]).days
        if not 0 <= length <= 366:
            what = f"'{entry.key}' is no span of dates" if length < 0 else f"'{entry.key}' is longer than a year"
            context.fault(entry.line, what, "write the earlier date first" if length < 0 else "change the weekdays' hours instead")
            return None
        return [days[0] + timedelta(days=step) for step in range(length + 1)]

    def write(self, value: Any) -> str:
        return ", ".join(f"{day.isoformat()} {self.hours.write(windows)}" for day, windows in value.items())

    def schema(self) -> dict[str, Any]:
        return {"type": "object", "additionalProperties": self.hours.schema(), "minProperties": 1}
