"""A clock clause as a frozen value: its working hours and every setting that concerns events.

The fold reads nothing else of the contract, so a clock can be built by hand for a test, a live queue or a what-if.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Literal

from remit.clock.days import DayDue, DayMeans, due_in_days
from remit.clock.deadline import Boundary, due
from remit.clock.schedule import Schedule
from remit.clock.windows import Window
from remit.terms.document import Clause, Terms
from remit.terms.typed import Length, Table
from remit.terms.versions import Version
from remit.values.period import MINUTE, Month, instant, moment, zone
from remit.work.holidays import holidays_of
from remit.work.population import Population, population

Kind = Literal["once", "next", "update", "work"]
"""How a clock stops: at the first reply (once), at every next reply, at every update, or when work is done (any named event)."""

_KINDS: Mapping[str, Kind] = {"first reply": "once", "next reply": "next", "update": "update"}


@dataclass(frozen=True)
class ClockRule:
    """Everything that decides how the events of one item become runs. Defaults are those of the language.

    `retargets` says whether a change of a field in the target table moves the target (see `priority_changed`). `amended` holds later
    versions of the clause, each with the instant from which it is in force.
    """

    number: str
    name: str
    population: Population
    schedule: Schedule
    start: str
    stop: str
    within: Length | Table | None = None
    deadline: str | None = None
    day_means: DayMeans = "working day"
    day_due: DayDue = "end of that day"
    boundary: Boundary = "closing time"
    outside_left_out: bool = False
    reply_means: tuple[str, ...] = ("public reply by an agent",)
    next_reply_from: str = "oldest unanswered message"
    update_from: str = "last update by an agent"
    pauses_while: tuple[str, ...] = ()
    longest_pause: Length | None = None
    pauses_after_due: bool = True
    reopened: str = "continues without closed time"
    reopen_within: Length | None = None
    cycle_counted: str = "last"
    priority_changed: str = "new target from the same start"
    retargets: bool = True
    terms_changed: str = "pinned at start"
    counted: str = "when due"
    warnings: tuple[Mapping[str, Any], ...] = ()
    amended: tuple[tuple[int, ClockRule], ...] = field(default=(), repr=False)

    @property
    def kind(self) -> Kind:
        return _KINDS.get(self.stop, "work")

    @property
    def record(self) -> str:
        return self.population.record

    @property
    def target_fields(self) -> tuple[str, ...]:
        """The fields of the target table, in order of name."""
        if not isinstance(self.within, Table):
            return ()
        return tuple(sorted({name for row in self.within.rows for name in row.where}))


def schedules(terms: Terms) -> Mapping[str, Schedule]:
    """The working hours of every calendar of the terms, by name."""
    return {clause.name: schedule(terms, clause) for clause in terms.section(4)}


def schedule(terms: Terms, clause: Clause) -> Schedule:
    """The working hours of one calendar clause. Public holidays are those of the years of the term and one more on either side."""
    first, last = years(terms)
    closed = frozenset(day for day, _ in holiday_dates(clause, first, last))
    return Schedule(
        clause["zone"],
        tuple(_windows(clause["hours"].get(day, ())) for day in range(7)),
        closed,
        "shift" if clause["holiday covers"] == "the shift" else "date",
        {day: _windows(windows) for day, windows in (clause.get("dates") or {}).items()},
        clause["dates beat holidays"],
        {day: _windows(windows) for day, windows in (clause.get("breaks") or {}).items()},
    )


def holiday_dates(clause: Clause, first_year: int, last_year: int) -> tuple[tuple[date, str], ...]:
    """The public holidays that a calendar closes on, with their names, in order; a statement lists those of its month.

    Where new holidays do not count they are the dates that the parties signed, whatever is proclaimed, moved or struck off later.
    """
    if clause.get("new holidays") == "do not count":
        signed = sorted(set(clause.get("holidays as signed") or ()))
        return tuple((day, "as signed") for day in signed if first_year <= day.year <= last_year)
    found = {day: name for place in clause.get("holidays") or () for day, name in holidays_of(place, first_year, last_year)}
    return tuple(sorted(found.items()))


def years(terms: Terms) -> tuple[int, int]:
    """The years that calendars must know: a year before services start (or signing) to two after the end."""
    first = min(terms.services_start, terms.term["signed"])
    return first.year - 1, terms.term["ends"].year + 2


def clock_rules(terms: Terms) -> Mapping[str, ClockRule]:
    """The clocks of the terms by name."""
    known = schedules(terms)
    return {clause.name: clock_rule(terms, clause, known[clause["calendar"]]) for clause in terms.section(7)}


def clocks_over_time(versions: Sequence[Version]) -> Mapping[str, ClockRule]:
    """The clocks of a contract with amendments, by name: each as first agreed, with what was changed later and from when.

    So a clock under way at an amendment knows both (`terms changed`). A clock that an amendment adds is as if it had always been there.
    """
    rules: dict[str, ClockRule] = {}
    for version in versions:
        for name, changed in clock_rules(version.terms).items():
            held = rules.setdefault(name, changed)
            before = held.amended[-1][1] if held.amended else replace(held, amended=())
            if before != changed:
                since = instant_of_day(version.starts, changed.schedule.zone)
                rules[name] = replace(held, amended=(*held.amended, (since, changed)))
    return rules


def clock_rule(terms: Terms, clause: Clause, hours: Schedule) -> ClockRule:
    """One clock clause as a value."""
    within = clause.get("within")
    # A table is read at the start and again at each change, unless the parties wrote 'as at: start' and nothing of changes.
    pinned = (
        isinstance(within, Table)
        and within.as_at == "start"
        and "within/as at" in clause.lines
        and "priority changed" not in clause.written
    )
    return ClockRule(
        clause.number,
        clause.name,
        population(terms, clause),
        hours,
        clause["start"],
        clause["stop"],
        within,
        clause.get("deadline"),
        clause["day means"],
        clause["day due"],
        clause["due at boundary"],
        clause["begun outside hours"] == "left out",
        tuple(clause["reply means"]),
        clause["next reply from"],
        clause["update from"],
        tuple(clause["pauses while"] or ()),
        _length(clause["longest pause"]),
        clause["pauses after due"],
        clause["reopened"],
        _length(clause["reopen within"]),
        clause["cycle counted"],
        clause["priority changed"],
        not pinned,
        clause["terms changed"],
        clause["counted"],
        tuple(clause.get("warnings") or ()),
    )


def instant_after(terms: Terms, start: int, length: Length) -> int:
    """The instant a length of time after another; business time in the statement's calendar (12.2), business days to the end of the last.

    Months and years run to the same day, or the last one of a shorter month.
    """
    hours = schedule(terms, terms.named(4, terms.statement["calendar"]))
    if length.business:
        return due_in_days(hours, start, length.amount) if length.unit == "day" else due(hours, start, length.microseconds)
    if length.unit not in ("month", "year"):
        return start + length.microseconds
    there = moment(start, hours.zone)
    month = Month.of(there.date()).plus(int(length.amount) * (12 if length.unit == "year" else 1))
    return instant(there.replace(year=month.year, month=month.month, day=min(there.day, month.last.day)))


def instant_of_day(day: date, place: str) -> int:
    """The instant at which a date begins on the wall clock of a place."""
    return instant(datetime(day.year, day.month, day.day, tzinfo=zone(place)))


def _length(value: Any) -> Length | None:
    return value if isinstance(value, Length) else None


def _windows(windows: Any) -> tuple[Any, ...]:
    return tuple(Window(window.start * MINUTE, window.end * MINUTE) for window in windows)
