"""Cases of clocks with known answers, in a format that anybody can write: what `remit clock check` reads.

A file is a JSON list (or an object with the list under `cases`). A case has

- `timezone`, `weekly` (`{"mon": [["09:00", "17:00"]]}`; an end at or before the start is on the next day), and may have `holidays` (dates),
  `holiday_scope` (date, shift), `overrides` and `breaks` (windows by date), `overrides_beat_holidays` (true);
- `kind` "elapsed" with `start`, `end` and the answer `seconds`, or "deadline" with `start`, `seconds` and the answer `deadline` (null if it
  is never reached), `boundary` (closing, next_opening); a deadline may have `days` instead of `seconds`, with `day_means` (working day,
  24 business hours) and `day_due` (end of that day, same time);
- `pauses`: pairs of instants. Instants are ISO 8601 with their offset from UTC.

Other keys (`source`, `note`, `endpoint_reading`) are not read.

>>> text = '''[{"timezone": "UTC", "weekly": {"mon": [["09:00", "17:00"]]}, "kind": "elapsed",
...            "start": "2026-05-04T10:00:00Z", "end": "2026-05-11T10:00:00Z", "seconds": 28800}]'''
>>> [case.agrees for case in read(text, "mine.json")]
[True]
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal, TypeVar, cast

from remit.clock.days import due_in_days
from remit.clock.deadline import UNREACHABLE, due
from remit.clock.elapsed import running
from remit.clock.schedule import Schedule
from remit.clock.transitions import FIRST, FIRST_YEAR, LAST, LAST_YEAR
from remit.clock.windows import BadWindow, Window, weekly
from remit.values.fault import Fault, Place, Refused
from remit.values.period import SECOND, Period, UnknownZone, instant, zone

T = TypeVar("T")

_LARGEST, _PLACES = 10**15, 12
_BOUNDARIES = {"closing": "closing time", "closing time": "closing time", "next_opening": "next opening", "next opening": "next opening"}


@dataclass(frozen=True, slots=True)
class Case:
    """One question and its known answer. `length` is in microseconds, `expected` in microseconds or an instant."""

    number: int
    source: str
    note: str
    schedule: Schedule
    kind: Literal["elapsed", "deadline"]
    start: int
    end: int | None
    length: int | None
    days: Fraction | None
    pauses: tuple[Period, ...]
    settings: Mapping[str, Any]
    expected: int

    @property
    def answer(self) -> int:
        """What Remit says."""
        if self.end is not None:
            return running(self.schedule, self.start, self.end, self.pauses)
        if self.days is not None:
            return due_in_days(self.schedule, self.start, self.days, self.pauses, **self.settings)
        assert self.length is not None
        return due(self.schedule, self.start, self.length, self.pauses, **self.settings)

    @property
    def agrees(self) -> bool:
        return self.answer == self.expected


def read(text: str, file: str) -> list[Case]:
    """The cases of a file's text; raises `Refused` with every fault, each naming its case (the first is 1) and key."""
    try:
        found = json.loads(text, parse_float=Decimal)
    except (ValueError, RecursionError) as error:
        line = getattr(error, "lineno", None)
        raise Refused([Fault(Place(file=file, line=line), f"this is not JSON ({error})", "write a list of cases")]) from None
    if isinstance(found, dict):
        found = found.get("cases")
    if not isinstance(found, list):
        raise Refused([Fault(Place(file=file), "there is no list of cases", "write a JSON list, or an object with the list under 'cases'")])
    faults: list[Fault] = []
    cases = []
    for number, entry in enumerate(found, 1):
        reader = _Reader(entry, f"{file}, case {number}")
        case = reader.case(number)
        faults += reader.faults
        if case is not None:
            cases.append(case)
    if faults:
        raise Refused(faults)
    return cases


class _Wrong(ValueError):
    """A value that cannot be read: what it is, and what to write."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(what)
        self.remedy = remedy


class _Reader:
    """Reads one case and keeps its faults."""

    def __init__(self, entry: Any, place: str) -> None:
        self.entry = entry if isinstance(entry, dict) else {}
        self.place = place
        self.faults: list[Fault] = []
        if not isinstance(entry, dict):
            self.fault(None, f"a case is {_shown(entry)}", "write an object with timezone, weekly, kind, start and the answer")

    def fault(self, key: str | None, what: str, remedy: str) -> None:
        self.faults.append(Fault(Place(file=self.place, column=key), what, remedy))

    def get(self, key: str, read: Callable[[Any], T], default: Any = ...) -> T:
        """The value under the key as `read` makes it; a fault and None where that is not possible."""
        if key not in self.entry:
            if default is ...:
                self.fault(key, f"there is no '{key}'", "add it")
            return cast(T, None if default is ... else default)
        try:
            return read(self.entry[key])
        except (_Wrong, BadWindow) as error:
            self.fault(key, str(error), error.remedy)
        return cast(T, None)

    def case(self, number: int) -> Case | None:
        if self.faults:
            return None
        schedule = self.schedule()
        kind = self.get("kind", lambda value: _one_of(value, ("elapsed", "deadline")))
        start = self.get("start", _instant)
        pauses = self.get("pauses", _pauses, ())
        end, length, days, expected = None, None, None, None
        settings: dict[str, Any] = {}
        if kind == "elapsed":
            end = self.get("end", _instant)
            expected = self.get("seconds", _microseconds)
        elif kind == "deadline":
            length, days, settings = self.target()
            expected = self.get("deadline", lambda value: None if value is None else _instant(value))
            backwards = (length or 0) < 0
            expected = (-UNREACHABLE if backwards else UNREACHABLE) if expected is None else expected
        if self.faults:
            return None
        assert schedule is not None and expected is not None
        source, note = (str(self.entry.get(key, "")) for key in ("source", "note"))
        return Case(number, source, note, schedule, kind, start, end, length, days, pauses, settings, expected)

    def schedule(self) -> Schedule | None:
        place = self.get("timezone", _zone)
        hours = self.get("weekly", _weekly)
        holidays = self.get("holidays", _dates, frozenset())
        scope = self.get("holiday_scope", lambda value: _one_of(value, ("date", "shift")), "date")
        overrides = self.get("overrides", _windows_by_date, {})
        beat = self.get("overrides_beat_holidays", _yes_or_no, True)
        breaks = self.get("breaks", _windows_by_date, {})
        return None if self.faults else Schedule(place, hours, holidays, scope, overrides, beat, breaks)

    def target(self) -> tuple[int | None, Fraction | None, dict[str, Any]]:
        """The length in microseconds or days, and the settings of the deadline."""
        settings: dict[str, Any] = {
            "boundary": self.get("boundary", lambda value: _BOUNDARIES[_one_of(value, _BOUNDARIES)], "closing time")
        }
        if "days" not in self.entry:
            return self.get("seconds", _microseconds), None, settings
        settings["day_means"] = self.get("day_means", lambda value: _one_of(value, ("working day", "24 business hours")), "working day")
        settings["day_due"] = self.get("day_due", lambda value: _one_of(value, ("end of that day", "same time")), "end of that day")
        days = self.get("days", lambda value: Fraction(_number(value)))
        if days is not None and settings["day_means"] == "working day" and (days < 0 or days.denominator != 1):
            self.fault("days", f"{days} working days cannot be counted", "write a whole number from 0")
        return None, days, settings


def _shown(value: Any) -> str:
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "null"}[value]
    if isinstance(value, str):
        return repr(value if len(value) <= 60 else f"{value[:60]}…")
    return "an object" if isinstance(value, dict) else "a list" if isinstance(value, list) else str(value)


def _zone(value: Any) -> str:
    try:
        return zone(value).key if isinstance(value, str) else zone("").key
    except UnknownZone:
        raise _Wrong(f"{_shown(value)} is not a time zone", "write a place such as Europe/London, or UTC") from None


def _one_of(value: Any, known: Iterable[str]) -> Any:
    if not isinstance(value, str) or value not in known:
        raise _Wrong(f"{_shown(value)} is not known", f"write one of {', '.join(known)}")
    return value


def _yes_or_no(value: Any) -> bool:
    if not isinstance(value, bool):
        raise _Wrong(f"{_shown(value)} is neither true nor false", "write true or false")
    return value


def _number(value: Any) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal) or not _moderate(Decimal(value)):
        raise _Wrong(f"{_shown(value)} is not a number below {_LARGEST:,} with at most {_PLACES} places", "write it in digits")
    return Decimal(value)


def _moderate(value: Decimal) -> bool:
    """Whether exact arithmetic on the number stays small: `1e-999999` is no length of time."""
    return value.is_finite() and abs(value) < _LARGEST and cast(int, value.as_tuple().exponent) >= -_PLACES


def _microseconds(value: Any) -> int:
    length = Fraction(_number(value)) * SECOND
    if length.denominator != 1:
        raise _Wrong(f"{value} seconds are not a length of time in whole microseconds", "round it to six places")
    return int(length)


def _instant(value: Any) -> int:
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        raise _Wrong(f"{_shown(value)} is not an instant", "write it as 2026-05-04T09:00:00+01:00") from None
    if moment.tzinfo is None:
        raise _Wrong(f"{_shown(value)} has no offset from UTC, so nobody can know when it was", f"write {value}+00:00 or another offset")
    at = instant(moment)
    if not FIRST <= at < LAST:
        raise _Wrong(f"{_shown(value)} lies outside the years {FIRST_YEAR} to {LAST_YEAR}", "write an instant between them")
    return at


def _date(value: Any) -> date:
    try:
        if len(value) != 10:
            raise ValueError
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise _Wrong(f"{_shown(value)} is not a date", "write it as 2026-12-25") from None


def _dates(value: Any) -> frozenset[date]:
    if not isinstance(value, list):
        raise _Wrong(f"{_shown(value)} is not a list of dates", 'write ["2026-12-25"]')
    return frozenset(_date(day) for day in value)


def _windows(value: Any) -> tuple[Window, ...]:
    if not isinstance(value, list) or not all(isinstance(pair, list) and len(pair) == 2 for pair in value):
        raise _Wrong(f"{_shown(value)} is not a list of windows", 'write [["09:00", "12:00"], ["13:00", "17:00"]], or [] for none')
    return tuple(Window.read(start, end) for start, end in value)


def _weekly(value: Any) -> tuple[tuple[Window, ...], ...]:
    if not isinstance(value, dict):
        raise _Wrong(f"{_shown(value)} are not windows by day of the week", 'write {"mon": [["09:00", "17:00"]]}')
    return weekly({day: _windows(windows) for day, windows in value.items()})


def _windows_by_date(value: Any) -> dict[date, tuple[Window, ...]]:
    if not isinstance(value, dict):
        raise _Wrong(f"{_shown(value)} are not windows by date", 'write {"2026-12-24": [["08:00", "13:00"]]}')
    return {_date(day): _windows(windows) for day, windows in value.items()}


def _pauses(value: Any) -> tuple[Period, ...]:
    if not isinstance(value, list) or not all(isinstance(pair, list) and len(pair) == 2 for pair in value):
        raise _Wrong(f"{_shown(value)} is not a list of pauses", "write pairs of instants, start and end")
    pauses = tuple(Period(_instant(start), _instant(end)) for start, end in value)
    for pair, pause in zip(value, pauses, strict=True):
        if pause.end < pause.start:
            raise _Wrong(f"a pause ends at {pair[1]}, before it starts at {pair[0]}", "exchange the two")
    return pauses
