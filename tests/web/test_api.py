"""The API: everything by discovery, nothing without a token, refusals with their faults, the bytes that were issued."""

from __future__ import annotations

from typing import Any

import pytest

from tests.web.api import Program, token_of

pytestmark = [pytest.mark.django_db, pytest.mark.both]
NUMBERS = {"code": "HAR", "month": "2026-07", "version": "1", "line": "0", "number": "1", "item": "HAR-32117"}


@pytest.fixture(autouse=True)
def _fresh_allowances() -> None:
    from remit.api import caller

    for allowance in (caller.CALLS, caller.BULK, caller.FAILURES):
        allowance.forget()


def document() -> Any:
    return Program(None).get("/openapi.json").json()


def operations() -> list[tuple[str, str, Any]]:
    return [(path, method, one) for path, found in document()["paths"].items() for method, one in found.items()]


def test_every_action_is_a_route_with_its_own_schema_and_words(workspace: None) -> None:
    from remit.stages.catalogue import actions

    paths = document()["paths"]
    for name, one in actions().items():
        route = paths[f"/api/v1/engagements/{{code}}/{name}"]["post"]
        schema = route["requestBody"]["content"]["application/json"]["schema"]
        assert set(schema["properties"]) == set(one.schema.model_fields), name
        assert schema["additionalProperties"] is False
        assert route["description"] == one.summary
        assert "application/problem+json" in route["responses"]["422"]["content"]


def test_nothing_is_told_or_done_without_a_token(workspace: None) -> None:
    from remit.api import caller

    found = operations()
    assert len(found) > 20
    for path, method, _ in found:
        caller.FAILURES.forget()
        address = path.removeprefix("/api/v1").format(**NUMBERS)
        for program in (Program(None), Program("remit_test_guessed")):
            answer = program.get(address) if method == "get" else program.post(address, {})
            assert answer.status_code == 401, (method, path)
            assert answer["WWW-Authenticate"] == "Bearer"
            assert b"Harbour" not in answer.content


def test_a_token_is_held_to_its_member_its_engagement_its_scopes_and_its_time(place: Any) -> None:
    manager = place("delivery-manager")
    token = token_of(manager, "read", "approve_statement")
    program = Program()
    assert program.get("/engagements/HAR").json()["role"] == "delivery manager"
    assert program.get("/engagements/OTHER").status_code == 404
    refused = program.post("/engagements/HAR/improvement/close_month", {"month": "2026-10"})
    assert (refused.status_code, refused["Content-Type"]) == (403, "application/problem+json")
    assert "does not include 'close_month'" in refused.json()["detail"]

    now = manager.engagement.now()
    for change in ({"ended_at": now}, {"ended_at": None, "expires_at": now - 1}):
        type(token).objects.filter(pk=token.pk).update(**change)
        assert program.get("/engagements").status_code == 401, change
    type(token).objects.filter(pk=token.pk).update(expires_at=now + 10**12)
    assert program.get("/engagements").status_code == 200
    type(manager).objects.filter(pk=manager.pk).update(ended_at=now)
    assert program.get("/engagements").status_code == 401


def test_a_token_never_does_what_its_member_may_not(place: Any) -> None:
    token_of(place("agent"), "read", "close_month")
    answer = Program().post("/engagements/HAR/improvement/close_month", {"month": "2026-10"})
    assert answer.status_code == 403
    assert "The role 'agent' does not include this" in answer.json()["detail"]


def test_a_bidder_reads_nothing_of_the_companies(place: Any) -> None:
    token_of(place("bidder"), "read")
    program = Program()
    for path, method, _ in operations():
        if method == "get" and path.count("/") > 4 and not path.endswith("/notices"):
            answer = program.get(path.removeprefix("/api/v1").format(**NUMBERS))
            assert answer.status_code == 403, path
    notices = program.get("/engagements/HAR/notices").json()["rows"]
    assert {one["link"] for one in notices} <= {"/e/HAR/bid/1/", "/e/HAR/bid/2/"}, "its own, about what it was asked"


def test_faults_come_with_their_field_and_their_remedy(place: Any) -> None:
    token_of(place("delivery-manager"), "close_month", "dispute_items")
    program = Program()
    answer = program.post("/engagements/HAR/improvement/close_month", {"month": "July", "moth": "2026-07"})
    assert answer.status_code == 422
    faults = {one["field"]: one for one in answer.json()["faults"]}
    assert faults["month"]["what"] == "'July' is not a month: write it as 2026-07"
    assert (faults["moth"]["what"], faults["moth"]["remedy"]) == ("is not known here", "leave it out")
    for body in (b"{", b"[]", b'{"month": NaN}', b'{"month": "\\u0000"}', b'{"month": "\\ud800"}', b"\xff", b"[" * 5_000):
        assert program.post("/engagements/HAR/improvement/close_month", body).status_code == 422, body[:20]
    assert program.post("/engagements/HAR/improvement/close_month", "a: 1", kind="text/yaml").status_code == 415


def test_a_session_needs_its_csrf_token_and_a_wrong_bearer_is_no_session(place: Any) -> None:
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(place("finance").user, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/api/v1/engagements/HAR").json()["role"] == "finance"
    body = {"content_type": "application/json", "data": "{}"}
    assert client.post("/api/v1/engagements/HAR/improvement/close_month", **body).status_code == 403
    secret = client.cookies["csrftoken"] = "k" * 32
    answer = client.post("/api/v1/engagements/HAR/improvement/close_month", headers={"X-CSRFToken": secret}, **body)
    assert answer.status_code == 422
    assert client.get("/api/v1/engagements/HAR", headers={"Authorization": "Bearer wrong"}).status_code == 401


def test_who_asks_too_often_is_told_when_to_come_back_and_bulk_goes_on(place: Any, monkeypatch: Any) -> None:
    from remit.api import caller

    monkeypatch.setattr(caller.CALLS, "each_minute", 3)
    token_of(place("delivery-manager"), "read", "receive_events")
    program = Program()
    assert [program.get("/engagements").status_code for _ in range(4)] == [200, 200, 200, 429]
    late = program.get("/engagements")
    assert 1 <= int(late["Retry-After"]) <= 20
    assert program.post("/engagements/HAR/events", []).status_code == 422


def test_the_reads_agree_with_what_was_issued(place: Any) -> None:
    from remit.exchange import statement_json
    from remit.records.models.issued_statement import IssuedStatement

    token_of(place("finance"), "read")
    program = Program()
    row = IssuedStatement.objects.get(month="2026-07")
    answer = program.get("/engagements/HAR/statements/2026-07/1")
    assert answer.content == bytes(row.content)
    assert answer["ETag"] == f'"{row.digest}"'
    issued = statement_json.read(answer.content)[0]

    lines = program.get("/engagements/HAR/statements/2026-07/1/lines").json()["rows"]
    assert [line["amount"] for line in lines] == [str(line.amount) for line in issued.lines]
    number = next(line["line"] for line in lines if line["clause"] == "11.1")
    first = program.get(f"/engagements/HAR/statements/2026-07/1/lines/{number}/items", limit=1000).json()
    rest = program.get(f"/engagements/HAR/statements/2026-07/1/lines/{number}/items", limit=1000, offset=2000).json()
    assert (first["count"], first["next"], len(rest["rows"]), rest["next"]) == (2_926, 1_000, 926, None)

    levels = program.get("/engagements/HAR/months/2026-07/scorecard").json()["levels"]
    assert next(level for level in levels if level["clause"] == "8.1")["measured"] == "83.1 %"
    assert program.get("/engagements/HAR/months/2026-09").json()["standing"] == "signed"
    item = program.get("/engagements/HAR/items/HAR-32117").json()
    assert {clock["name"] for clock in item["records"][0]["clocks"]}
    assert "secret" not in str(program.get("/engagements/HAR/members").json())


def test_the_audit_log_can_be_followed_and_checked(place: Any) -> None:
    token_of(place("finance"), "read")
    program = Program()
    first = program.get("/engagements/HAR/audit", limit=10).json()["rows"]
    after = program.get("/engagements/HAR/audit", after=first[-1]["sequence"]).json()["rows"]
    assert after[0]["previous"] == first[-1]["digest"]


def test_the_documentation_shows_without_the_internet(place: Any) -> None:
    from django.test import Client

    client = Client()
    page = client.get("/api/v1/docs")
    assert page.status_code == 200
    assert b"http://" not in page.content
    assert b"https://" not in page.content
