"""The definitions of sections 4 to 7: calendars, records, services, clocks. Each is a numbered clause without a rule."""

from __future__ import annotations

from collections.abc import Mapping

from remit.terms.kinds import (
    Choice,
    Count,
    Covers,
    DatedHours,
    Day,
    Due,
    Duration,
    Either,
    Group,
    Holidays,
    ListOf,
    MapOf,
    Name,
    Percent,
    Role,
    Roles,
    RowsOf,
    TableOf,
    Text,
    WeekHours,
    Where,
    YesNo,
    Zone,
)
from remit.terms.setting import REQUIRED, Setting

CALENDAR: tuple[Setting, ...] = (
    Setting("zone", Zone(), "The place whose clocks are meant.", REQUIRED),
    Setting("hours", WeekHours(), "Opening hours by weekday; a window includes its first instant and excludes its last.", REQUIRED),
    Setting("holidays", ListOf(Holidays()), "Public holidays that close: country, or country and part of it.", ()),
    Setting("dates", DatedHours(), "Hours of single dates instead of the weekday's: half-days, own closures.", {}),
    Setting("breaks", DatedHours(), "Windows taken out of single dates.", {}),
    Setting(
        "holiday covers", Choice("the date", "the shift"), "Whether a holiday closes its date or the shift that begins on it.", "the date"
    ),
    Setting("dates beat holidays", YesNo(), "Whether hours of a date hold although the date is a holiday.", True),
    Setting(
        "skipped hour", Choice("read after", "read before"), "How a local time in the hour that spring leaves out is read.", "read after"
    ),
    Setting("repeated hour", Choice("first", "second"), "How a local time in the hour that autumn repeats is read.", "first"),
    Setting("new holidays", Choice("count", "do not count"), "Whether a holiday proclaimed after signature closes.", "count"),
    Setting("holidays as signed", ListOf(Day()), "The dates known at signature; only these close where new holidays do not count.", ()),
)

RECORD: tuple[Setting, ...] = (
    Setting("system", Text(), "Where the record is kept.", REQUIRED),
    Setting("kept by", Choice("client", "provider", "both", "published"), "Whose record counts.", REQUIRED),
    Setting("control total", Text(), "What an import is checked against."),
    Setting(
        "fields",
        MapOf(Text(), Either(Choice("any", "number", "date"), ListOf(Text()))),
        "The fields that clauses speak of, each with its values, or any, number or date.",
        {},
    ),
)

COMPONENT: tuple[Setting, ...] = (
    Setting("where", Where(), "Which items of the service belong to the component."),
    Setting("except", Where(), "Which of these do not."),
    Setting("tasks", ListOf(Text()), "What is done.", ()),
    Setting("responsible", Role(), "Who does it."),
    Setting("accountable", Role(), "Who answers for it."),
    Setting("consulted", Roles(), "Who is asked before.", ()),
    Setting("informed", Roles(), "Who is told after.", ()),
)

SERVICE: tuple[Setting, ...] = (
    Setting("record", Name("records"), "The record that its items stand in.", REQUIRED),
    Setting("unit", Text(), "What is counted and billed, in the singular.", REQUIRED),
    Setting(
        "unit counts", Choice("when closed", "when created", "when completed"), "Which event decides the month of a unit.", "when closed"
    ),
    Setting("expected volume", Count(), "Units expected a month.", REQUIRED),
    Setting("components", MapOf(Text(), Group(*COMPONENT)), "Parts of the service that clocks and levels can cover.", {}),
)

CLOCK: tuple[Setting, ...] = (
    Setting("covers", Covers(), "The service, component or record whose items it measures.", REQUIRED),
    Setting("calendar", Name("calendars"), "In which hours it runs.", REQUIRED),
    Setting(
        "start",
        Text(),
        "The event that starts it: created, assigned, first customer message, received, or 'field' and the name of a field.",
        REQUIRED,
    ),
    Setting("stop", Text(), "The event that stops it: first reply, next reply, update, resolved, closed, completed.", REQUIRED),
    Setting("where", Where(), "Which of these items it measures."),
    Setting("except", Where(), "Which of these it does not."),
    Setting("within", Either(Duration(), TableOf(Duration())), "How long it may run; the due instant follows from it."),
    Setting("deadline", Text(), "The event or field that is each item's own due instant, instead of 'within': due."),
    Setting("day means", Choice("working day", "24 business hours"), "What a business day is.", "working day"),
    Setting("day due", Choice("end of that day", "same time"), "When a target in business days is due on its last day.", "end of that day"),
    Setting(
        "due at boundary",
        Choice("closing time", "next opening"),
        "Which instant is due when the time is used up exactly at closing.",
        "closing time",
    ),
    Setting(
        "begun outside hours", Choice("counted", "left out"), "Whether items count that start while the calendar is closed.", "counted"
    ),
    Setting(
        "reply means",
        ListOf(Choice("public reply by an agent", "call", "note", "automated reply", "status change")),
        "What counts as a reply; several kinds may.",
        ("public reply by an agent",),
    ),
    Setting(
        "next reply from",
        Choice("oldest unanswered message", "latest message"),
        "Where a clock that stops at the next reply starts.",
        "oldest unanswered message",
    ),
    Setting(
        "update from",
        Choice("last update by an agent", "any update"),
        "Where a clock for regular updates starts again.",
        "last update by an agent",
    ),
    Setting("pauses while", ListOf(Text()), "The states in which it stands still.", ()),
    Setting("longest pause", Either(Choice("none"), Duration()), "After how long a pause ends by itself.", "none"),
    Setting("pauses after due", YesNo(), "Whether it can pause when it is already late.", True),
    Setting(
        "reopened",
        Choice("continues without closed time", "continues with closed time", "starts a new cycle", "first close is final"),
        "What happens when a closed item is opened again.",
        "continues without closed time",
    ),
    Setting("reopen within", Either(Choice("no limit"), Duration()), "For how long after closing an item can be opened again.", "no limit"),
    Setting("cycle counted", Choice("last", "first", "all", "longest"), "Which run counts where an item has several.", "last"),
    Setting(
        "priority changed",
        Choice("new target from the same start", "remaining time kept", "remaining time scaled", "new clock"),
        "What happens to the time already run when the target of an item changes.",
        "new target from the same start",
    ),
    Setting(
        "terms changed",
        Choice("pinned at start", "split at the change"),
        "Which terms hold for an item under way at an amendment.",
        "pinned at start",
    ),
    Setting(
        "counted", Choice("when due", "when stopped", "when started"), "Which instant decides the month an item counts in.", "when due"
    ),
    Setting(
        "warnings",
        RowsOf(
            Setting("at", Either(Percent(), Due()), "A share of the time allowed, or a length of time before or after due.", REQUIRED),
            Setting("to", Roles(), "Who is told.", REQUIRED),
        ),
        "Who is told before an item is late.",
        (),
    ),
)

DEFINITIONS: Mapping[int, tuple[str, tuple[Setting, ...]]] = {
    4: ("calendar", CALENDAR),
    5: ("record", RECORD),
    6: ("service", SERVICE),
    7: ("clock", CLOCK),
}
"""What a definition of each section is called, and its settings."""
