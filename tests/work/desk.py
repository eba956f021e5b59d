"""A desk in London, open Monday to Friday from 09:00 to 17:00, on which timelines are written as a person would: `Mon 09:00 created`.

1 June 2026 is a Monday, and London is an hour ahead of UTC.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

import polars as pl

from remit.clock.schedule import Schedule
from remit.clock.windows import Window
from remit.terms.typed import Length
from remit.values.period import HOUR, instant
from remit.work.clocks import ClockRule
from remit.work.fold import Folded, fold_clock, replay_item
from remit.work.log import EVENTS
from remit.work.population import Population
from remit.work.run import Replay

LONDON = ZoneInfo("Europe/London")
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
NINE_TO_FIVE = ((Window.read("09:00", "17:00"),),) * 5 + ((), ())


def business(amount: int, unit: Any = "hour") -> Length:
    return Length(Fraction(amount), unit, business=True)


RULE = ClockRule("7.1", "clock", Population("desk"), Schedule("Europe/London", NINE_TO_FIVE), "created", "resolved", business(4))
REPLY = replace(RULE, stop="first reply")


def at(text: str) -> int:
    """`Mon 09:00` of the first week, `Tue+1 10:30` of the second, or `2026-10-25 01:30`."""
    day, _, clock = text.partition(" ")
    if day[:3] in DAYS:
        name, _, weeks = day.partition("+")
        date = datetime(2026, 6, 1) + timedelta(days=DAYS.index(name) + 7 * int(weeks or 0))
    else:
        date = datetime.fromisoformat(day)
    hour, minute = clock.split(":")
    return instant(date.replace(hour=int(hour), minute=int(minute), tzinfo=LONDON))


def said(instant_: int | None) -> str | None:
    """An instant of the two weeks as it is written here."""
    if instant_ is None:
        return None
    there = datetime.fromtimestamp(instant_ / 1_000_000, LONDON)
    weeks = (there.date() - datetime(2026, 6, 1).date()).days // 7
    return f"{DAYS[there.weekday()]}{f'+{weeks}' if weeks else ''} {there:%H:%M}"


def log(*lines: str, item: str = "T-1", record: str = "desk") -> pl.DataFrame:
    """Events from lines: `Mon 10:00 state waiting, by client`; `reply by customer`; `field priority urgent`. Lines carry no sequence."""
    rows = []
    for number, line in enumerate(lines):
        text, _, who = line.partition(" by ")
        day, clock, event, *rest = text.rstrip(",").split(" ")
        field = rest.pop(0) if event == "field" else None
        rows.append(
            {
                "record": record,
                "item": item,
                "event": event,
                "field": field,
                "value": " ".join(rest) or None,
                "who": who or None,
                "at": at(f"{day} {clock}"),
                "received_at": 0,
                "sequence": None,
                "id": f"{item}/{number}",
            }
        )
    return pl.DataFrame(rows, schema=EVENTS)


def folded(rule: ClockRule, *lines: str, cut: str = "Fri+3 17:00") -> Folded:
    return fold_clock(log(*lines), rule, at(cut))


def runs(rule: ClockRule, *lines: str, cut: str = "Fri+3 17:00") -> list[tuple[str | None, float, str]]:
    """Every cycle: when it was due, how many hours it ran, and what came of it."""
    found = folded(rule, *lines, cut=cut).runs
    return [(said(row["due"]), row["elapsed"] / HOUR, row["outcome"]) for row in found.iter_rows(named=True)]


def run(rule: ClockRule, *lines: str, cut: str = "Fri+3 17:00") -> tuple[str | None, float, str]:
    """The one cycle there is."""
    (only,) = runs(rule, *lines, cut=cut)
    return only


def live(rule: ClockRule, *lines: str, cut: str = "Fri+3 17:00") -> Replay:
    return replay_item(log(*lines), rule, "T-1", at(cut))
