"""The streaming engine gives the summaries of the local one, which is the definition: for contracts, logs, orders and sizes at random."""

from __future__ import annotations

import tempfile
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from remit.agreement import Agreement
from remit.catalogue import standard_catalogue
from remit.engines import layout, local, stream
from remit.exchange.parts import Order, write
from remit.terms.reader import read
from remit.values.period import HOUR, Month, instant
from remit.work.facts import FACTS
from remit.work.log import EVENTS, empty
from tests.conftest import PROVE

CATALOGUE = standard_catalogue()
MARCH = Month(2026, 3)
BEGIN = instant(datetime(2026, 2, 27, 6, tzinfo=UTC))
HALF_HOURS = 34 * 48

TERMS = """remit terms: 1
title: Streams
parties:
  client: {{name: Corner Books Limited, country: United Kingdom}}
  provider: {{name: Table Bay Support (Pty) Ltd, country: South Africa}}
term: {{signed: 2026-01-02, services start: {start}, ends: 2027-03-31, notice: 1 month}}
money: {{currency: GBP}}
calendars:
  4.1 office:
    zone: Europe/London
    hours: {{Monday to Friday: 09:00 to 17:00}}
    holidays: [United Kingdom/England]
  4.2 night:
    zone: America/New_York
    hours: {{Monday to Saturday: "22:00 to 06:00"}}
records:
  5.1 helpdesk:
    system: Zendesk
    kept by: client
    fields:
      channel: [email, chat]
      priority: [urgent, normal]
services:
  6.1 contact:
    record: helpdesk
    unit: ticket
    unit counts: {counts}
    expected volume: 1500
    components:
      email:
        where: {{channel: email}}
      chat:
        where: {{channel: chat}}
clocks:
  7.1 reply:
    covers: {covers}
    calendar: {calendar}
    start: created
    stop: first reply
    begun outside hours: {outside}
    counted: {counted}
    within: {within}
    pauses while: [waiting]
  7.2 resolution:
    covers: contact
    calendar: {calendar}
    start: created
    stop: resolved
    pauses while: [waiting, on hold]
    longest pause: {longest}
    reopened: {reopened}
    reopen within: {reopen_within}
    priority changed: {changed}
    within:
      table:
        - {{where: {{priority: urgent}}, is: {urgent}}}
      otherwise: 6 business hours
service levels:
  8.1 reply in time: {{rule: share on time, clock: reply, target: 80 %, until: 2026-03-{until}}}
  8.2 resolved in time: {{rule: share on time, clock: resolution, target: 80 %}}
  8.3 urgent in time: {{rule: share on time, clock: resolution, where: {{priority: urgent}}, target: 80 %}}
{more}
relief:
  9.1 bad files:
    rule: excused items
    covers: contact
    cause: bad files
    effect: {effect}
    billing: {billing}
  9.2 waiting for the client:
    rule: excused time
    caused by: client
{excess}
charges:
  10.1 contact: {{rule: unit price, service: contact, price: £3.20}}
statement:
  calendar: office
"""

CONTRACTS = st.fixed_dictionaries(
    {
        "start": st.sampled_from(["2026-01-05", "2026-03-10"]),
        "counts": st.sampled_from(["when closed", "when created", "when completed"]),
        "covers": st.sampled_from(["email", "contact"]),
        "calendar": st.sampled_from(["office", "night"]),
        "outside": st.sampled_from(["counted", "left out"]),
        "counted": st.sampled_from(["when due", "when stopped", "when started"]),
        "within": st.sampled_from(["2 business hours", "3 hours", "1 business day", "2 business days", "8 business hours"]),
        "longest": st.sampled_from(["none", "none", "none", "2 business hours"]),
        "reopened": st.sampled_from(
            ["continues without closed time", "continues with closed time", "starts a new cycle", "first close is final"]
        ),
        "reopen_within": st.sampled_from(["no limit", "no limit", "8 business hours"]),
        "changed": st.sampled_from(["new target from the same start", "remaining time kept", "new clock"]),
        "urgent": st.sampled_from(["2 business hours", "4 hours", "1 business day"]),
        "until": st.sampled_from(["17", "31"]),
        "effect": st.sampled_from(["removed from both sides", "counted as met"]),
        "billing": st.sampled_from(["still billed", "not billed"]),
        "more": st.sampled_from(["", "", "  8.4 tickets: {rule: volume, covers: contact}\n"]),
        "excess": st.sampled_from(["", "", "  9.3 excess:\n    rule: forecast excess\n    services: [contact]\n    above: 110 %\n"]),
    }
)
HAPPENINGS = [
    ("created", None, None, "customer"),
    ("created", None, None, "customer"),
    ("field", "channel", "email", "system"),
    ("field", "channel", "chat", "system"),
    ("field", "priority", "urgent", "agent"),
    ("field", "priority", "normal", "agent"),
    ("reply", None, None, "agent"),
    ("reply", None, None, "customer"),
    ("state", None, "waiting", "agent"),
    ("state", None, "on hold", "client"),
    ("state", None, "open", "agent"),
    ("resolved", None, None, "agent"),
    ("reopened", None, None, "customer"),
    ("merged", None, "T-2", "agent"),
    ("closed", None, None, "agent"),
    ("message", None, None, "customer"),
]


@st.composite
def logs(draw: st.DrawFn) -> pl.DataFrame:
    rows = []
    for item in range(draw(st.integers(1, 12))):
        at = draw(st.integers(0, HALF_HOURS))
        usual = [HAPPENINGS[0], HAPPENINGS[draw(st.integers(2, 3))]] if draw(st.integers(0, 9)) else []
        later = draw(st.lists(st.sampled_from(HAPPENINGS[4:] if draw(st.booleans()) else HAPPENINGS), max_size=8))
        sequenced = draw(st.integers(0, 4)) == 0
        for number, (event, field, value, who) in enumerate([*usual, *later]):
            if number >= len(usual):
                at += draw(st.sampled_from([0, 1, 2, 4, 16, 40]))
            when = BEGIN + at * HOUR // 2
            sequence = draw(st.none() | st.integers(0, 3)) if sequenced else None
            rows.append(
                ("helpdesk", f"T-{item}", event, field, value, who, when, when + draw(st.sampled_from([0, HOUR, 300 * HOUR])), sequence)
            )
    return pl.DataFrame([(*row, str(number)) for number, row in enumerate(rows)] or None, schema=EVENTS, orient="row")


@st.composite
def facts(draw: st.DrawFn) -> pl.DataFrame:
    rows = []
    for number in range(draw(st.integers(0, 2))):
        clause = draw(st.sampled_from(["9.1", "9.2"]))
        item = f"T-{draw(st.integers(0, 5))}"
        rows.append(("relief", item, date(2026, 3, 20), None, None, clause, "operations director", "letter", BEGIN, f"r{number}"))
    if draw(st.booleans()):
        forecast = str(draw(st.integers(1, 9)))
        rows.append(("forecast", "contact", date(2026, 3, 1), forecast, "ticket", None, None, "letter", BEGIN - 60 * 24 * HOUR, "f"))
    return pl.DataFrame(rows or None, schema=FACTS, orient="row")


@settings(max_examples=1_500 if PROVE else 40)
@given(
    CONTRACTS, logs().filter(lambda log: log.height > 0), facts(), st.sampled_from(["item", "time"]), st.integers(1, 9), st.integers(2, 36)
)
def test_a_pass_gives_the_same_summaries(
    choices: dict[str, str], events: pl.DataFrame, known: pl.DataFrame, order: Order, rows: int, days: int
) -> None:
    agreement = Agreement(read(TERMS.format(**choices), CATALOGUE), CATALOGUE)
    cut = BEGIN + days * 24 * HOUR
    with tempfile.TemporaryDirectory() as folder:
        parts = write(Path(folder) / "log", events, order, rows)
        streamed = stream.summaries(agreement, [parts], empty(), known, MARCH, cut)
    assert streamed == local.summaries(agreement, events, known, MARCH, cut)


@settings(max_examples=300 if PROVE else 8)
@given(CONTRACTS, logs().filter(lambda log: log.height > 0), facts(), st.sampled_from(["item", "time"]), st.integers(1, 9))
def test_without_numba_the_summaries_are_the_same(
    choices: dict[str, str], events: pl.DataFrame, known: pl.DataFrame, order: Order, rows: int
) -> None:
    agreement = Agreement(read(TERMS.format(**choices), CATALOGUE), CATALOGUE)
    cut = MARCH.bounds("Europe/London").end
    with pytest.MonkeyPatch.context() as patch, tempfile.TemporaryDirectory() as folder:
        patch.setattr(layout, "AVAILABLE", False)
        parts = write(Path(folder) / "log", events, order, rows)
        streamed = stream.summaries(agreement, [parts], empty(), known, MARCH, cut)
    assert streamed == local.summaries(agreement, events, known, MARCH, cut)
