"""A suggested mapping asks only what the file leaves open, and reads the file once that is answered."""

from __future__ import annotations

import pytest

from remit.exchange import csv, mapping_text
from remit.exchange.events import events
from remit.exchange.suggest import Question, Suggestion, suggestion
from remit.values.fault import Refused


def suggested(text: str, **answers: str) -> Suggestion:
    return suggestion(csv.parsed(text.encode(), "export.csv"), "helpdesk", lambda question: answers.get(question.key))


def words(text: str, made: Suggestion) -> dict[str, int]:
    mapping = mapping_text.read(made.text, "export.yaml")
    return dict(events(csv.parsed(text.encode(), "export.csv", mapping.source_columns), mapping, 0)[1].words)


PLAIN = """Ticket ID,Opened,First response,Solved,Priority,Requester
1,2026-05-14 09:00,2026-05-14 09:30,,high,Ann
2,2026-05-15 09:00,,2026-05-16 09:30,low,Bob
"""


def test_one_row_per_item_asks_only_for_the_zone() -> None:
    made = suggested(PLAIN)
    assert [question.key for question in made.questions] == ["zone"]
    assert "they carry no offset: '2026-05-14 09:00'" in made.questions[0].evidence
    with pytest.raises(Refused, match="the time zone of the dates is an open question"):
        mapping_text.read(made.text, "export.yaml")


def test_answered_it_imports() -> None:
    made = suggested(PLAIN, zone="Europe/London")
    assert words(PLAIN, made) == {"created": 2, "reply": 1, "resolved": 1, "field": 2}
    assert "Requester" not in made.text  # people are not taken over unasked


def test_an_offset_needs_no_zone() -> None:
    text = PLAIN.replace(":00,", ":00+01:00,").replace(":30,", ":30+01:00,")
    assert suggested(text).questions == ()


AMBIGUOUS = "Ticket ID,Opened,Closed\n1,3/4/2026 09:00,4/4/2026 09:00\n2,5/4/2026 09:00,6/4/2026 09:00\n"


def test_day_and_month_are_asked_only_where_the_file_cannot_settle_them() -> None:
    (question,) = (question for question in suggested(AMBIGUOUS).questions if question.key == "dates")
    assert question.options == ("day/month/year hour:minute", "month/day/year hour:minute")
    assert "no cell of 'Opened' has a number above 12" in question.evidence
    settled = AMBIGUOUS + "3,3/4/2026 09:00,14/4/2026 09:00\n"  # one plain column decides for the other
    made = suggested(settled)
    assert [question.key for question in made.questions] == ["zone"]
    assert "dates: ['day/month/year hour:minute']" in made.text


def test_which_of_two_columns_closes_is_asked() -> None:
    text = "Ticket ID,Opened,Closed,Closed by system\n1,2026-05-14 09:00,2026-05-15 09:00,2026-05-20 09:00\n"
    asked: list[Question] = []

    def answer(question: Question) -> str | None:
        asked.append(question)
        return {"zone": "Europe/London", "closed": "Closed"}.get(question.key)

    made = suggestion(csv.parsed(text.encode(), "export.csv"), "helpdesk", answer)
    assert ("Closed", "Closed by system") in [question.options for question in asked]
    assert words(text, made) == {"created": 1, "closed": 1}


def test_an_event_log() -> None:
    rows = ["C 1,Register,2026-05-14 09:00:00", "C 1,Resolve ticket,2026-05-14 10:00:00", "C 2,Register,2026-05-15 09:00:00"]
    text = "\n".join(["Case ID,Activity,Timestamp", *rows]) + "\n"
    made = suggested(text, zone="Europe/London")
    assert "shape: event log" in made.text
    assert words(text, made) == {"created": 2, "register": 2, "resolved": 1}


def test_snapshots() -> None:
    text = "number,state,updated_at,priority\nI-1,New,2026-05-14 09:00,3\nI-1,Closed,2026-05-14 10:00,3\nI-2,New,2026-05-14 09:00,2\n"
    made = suggested(text, zone="Europe/London", closed="")
    assert "shape: snapshots" in made.text


def test_a_known_export_gets_its_ready_mapping() -> None:
    text = "Issue key,Issue id,Status,Created,Resolved\nA-1,1,Done,12/May/26 9:30 AM,13/May/26 9:30 AM\n"
    made = suggested(text, zone="Europe/London")
    assert "title: Jira" in made.text
    assert words(text, made) == {"created": 1, "resolved": 1}
