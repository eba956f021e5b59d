"""Working hours as one frozen value: weekly windows, holidays, dated windows and breaks, on the wall clock of a place.

An instant is open exactly when its wall clock lies in one of the half-open windows. A repeated hour counts twice, a skipped one not at
all, overlapping windows once; so open time adds up and needs no rule for the nights on which clocks change.

>>> from datetime import UTC, datetime
>>> from remit.clock.windows import Window, weekly
>>> from remit.values.period import instant
>>> nine_to_five = [Window.read("09:00", "17:00")]
>>> office = Schedule("Europe/London", weekly({day: nine_to_five for day in ("Mon", "Tue", "Wed", "Thu", "Fri")}))
>>> office.is_open(instant(datetime(2026, 5, 5, 8, 0, tzinfo=UTC)))     # Tuesday, 09:00 in London
True
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Literal

from remit.clock.hours import Hours, hours
from remit.clock.transitions import FIRST_YEAR, LAST_YEAR, Transition, bounds, transitions, year_of
from remit.clock.windows import WHOLE_DAY, Window
from remit.values.period import DAY, zone

HolidayScope = Literal["date", "shift"]


@dataclass(frozen=True)
class Schedule:
    """The open hours of a calendar clause, for every year from 2 to 9998.

    - `weekly`: seven collections of windows, Monday first. A window belongs to the day on which it starts.
    - `holidays`: the shifts that start on that date are left out, wherever they end. With `holiday_scope` "date" nothing else is open
      either while the wall clock shows that date: last night's shift ends at midnight. With "shift" it runs to its end.
    - `overrides`: windows that replace all that start on that date (none at all closes it). Where the date is also a holiday they count
      if `overrides_beat_holidays`, and the holiday still closes what they do not open.
    - `breaks`: windows taken out of whatever is open, by the wall clock of their date.

    Equal values are equal schedules. An unknown zone raises `UnknownZone`, anything but seven days `ValueError`.
    """

    zone: str
    weekly: tuple[tuple[Window, ...], ...]
    holidays: frozenset[date] = frozenset()
    holiday_scope: HolidayScope = "date"
    overrides: Mapping[date, tuple[Window, ...]] = field(default_factory=dict)
    overrides_beat_holidays: bool = True
    breaks: Mapping[date, tuple[Window, ...]] = field(default_factory=dict)
    longest: int = field(init=False, repr=False, compare=False)
    """More open time than all years hold together: every week's windows twice over, and two days for every override."""
    _compiled: Hours | None = field(default=None, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        zone(self.zone)
        if len(self.weekly) != 7:
            raise ValueError(f"a week has seven days, and {len(self.weekly)} are given")
        if self.holiday_scope not in ("date", "shift"):
            raise ValueError(f"holiday_scope is {self.holiday_scope!r}; it is date or shift")
        settle = object.__setattr__
        settle(self, "weekly", tuple(tuple(sorted(windows)) for windows in self.weekly))
        settle(self, "holidays", frozenset(self.holidays))
        settle(self, "overrides", _by_date(self.overrides))
        settle(self, "breaks", _by_date(self.breaks))
        week = sum(window.end - window.start for windows in self.weekly for window in windows)
        dated = 2 * DAY * sum(len(windows) for windows in self.overrides.values())
        settle(self, "longest", 2 * 53 * (LAST_YEAR + 1) * week + dated)

    def __hash__(self) -> int:
        return hash((self.zone, self.weekly, self.holidays, self.holiday_scope, tuple(self.overrides), tuple(self.breaks)))

    def __reduce__(self) -> tuple[type[Schedule], tuple[object, ...]]:
        dated = (dict(self.overrides), self.overrides_beat_holidays, dict(self.breaks))
        return Schedule, (self.zone, self.weekly, self.holidays, self.holiday_scope, *dated)

    @classmethod
    def always_open(cls, zone: str = "UTC") -> Schedule:
        """Day and night: the clock of targets in wall time. The zone matters only where days are counted."""
        return cls(zone, ((WHOLE_DAY,),) * 7)

    def is_open(self, at: int) -> bool:
        """Whether the wall clock at the instant lies in a window."""
        found = self.hours(at, at)
        return found.passed(at + 1) > found.passed(at)

    def hours(self, start: int, end: int) -> Hours:
        """The compiled open intervals over a span that holds both instants, kept and widened as needed; raises `OutOfRange`."""
        known = self._compiled
        if known is not None and known.first <= start and end < known.last:
            return known
        from_year, to_year = max(year_of(start) - 1, FIRST_YEAR), min(year_of(end) + 1, LAST_YEAR)
        if known is not None:
            from_year, to_year = min(from_year, year_of(known.first)), max(to_year, year_of(known.last - 1))
        compiled = hours(self, *bounds(from_year, to_year))
        # A cache, not state: every value it ever holds gives the same answers, so a lost race costs time only.
        object.__setattr__(self, "_compiled", compiled)
        return compiled

    def hours_ahead(self, start: int, open_time: int) -> Hours:
        """Hours that reach from `start` to where `open_time` more of it has passed, or to the end of all years if it never does."""
        return self._reaching(start, open_time, forward=True)

    def hours_behind(self, start: int, open_time: int) -> Hours:
        """Hours that reach back to where `open_time` of it had still to pass until `start`, or to the first year."""
        return self._reaching(start, open_time, forward=False)

    def transitions(self, start: int, end: int) -> tuple[Transition, ...]:
        """The time-zone transitions that open time in `[start, end)` rests on; a statement's digest lists them."""
        return transitions(self.zone, start, end)

    def _reaching(self, at: int, open_time: int, forward: bool) -> Hours:
        def enough(found: Hours) -> bool:
            # More than asked for, so that an opening after the last closing time is found as well.
            return (found.total - found.passed(at) if forward else found.passed(at)) > open_time

        known = self._compiled
        if known is not None and known.first <= at < known.last and enough(known):
            return known
        year, span = year_of(at), 1
        dated = [day.year for day in (*self.overrides, *self.holidays, *self.breaks)]
        while True:
            edge = min(year + span, LAST_YEAR) if forward else max(year - span, FIRST_YEAR)
            inside = bounds(edge, edge)[0]
            found = self.hours(min(at, inside), max(at, inside))
            # With no weekly hours nothing opens beyond the outermost date.
            over = not any(self.weekly) and all(day < edge if forward else day > edge for day in dated)
            if enough(found) or over or edge in (FIRST_YEAR, LAST_YEAR):
                return found
            span *= 4


def _by_date(windows: Mapping[date, Collection[Window]] | Iterable[tuple[date, Collection[Window]]]) -> Mapping[date, tuple[Window, ...]]:
    return MappingProxyType({day: tuple(sorted(found)) for day, found in sorted(dict(windows).items())})
