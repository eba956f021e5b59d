"""What a log cannot decide is said clause by clause; a log that shows everything leaves nothing to say."""

from __future__ import annotations

import polars as pl
import pytest

from remit.catalogue import standard_catalogue
from remit.exchange.decidable import undecidable
from remit.terms.document import Terms
from remit.terms.reader import read
from remit.work.facts import empty as no_facts
from remit.work.log import EVENTS

TERMS = """remit terms: 1
title: Desk
parties:
  client: {name: A, country: United Kingdom}
  provider: {name: B, country: South Africa}
term: {signed: 2026-03-02, services start: 2026-04-01, ends: 2027-03-31, notice: 1 month}
money: {currency: GBP}
calendars:
  4.1 hours: {zone: Europe/London, hours: {Monday to Friday: 09:00 to 17:00}}
records:
  5.1 helpdesk: {system: Zendesk, kept by: client, fields: {priority: [urgent, normal]}}
services:
  6.1 email: {record: helpdesk, unit: ticket, expected volume: 1500}
clocks:
  7.1 reply: {covers: email, calendar: hours, start: created, stop: first reply, within: 8 business hours}
  7.2 solving:
    covers: email
    calendar: hours
    start: created
    stop: resolved
    within:
      table:
        - {where: {priority: urgent}, is: 4 business hours}
        - {where: {priority: normal}, is: 2 business days}
    pauses while: [waiting for client]
service levels:
  8.1 replied: {rule: share on time, clock: reply, target: 90 %}
  8.2 solved: {rule: share on time, clock: solving, target: 90 %}
  8.3 liked: {rule: satisfaction, covers: email, scale: 1 to 5, target: 4}
  8.4 right: {rule: accuracy, covers: email, target: 99 %}
relief:
  9.1 waiting: {rule: excused time, caused by: client}
charges:
  10.1 email: {rule: unit price, service: email, price: £3.20}
"""


@pytest.fixture(scope="module")
def terms() -> Terms:
    return read(TERMS, standard_catalogue())


def log(*events: tuple[str, str | None, str | None, str | None]) -> pl.DataFrame:
    rows = [
        {"record": "helpdesk", "item": "T-1", "event": e, "field": f, "value": v, "who": w, "at": n, "received_at": n, "id": str(n)}
        for n, (e, f, v, w) in enumerate(events)
    ]
    return pl.DataFrame(rows, schema=EVENTS)


WHOLE = (
    ("created", None, None, None),
    ("field", "priority", "urgent", None),
    ("reply", None, None, "agent"),
    ("state", None, "waiting for client", "client"),
    ("resolved", None, None, None),
    ("closed", None, None, None),
    ("answer", None, "5", "customer"),
    ("error", None, None, None),
)


def test_a_log_that_shows_everything(terms: Terms) -> None:
    assert undecidable(terms, log(*WHOLE), no_facts()) == ()


@pytest.mark.parametrize(
    ("without", "said"),
    [
        ("created", "Clause 7.1, line 15: the clock starts at 'created', and the log has no such event"),
        ("reply", "Clause 7.1, line 15: the clock stops at 'first reply', and the log has no event reply, so every item stays open"),
        ("resolved", "Clause 7.2, line 16: the clock stops at 'resolved', and the log has no event resolved"),
        ("state", "Clause 7.2, line 16: the clock pauses while waiting for client, which the log never records, so no time is taken out"),
        ("field", "Clause 7.2, line 16: the target depends on the field 'priority', which the log never fills"),
        ("answer", "Clause 8.3, line 29: the rule satisfaction rests on events 'answer', and the log has none"),
        ("error", "Clause 8.4, line 30 (notice): the log has no event 'error': none happened, or none was recorded"),
    ],
)
def test_what_is_missing_is_said(terms: Terms, without: str, said: str) -> None:
    found = undecidable(terms, log(*(event for event in WHOLE if event[0] != without)))
    assert any(str(fault).startswith(said) for fault in found), [str(fault) for fault in found]


def test_relief_needs_somebody_who_caused_the_wait(terms: Terms) -> None:
    nobody = [(event, field, value, None if event == "state" else who) for event, field, value, who in WHOLE]
    (fault,) = undecidable(terms, log(*nobody))
    assert str(fault).startswith("Clause 9.1, line 32: no state in the log says that the client caused it, so no time is excused")


def test_replies_without_an_author_are_a_notice(terms: Terms) -> None:
    nobody = [(event, field, value, None if event == "reply" else who) for event, field, value, who in WHOLE]
    (fault,) = undecidable(terms, log(*nobody))
    assert fault.notice
    assert "none of the 1 replies says who gave it" in str(fault)


def test_another_record_decides_nothing(terms: Terms) -> None:
    elsewhere = log(*WHOLE).with_columns(record=pl.lit("elsewhere"))
    assert "the log holds nothing of the record 'helpdesk', so email has no volume" in str(undecidable(terms, elsewhere)[0])


@pytest.mark.parametrize(("opening", "decides"), [("created", True), ("received", True), ("asked", True), ("reopened", False)])
def test_a_backlog_is_decided_by_any_word_for_an_opening(opening: str, decides: bool) -> None:
    """As the metric reads it: `received` and `asked` open an item of a record that never says `created`."""
    lines = TERMS.replace("  8.4 right: {rule: accuracy, covers: email, target: 99 %}", "  8.4 left: {rule: backlog, covers: email}")
    events = [(opening if event == "created" else event, *rest) for event, *rest in WHOLE]
    told = [str(fault) for fault in undecidable(read(lines, standard_catalogue()), log(*events))]  # type: ignore[arg-type]
    assert any("the rule backlog rests on events" in one for one in told) is not decides
