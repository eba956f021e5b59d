"""The fields of a process as people type them, checked alike wherever they come from: a form, a program, a spreadsheet, a log."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from django.db.models import Max

from remit.choice.audit import LEAST, MOST, RATINGS
from remit.exchange.register import COLUMNS_OF_MODEL, LISTS, NUMBERS, TEXTS
from remit.records.models.engagement import Engagement
from remit.records.models.member import Member
from remit.records.models.process import Process
from remit.records.scoped import CLIENT
from remit.records.scoping import visible
from remit.stages.lengths import line, no_longer
from remit.values.fault import Fault, Place, Refused

LONGEST = 4_000
"""The most letters of a list of components or systems."""


def faults_of(by: Member, given: Mapping[str, Any], *, but: Process | None = None) -> Iterator[Fault]:
    """What is wrong with the fields; `but` is the process that they belong to already."""
    for name, most in TEXTS.items():
        yield from line(name, given.get(name) or "", most)
    for name in LISTS:
        yield from no_longer(name, given.get(name) or "", LONGEST)
    for name, (before, after) in NUMBERS.items():
        value = given.get(name)
        if value is not None and not _fits(value, before, after):
            yield Fault(Place(column=name), f"{value} is no figure for this", f"write 0 or more, with at most {after} decimals")
    for name, value in (given.get("ratings") or {}).items():
        if name not in RATINGS or not LEAST <= value <= MOST:
            yield Fault(Place(column=f"ratings.{name}"[:60]), f"{value} is no rating", f"write a whole number from {LEAST} to {MOST}")
    wanted = given.get("name")
    if wanted is not None:
        if not wanted.strip():
            yield Fault(Place(column="name"), "a process needs a name", "write it as your people call it")
        elif named(by, wanted) not in (None, but):
            yield Fault(Place(column="name"), f"there is a process called {wanted} already", "change that one, or choose another name")


def _fits(value: Decimal, before: int, after: int) -> bool:
    if not value.is_finite() or value < 0 or value >= Decimal(10) ** before:
        return False
    exponent = value.normalize().as_tuple().exponent
    return isinstance(exponent, int) and -exponent <= after


def named(by: Member, name: str) -> Process | None:
    """The process of that name, however it is written."""
    rows = visible(Process, by).filter(removed_at=None)
    return next((row for row in rows if row.name.casefold() == name.strip().casefold()), None)


def found(by: Member, number: str) -> Process:
    """The process with this public number; `Refused` where there is none."""
    row = visible(Process, by).filter(public_id=number, removed_at=None).first()
    if row is None:
        raise Refused([Fault(Place(column="process"), "there is no such process", "reload the register")])
    return row


def written(row: Process, given: Mapping[str, Any], now: int) -> Process:
    """The fields that were given, on the row; it is not saved. Empty text and None clear a field."""
    for name in COLUMNS_OF_MODEL:
        if name in given:
            value = given[name]
            setattr(row, name, (value or "") if name in TEXTS or name in LISTS else value)
    if row.tools is None:
        row.tools = Decimal(0)
    if "ratings" in given:
        row.ratings = {name: int(value) for name, value in (given["ratings"] or {}).items()}
    row.changed_at = now
    return row


def made(by: Member, given: Mapping[str, Any]) -> Process:
    """A new process with the next number; it is not saved."""
    now = by.engagement.now()
    row = Process(
        engagement=by.engagement, visible_to=CLIENT, number=next_number(by.engagement), recorded_by=by, recorded_at=now, changed_at=now
    )
    return written(row, given, now)


def next_number(engagement: Engagement) -> int:
    return (Process.objects.filter(engagement=engagement).aggregate(last=Max("number"))["last"] or 0) + 1
