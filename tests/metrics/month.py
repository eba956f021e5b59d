"""A small contract and a month of work to measure: June 2026 at a desk in London."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl

from remit.agreement import Agreement
from remit.catalogue import standard_catalogue
from remit.engines import local
from remit.measure import Measure
from remit.terms.reader import read
from remit.values.period import Month
from remit.work.facts import FACTS
from remit.work.log import EVENTS
from tests.work.desk import at

JUNE = Month(2026, 6)
CUT = at("2026-07-03 18:00")
NO_FACTS = pl.DataFrame(schema=FACTS)
_TERMS = """
remit terms: 1
title: A desk
parties:
  client: {{name: Corner Books Limited, country: United Kingdom}}
  provider: {{name: Table Bay Support (Pty) Ltd, country: South Africa}}
term: {{signed: 2026-03-02, services start: 2026-04-01, ends: 2027-03-31, notice: 1 month}}
money: {{currency: GBP}}
calendars:
  4.1 working hours:
    zone: Europe/London
    hours: {{Monday to Friday: 09:00 to 17:00}}
records:
  5.1 desk: {{system: Zendesk, kept by: client}}
  5.2 survey: {{system: Zendesk, kept by: client}}
services:
  6.1 contact:
    record: desk
    unit: ticket
    expected volume: 100
    components:
      email: {{where: {{channel: email}}}}
      chat: {{where: {{channel: chat}}}}
      phone: {{where: {{channel: phone}}}}
clocks:
  7.1 reply: {{covers: contact, calendar: working hours, start: created, stop: first reply, within: 4 business hours}}
  7.2 call answer: {{covers: phone, calendar: working hours, start: created, stop: first reply, within: 20 seconds}}
  7.3 solving: {{covers: contact, calendar: working hours, start: created, stop: resolved, within: 8 business hours}}
service levels:
  8.1 level:
{level}
relief:
{relief}
charges:
  10.1 contact: {{rule: unit price, service: contact, price: £2.00}}
"""


def agreement(level: str, relief: str = "  9.9 none: {rule: planned outage, covers: contact, notice: 1 minute}") -> Agreement:
    """The contract with one service level (settings in lines) and one relief clause."""
    indented = "\n".join(f"    {line.strip()}" for line in level.strip().splitlines())
    return Agreement(read(_TERMS.format(level=indented, relief=relief), standard_catalogue()), standard_catalogue())


def events(rows: Iterable[tuple[str, str, str] | tuple[str, str, str, Mapping[str, Any]]], record: str = "desk") -> pl.DataFrame:
    """Events from (item, when, what, other columns)."""
    made = []
    for number, row in enumerate(rows):
        item, when, event, *other = row
        more: Mapping[str, Any] = other[0] if other else {}  # type: ignore[assignment]
        base = {"record": record, "item": item, "event": event, "at": at(when), "received_at": 0, "id": f"{record}/{number}"}
        made.append({**dict.fromkeys(EVENTS.names()), **base, **more})
    return pl.DataFrame(made, schema=EVENTS)


def measured(level: str, log: pl.DataFrame, facts: pl.DataFrame = NO_FACTS, cut: int = CUT, **other: str) -> Measure:
    """The level's result in June."""
    found = agreement(level, **other)
    clause = found.terms.clause("8.1")
    summaries = local.summaries(found, log, facts, JUNE, cut)
    return found.metric(clause).measure(clause, summaries.levels["8.1"])


def channel(item: str, name: str, when: str = "Mon 08:00") -> tuple[str, str, str, dict[str, Any]]:
    return (item, when, "field", {"field": "channel", "value": name})
