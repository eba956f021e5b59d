"""Bulk events and facts: a replay changes nothing, a conflict refuses all, a key answers once."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.web.api import Program, token_of

pytestmark = [pytest.mark.django_db, pytest.mark.both]
EVENTS = "/engagements/HAR/events"


def event(number: int, **more: Any) -> dict[str, Any]:
    made = {"record": "helpdesk", "id": f"api/{number}", "item": f"API-{number}", "event": "created", "at": "2026-11-12T14:05:00+00:00"}
    return {**made, "who": "customer", **more}


def stored() -> int:
    from remit.records.models.work_event import WorkEvent

    return WorkEvent.objects.filter(source_id__startswith="api/").count()


@pytest.fixture
def program(place: Any) -> Program:
    from remit.api import caller

    for allowance in (caller.CALLS, caller.BULK, caller.FAILURES):
        allowance.forget()
    token_of(place("delivery-manager"), "read", "receive_events", "receive_facts")
    return Program()


def test_a_replay_is_harmless_and_a_conflict_refuses_all_and_names_each(program: Program) -> None:
    from remit.records.models.audit_entry import AuditEntry

    sent = [event(number) for number in range(3)]
    first = program.post(EVENTS, sent).json()["result"]
    again = program.post(EVENTS, {"events": sent}).json()["result"]
    assert (first["new"], first["known"], again["new"], again["known"]) == (3, 0, 0, 3)
    assert AuditEntry.objects.order_by("-pk")[1].subject == "received 3 events"

    wrong = [event(7), event(1, who="agent"), event(2, event="resolved")]
    refused = program.post(EVENTS, wrong)
    assert refused.status_code == 422
    assert [(one["row"], one["what"][:24]) for one in refused.json()["faults"]] == [
        (2, "event 'api/1' of helpdes"),
        (3, "event 'api/2' of helpdes"),
    ]
    assert stored() == 3


def test_lines_are_read_as_they_come_and_a_bad_one_is_named(program: Program) -> None:
    from remit.records.models.engagement import Engagement

    lines = "\n".join(json.dumps(event(number)) for number in range(2_000))
    answer = program.post(EVENTS, lines, kind="application/x-ndjson")
    assert answer.json()["result"]["new"] == 2_000
    assert Engagement.objects.get(code="HAR").work_version > 0

    bad = [event(1), {**event(2), "at": "12 November"}, {**event(3), "recieved": "now"}, {"record": "helpdesk"}]
    refused = program.post(EVENTS, "\n\n".join(json.dumps(one) for one in bad), kind="application/x-ndjson").json()["faults"]
    found = {(one["row"], one["field"]) for one in refused}
    assert {(3, "at"), (5, "recieved"), (7, "id"), (7, "item"), (7, "event"), (7, "at")} == found
    broken = program.post(EVENTS, json.dumps(event(1)) + "\n{", kind="application/x-ndjson")
    assert "line 2" in broken.json()["faults"][0]["what"]


def test_more_than_a_request_holds_is_refused(program: Program, monkeypatch: Any) -> None:
    from remit.api import bulk

    monkeypatch.setattr(bulk, "MOST", 5)
    answer = program.post(EVENTS, "\n".join(json.dumps(event(number)) for number in range(6)), kind="application/x-ndjson")
    assert (answer.status_code, answer.json()["faults"][0]["what"]) == (422, "there are more than 5")
    assert stored() == 0


def test_a_record_that_the_terms_do_not_know_is_refused(program: Program) -> None:
    answer = program.post(EVENTS, [event(1, record="phone")])
    assert "section 5 of the terms has no record phone" in answer.json()["faults"][0]["what"]


def test_an_idempotency_key_answers_once(program: Program) -> None:
    from remit.records.models.batch import Batch

    before = Batch.objects.count()
    headers = {"Idempotency-Key": "0b0e7d2e"}
    first = program.post(EVENTS, [event(1)], **headers)
    again = program.post(EVENTS, [event(1)], **headers)
    assert first.json() == again.json()
    assert first.json()["result"]["new"] == 1
    assert Batch.objects.count() == before + 1
    other = program.post(EVENTS, [event(2)], **headers)
    assert (other.status_code, other["Content-Type"]) == (409, "application/problem+json")
    assert stored() == 1


def test_what_was_refused_may_come_again_mended_under_its_key(program: Program) -> None:
    headers = {"Idempotency-Key": "77aa"}
    assert program.post(EVENTS, [event(1, at="noon")], **headers).status_code == 422
    assert program.post(EVENTS, [event(1)], **headers).status_code == 200


def test_facts_come_in_and_can_be_read_again(program: Program) -> None:
    path = "/engagements/HAR/facts"
    fact = {
        "kind": "rate",
        "subject": "rand rate",
        "day": "2026-11-12",
        "value": "23.4150",
        "unit": "ZAR for 1 GBP",
        "source": "bulletin",
        "id": "api-1",
    }
    assert program.post(path, [fact]).json()["result"]["new"] == 1
    assert program.post(path, [fact]).json()["result"]["known"] == 1
    assert program.get(path, kind="rate").json()["rows"][0]["value"] == "23.4150"
    refused = program.post(path, [{**fact, "value": "23.5"}, {**fact, "id": "x" * 301}])
    assert refused.status_code == 422
    answer = program.post(path, [{**fact, "value": 23.4}])
    assert (
        answer.json()["result"]["known" if answer.status_code == 200 else "new"] == 0
        if answer.status_code == 200
        else answer.json()["faults"]
    )
