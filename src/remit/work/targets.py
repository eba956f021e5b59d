"""How long a clock may run, and the instant at which that time is used up, whatever unit the target has.

Time that is not business time runs day and night; months and years are those of the calendar's wall clock. A target in working days has
an *allowance*: the open time from its start to the due instant without pauses, so that pauses push it like any other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from fractions import Fraction

from remit.clock.days import due_in_days
from remit.clock.deadline import UNREACHABLE, due
from remit.clock.elapsed import elapsed
from remit.clock.schedule import Schedule
from remit.terms.typed import Length, Table
from remit.values.period import DAY, Period, instant, moment, zone
from remit.work.clocks import ClockRule
from remit.work.population import holds


@dataclass(frozen=True)
class Target:
    """A length of time under a clock's settings; `hours` are the working hours in which it runs."""

    length: Length
    rule: ClockRule

    @property
    def hours(self) -> Schedule:
        return self.rule.schedule if self.length.business else always(self.rule.schedule.zone)

    @property
    def in_days(self) -> bool:
        """Whether it counts working days (not days of 24 business hours)."""
        return self.length.business and self.length.unit == "day" and self.rule.day_means == "working day"

    @property
    def microseconds(self) -> int | None:
        """Its fixed length of running time; None where that depends on the start (working days, months)."""
        if self.in_days or self.length.unit in ("month", "year"):
            return None
        if self.length.business and self.length.unit == "day":
            return int(self.length.amount * DAY)
        return self.length.microseconds

    def due(self, start: int, pauses: Iterable[Period] = ()) -> int:
        """The instant at which it is used up, pushed by the pauses; `UNREACHABLE` if it never is."""
        fixed = self.microseconds
        if fixed is not None:
            return due(self.hours, start, fixed, pauses, self.rule.boundary)
        if self.in_days:
            return due_in_days(self.hours, start, self.length.amount, pauses, day_due=self.rule.day_due, boundary=self.rule.boundary)
        return due(self.hours, start, months_after(start, self.length, self.rule.schedule.zone) - start, pauses)

    def allowance(self, start: int) -> int:
        """The running time it grants from `start`; `UNREACHABLE` if it is never used up."""
        fixed = self.microseconds
        if fixed is not None:
            return fixed
        end = self.due(start)
        return end if end == UNREACHABLE else elapsed(self.hours, start, end)


def target_for(rule: ClockRule, values: Mapping[str, str | None]) -> Target | None:
    """The target of an item with these field values; None where the clock has none, or the table no row for it."""
    if isinstance(rule.within, Length):
        return Target(rule.within, rule)
    if isinstance(rule.within, Table):
        length = next((row.value for row in rule.within.rows if holds(row.where, values)), rule.within.otherwise)
        return Target(length, rule) if length is not None else None
    return None


def months_after(start: int, length: Length, place: str) -> int:
    """The instant some months or years later, at the same time of the wall clock; the 31st becomes the last day of a shorter month."""
    count = length.amount * (12 if length.unit == "year" else 1)
    if Fraction(count).denominator != 1:
        raise ValueError(f"{length.amount} {length.unit}s are no whole number of months")
    there = moment(start, place)
    year, month = divmod(there.year * 12 + there.month - 1 + int(count), 12)
    first = there.replace(year=year, month=month + 1, day=1, tzinfo=zone(place))
    day = first + timedelta(days=min(there.day, _days_in(first.year, first.month)) - 1)
    return instant(day)


def after(rule: ClockRule, start: int, length: Length) -> int:
    """The instant a length of time after another, read as this clock reads lengths (for `longest pause`, `reopen within`)."""
    return Target(length, rule).due(start)


def always(place: str) -> Schedule:
    """Day and night on the wall clock of a place."""
    if place not in _ALWAYS:
        _ALWAYS[place] = Schedule.always_open(place)
    return _ALWAYS[place]


_ALWAYS: dict[str, Schedule] = {}


def _days_in(year: int, month: int) -> int:
    from calendar import monthrange

    return monthrange(year, month)[1]
