"""Sentences that were wrong or empty once: months without a difference, logs with bare numbers, decisions that are overdue, a first day."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from remit.values.period import DAY

pytestmark = [pytest.mark.django_db]


def test_a_month_of_base_charges_alone_says_so(client_of: Callable[[str], Any]) -> None:
    page = client_of("finance").get("/e/HAR/statements/").content.decode()
    assert page.count("The base charges and nothing else") == 2 and ">None<" not in page


def test_the_log_names_statements_and_disputes(place: Callable[[str], Any]) -> None:
    """What an action writes names the record, not its random number."""
    from remit.records.models.audit_entry import AuditEntry
    from remit.stages.improvement.queries import standing
    from remit.stages.improvement.sign_statement import sign_statement
    from remit.values.period import Month

    owner = place("owner")
    row = standing(owner, Month.read("2026-10"), owner.engagement.now()).latest
    assert row is not None
    sign_statement(by=owner, statement=row.public_id, digest=row.digest)
    assert AuditEntry.objects.latest("sequence").subject == "signed the statement of October 2026, version 1"


def test_an_overdue_decision_is_dated_and_a_month_without_work_is_not_on_its_way(place: Callable[[str], Any]) -> None:
    from remit.web.pages.site.home import _answer, _desk

    desk = _desk(place("owner"), compute=False)
    assert str(_answer([desk])).startswith("2 decisions wait for you, the first within 4 days, and chat answered is between")
    late = replace(desk, now=desk.now + 30 * DAY)
    assert str(_answer([late])).startswith("2 decisions wait for you, the first overdue since 16 November, and ")
    idle = replace(desk, mine=(), levels=tuple(replace(level, status="no data") for level in desk.levels), worst=desk.levels[-1])
    assert str(_answer([idle])) == "Nothing waits for you, and no work of this month has come in yet."


def test_the_calendar_begins_with_a_sentence(client_of: Callable[[str], Any]) -> None:
    page = client_of("owner").get("/e/HAR/workspace/calendar").content.decode()
    assert "The next date is Monday 16 November 2026: October 2026 statement, last day to object." in page


def test_a_level_that_is_no_share_of_items_is_named_where_it_has_no_heat(client_of: Callable[[str], Any]) -> None:
    page = client_of("delivery-manager").get("/e/HAR/levels/?level=8.5").content.decode()
    assert "Customer satisfaction is not a share of items" in page


@pytest.mark.parametrize(
    ("recorded", "shown"), [("13500", "13,500"), ("21.5992", "21.5992"), ("-1234.50", "−1,234.50"), ("", ""), (None, ""), ("1e5", "1e5")]
)
def test_a_recorded_figure_is_grouped_and_keeps_every_digit(recorded: str | None, shown: str) -> None:
    from remit.web.templatetags.remit import grouped

    assert grouped(recorded) == shown


def test_an_action_without_words_of_its_own_answers_with_those_of_the_log(client_of: Callable[[str], Any]) -> None:
    client = client_of("agent")
    answer = client.post("/e/HAR/do/workspace/tell_contact", {"contact": "+27 21 555 0100", "next": "/e/HAR/people/"}, follow=True)
    assert "Told how they are reached." in answer.content.decode()


@pytest.mark.parametrize(
    ("new", "known", "said"),
    [
        (1, 0, "a.csv would add 1 process."),
        (3, 0, "a.csv would add 3 processes."),
        (0, 2, "a.csv would change the figures of 2."),
        (1, 2, "a.csv would add 1 process and change the figures of 2."),
    ],
)
def test_a_sheet_says_what_it_would_do_and_nothing_of_what_it_would_not(new: int, known: int, said: str) -> None:
    from remit.records.models.batch import Batch
    from remit.web.pages.needs.register_import import _said

    assert _said(Batch(file="a.csv", state="checked", new=new, known=known, faults=[])) == said


def test_each_contract_to_start_from_says_its_form(client_of: Callable[[str], Any]) -> None:
    page = client_of("owner").get("/engagements/new").content.decode()
    assert "(regulated, 25 clauses)" in page and "(simple, 9 clauses)" in page and "(advanced, 46 clauses)" in page
