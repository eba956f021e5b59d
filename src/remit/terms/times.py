"""Kinds of setting about time: dates, lengths of time, days that hang on others, how often something happens."""

from __future__ import annotations

import calendar
import re
from datetime import date
from typing import Any

from remit.terms.context import INVALID, Context
from remit.terms.scalars import NUMERAL, ScalarKind, fraction, numeral
from remit.terms.typed import Deadline, Length, Occurrences

_UNITS = ("second", "minute", "hour", "day", "week", "month", "year")


class Day(ScalarKind):
    """A date, year first: `2026-01-12`."""

    noun = "a date"
    sample = "2026-01-12"
    pattern = "[0-9]{4}-[0-9]{2}-[0-9]{2}"

    def parse(self, text: str, context: Context) -> Any:
        if not re.fullmatch(self.pattern, text):
            return INVALID
        try:
            return date.fromisoformat(text)
        except ValueError:
            return INVALID

    def refusal(self, text: str, context: Context) -> tuple[str, str]:
        return (
            missing_day(text)
            if re.fullmatch(self.pattern, text)
            else (f"'{text}' is not a date", "write the year first, such as 2026-01-12")
        )

    def write(self, value: Any) -> str:
        return str(value.isoformat())


def missing_day(text: str) -> tuple[str, str]:
    """Why a well-formed date does not exist."""
    year, month = int(text[:4]), int(text[5:7])
    if not 1 <= month <= 12:
        return f"{text} does not exist", "a year has 12 months"
    if not year:
        return f"{text} does not exist", "write the year in four digits, such as 2026"
    return f"{text} does not exist", f"{calendar.month_name[month]} {year} has {calendar.monthrange(year, month)[1]} days"


class Duration(ScalarKind):
    """A length of time, `Length`: `4 business hours` (inside a calendar), `60 seconds`, `3 months`.

    `ahead=True` takes it with the word ahead: `1 month ahead`.
    """

    noun = "a length of time"
    sample = "4 business hours"

    def __init__(self, ahead: bool = False) -> None:
        self.suffix = " ahead" if ahead else ""
        self.pattern = rf"{NUMERAL} (?:business (?:second|minute|hour|day)|{'|'.join(_UNITS)})s?{self.suffix}"
        if ahead:
            self.noun, self.sample = "a length of time ahead", "1 month ahead"

    def parse(self, text: str, context: Context) -> Any:
        if not re.fullmatch(self.pattern, text):
            return INVALID
        number, *words = text.removesuffix(self.suffix).split(" ")
        unit: Any = words[-1].removesuffix("s")
        return Length(fraction(number), unit, business=len(words) == 2)

    def refusal(self, text: str, context: Context) -> tuple[str, str]:
        what = f"'{text}' is not {self.noun}"
        meant = _meant_length(text)
        if meant is None or self.suffix:
            return what, f"write for example '{self.sample}'"
        number, unit = meant
        plural = unit if number == "1" else f"{unit}s"
        if unit in ("week", "month", "year"):
            return what, f"write '{number} {plural}'"
        hours = context.typed.get("calendar")
        inside = f"({hours} only)" if isinstance(hours, str) else "(inside the calendar)"
        return what, f"write '{number} business {plural}' {inside} or '{number} {plural}' (day and night)"

    def write(self, value: Any) -> str:
        number = numeral(value.amount)
        return f"{number} {'business ' if value.business else ''}{value.unit}{'' if number == '1' else 's'}{self.suffix}"


def _meant_length(text: str) -> tuple[str, str] | None:
    """The number and unit that `4h`, `30min` or `4 working hours` mean."""
    found = re.fullmatch(rf"({NUMERAL})[ -]?([a-z -]*)", text.lower())
    if found is None:
        return None
    word = found[2].split()[-1] if found[2].split() else ""
    short = {"h": "hour", "hr": "hour", "hrs": "hour", "m": "minute", "min": "minute", "mins": "minute", "s": "second", "sec": "second",
             "secs": "second", "d": "day", "w": "week", "wk": "week", "mo": "month", "y": "year", "yr": "year"}  # fmt: skip
    unit = short.get(word) or next((unit for unit in _UNITS if word in (unit, f"{unit}s")), None)
    return (found[1], unit) if unit else None


class Times(ScalarKind):
    """How often something happened, `Occurrences`: `4 in any 12 months`, `3 in a row`."""

    noun = "a number of times"
    sample = "4 in any 12 months"
    pattern = r"[0-9]{1,4} (?:in a row|in any [0-9]{1,4} months)"

    def parse(self, text: str, context: Context) -> Any:
        found = re.fullmatch(r"([0-9]{1,4}) in a row|([0-9]{1,4}) in any ([0-9]{1,4}) months", text)
        if found is None:
            return INVALID
        times = Occurrences(int(found[1]), None) if found[1] else Occurrences(int(found[2]), int(found[3]))
        return times if times.count > 0 and (times.within is None or times.count <= times.within) else INVALID

    def refusal(self, text: str, context: Context) -> tuple[str, str]:
        found = re.fullmatch(r"([0-9]{1,4}) in any ([0-9]{1,4}) months", text)
        if found and int(found[1]) > int(found[2]):
            return (
                f"'{text}' cannot happen: {found[2]} months hold at most {found[2]} results",
                f"write '{found[2]} in any {found[1]} months'",
            )
        return f"'{text}' does not say how often", "write '4 in any 12 months' or '3 in a row'"

    def write(self, value: Any) -> str:
        return f"{value.count} in a row" if value.within is None else f"{value.count} in any {value.within} months"


class BusinessDay(ScalarKind):
    """A day of the statement's calendar, counted in the month after, int: `business day 3`."""

    noun = "a business day of the month"
    sample = "business day 3"
    pattern = "business day [0-9]{1,2}"

    def parse(self, text: str, context: Context) -> Any:
        return int(text.rsplit(" ", 1)[1]) if re.fullmatch(self.pattern, text) and not text.endswith(" 0") else INVALID

    def write(self, value: Any) -> str:
        return f"business day {value}"


class Due(ScalarKind):
    """A day that is fixed or hangs on another, date or `Deadline`: `2026-09-30`, `30 days before the end`, `last day of the term`."""

    noun = "a date or a length of time before or after an event"
    sample = "30 days before the end"
    pattern = rf"[0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}|{NUMERAL} (?:business )?[a-z]+ (?:before|after) .+|(?:first|last) day of .+"

    def parse(self, text: str, context: Context) -> Any:
        if re.fullmatch(Day.pattern, text):
            return Day().parse(text, context)
        found = re.fullmatch(rf"({Duration().pattern}) (before|after) (\S.*)", text)
        if found:
            return Deadline(found[3], Duration().parse(found[1], context), before=found[2] == "before")
        return Deadline(text) if re.fullmatch(r"(?:first|last) day of \S.*", text) else INVALID

    def refusal(self, text: str, context: Context) -> tuple[str, str]:
        if re.fullmatch(Day.pattern, text):
            return missing_day(text)
        return f"'{text}' is not a day that can be found in a calendar", f"write for example '{self.sample}' or 2026-09-30"

    def write(self, value: Any) -> str:
        if isinstance(value, date):
            return value.isoformat()
        if value.length is None:
            return str(value.event)
        return f"{Duration().write(value.length)} {'before' if value.before else 'after'} {value.event}"
