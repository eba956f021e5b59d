"""What each reading of a definition says in a sentence, and readings that several clauses of a section share, said once.

>>> from remit.terms.document import Clause
>>> clauses = [Clause("4.1", "hours", None, {"new holidays": "count"}), Clause("4.2", "chat", None, {"new holidays": "count"})]
>>> shared(clauses, CALENDAR, Words())
'*[A holiday proclaimed later counts.]*'
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from remit.terms.document import Clause
from remit.terms.typed import Length
from remit.terms.words import Words, listed, sentence

Reading = Mapping[Any, str] | Callable[[Any, Words], str]

CALENDAR: Mapping[str, Reading] = {
    "holiday covers": {"the date": "A holiday closes its date", "the shift": "A holiday closes the shift that begins on it"},
    "dates beat holidays": {
        True: "Hours of a single date hold although the date is a holiday",
        False: "A holiday closes also a date that has hours of its own",
    },
    "skipped hour": {
        "read after": "A local time in the hour that spring leaves out is read as after it",
        "read before": "A local time in the hour that spring leaves out is read as before it",
    },
    "repeated hour": {
        "first": "A local time in the hour that autumn repeats is read as the first",
        "second": "A local time in the hour that autumn repeats is read as the second",
    },
    "new holidays": {"count": "A holiday proclaimed later counts", "do not count": "A holiday proclaimed later does not count"},
}


def _time(none: str, some: str) -> Reading:
    return lambda value, words: some.format(words.length(value)) if isinstance(value, Length) else none


CLOCK: Mapping[str, Reading] = {
    "counted": {
        "when due": "An item counts in the month in which it falls due, also if still open",
        "when stopped": "An item counts in the month in which it stops",
        "when started": "An item counts in the month in which it starts",
    },
    "day means": {
        "working day": "A business day is a working day of the calendar",
        "24 business hours": "A business day is 24 business hours",
    },
    "day due": {
        "end of that day": "What runs for business days is due at the end of that working day",
        "same time": "What runs for business days is due at the same time of that day",
    },
    "due at boundary": {
        "closing time": "Time used up exactly at closing is due at closing time",
        "next opening": "Time used up exactly at closing is due at the next opening",
    },
    "begun outside hours": {
        "counted": "Items begun outside the hours count",
        "left out": "Items begun outside the hours are left out",
    },
    "reply means": lambda value, words: f"A reply is a {listed(value, 'or')}",
    "next reply from": lambda value, words: f"The next reply is counted from the {value}",
    "update from": lambda value, words: f"An update is counted from {'the ' if value.startswith('last') else ''}{value}",
    "longest pause": _time("A pause may last without limit", "A pause ends by itself after {}"),
    "pauses after due": {
        True: "A clock can pause when it is already late",
        False: "A clock that is already late does not pause",
    },
    "reopened": {
        "continues without closed time": "Reopened work continues without the closed time",
        "continues with closed time": "Reopened work continues, and the closed time counts",
        "starts a new cycle": "Reopened work starts a new cycle",
        "first close is final": "The first close is final, whatever is reopened",
    },
    "reopen within": _time("Work may be reopened without limit of time", "Work may be reopened within {}"),
    "cycle counted": {
        "last": "Of several runs the last counts",
        "first": "Of several runs the first counts",
        "all": "Of several runs each counts",
        "longest": "Of several runs the longest counts",
    },
    "priority changed": {
        "new target from the same start": "Where an item's target changes, the new one holds from the same start",
        "remaining time kept": "Where an item's target changes, the time that was left is kept",
        "remaining time scaled": "Where an item's target changes, the time that was left is scaled",
        "new clock": "Where an item's target changes, a new clock starts",
    },
    "terms changed": {
        "pinned at start": "A change of terms leaves running clocks as they started",
        "split at the change": "A change of terms holds for running clocks from the change on",
    },
}

LEVEL: Mapping[str, Reading] = {
    "owed by": lambda value, words: f"Owed by {'both companies' if value == 'both' else f'the {value}'}",
    "minimum sample": lambda value, words: f"The minimum sample is {words.number(value)}",
    "rounded to": lambda value, words: (
        "A result is judged exactly, before any rounding"
        if value is None or value == "exact"
        else f"A result is rounded to {words.count(value, 'decimal place')} before it is judged"
    ),
    "averaged over": lambda value, words: f"A result is that of {words.length(value)}",
    "exactly at": {"met": "A result exactly at a threshold meets it", "missed": "A result exactly at a threshold misses it"},
    "target misses": lambda value, words: (
        f"A level counts as missed after {words.occurrences(value)} below target" if value is not None else ""
    ),
}

ADJUSTMENT: Mapping[str, Reading] = {
    "of": lambda value, words: f"Percentages are taken of {words.base(value)}",
    "taken": lambda value, words: f"Percentages are taken {value}",
    "settled": lambda value, words: f"Lines are set off {value}",
    "at the end": {
        "paid out": "What is not set off at the end of the term is paid out",
        "lapses": "What is not set off at the end of the term lapses",
    },
    "claimed within": lambda value, words: f"A line is claimed within {words.length(value)}",
}

RELIEF: Mapping[str, Reading] = {
    "claimed within": lambda value, words: f"Relief is claimed within {words.length(value)}",
    "silence accepts after": lambda value, words: f"silence for {words.length(value)} accepts a claim",
    "effect": {
        "removed from both sides": "Accepted items are removed from both sides of the level",
        "counted as met": "Accepted items count as met",
        "time taken out": "The time is taken out of the clock",
    },
    "billing": {"still billed": "They are still billed", "not billed": "They are not billed"},
}

CHARGE: Mapping[str, Reading] = {
    "part month": {
        "whole": "A part month is charged whole",
        "by days": "A part month is charged by its days",
        "none": "A part month is free",
    },
}


def phrase(readings: Mapping[str, Reading], setting: str, value: Any, words: Words) -> str:
    """The sentence of a reading; without one of its own, `setting: value`."""
    reading = readings.get(setting)
    if callable(reading):
        return reading(value, words)
    return reading[value] if reading is not None and value in reading else f"{setting}: {value}"


def own(clause: Clause, readings: Mapping[str, Reading], words: Words) -> str:
    """The readings that the parties wrote in this clause, as sentences with a space before."""
    found = [name for name in readings if name in clause.written and (clause.number, name) not in words.said]
    words.said.update((clause.number, name) for name in found)
    return "".join(f" {sentence(phrase(readings, name, clause[name], words))}" for name in found)


ALWAYS = ("part month", "taken", "settled", "at the end", "claimed within")
"""Readings that a clause need not repeat while they are at default, and that the section says for all of its clauses."""


def shared(clauses: Iterable[Clause], readings: Mapping[str, Reading], words: Words) -> str:
    """The readings left at their default in these clauses, each said once, in one pair of brackets; notes them as said."""
    told: dict[str, None] = {}
    every = list(clauses)
    for name in readings:
        left = [
            clause
            for clause in every
            if name in clause.settings and name not in clause.written and (name in ALWAYS or (clause.number, name) not in words.said)
        ]
        values: dict[str, list[str]] = {}
        for clause in left:
            text = phrase(readings, name, clause[name], words)
            values.setdefault(text, []).append(clause.number)
            words.said.add((clause.number, name))
        for text, numbers in values.items():
            whole = len(numbers) == sum(name in clause.settings for clause in every)
            if text:
                told[sentence(text if whole else f"{text} ({', '.join(numbers)})")] = None
    return f"*[{' '.join(told)}]*" if told else ""
