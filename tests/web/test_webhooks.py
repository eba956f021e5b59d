"""Webhooks: told in the transaction of what happened, signed so that the receiver's library agrees, never to the own network."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.both]
NOW = 1_795_000_000_000_000
SECOND = 1_000_000


class Receiver(BaseHTTPRequestHandler):
    """Keeps what it is sent, and answers with the status that a test chose."""

    def do_POST(self) -> None:
        self.server.seen.append((dict(self.headers), self.rfile.read(int(self.headers["Content-Length"])), self.path))  # type: ignore[attr-defined]
        status = self.server.statuses.pop(0) if self.server.statuses else 204  # type: ignore[attr-defined]
        self.send_response(status)
        if status == 302:
            self.send_header("Location", "http://127.0.0.1:1/")
        self.end_headers()
        if status >= 400:
            self.wfile.write(b"no,\n thank you")

    def log_message(self, *told: Any) -> None:
        pass


@pytest.fixture
def receiver(settings: Any) -> Iterator[Any]:
    settings.WEBHOOKS_PRIVATE = True
    server = HTTPServer(("127.0.0.1", 0), Receiver)
    server.seen, server.statuses = [], []  # type: ignore[attr-defined]
    server.address = f"http://127.0.0.1:{server.server_port}/hook?for=remit"  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    server.server_close()


def added(by: Any, address: str, *happenings: str, form: str = "standard") -> Any:
    from remit.stages.workspace.add_webhook import add_webhook

    return add_webhook(by=by, name="billing", address=address, happenings=list(happenings), form=form)


def test_a_signature_is_told_and_the_receivers_library_agrees(place: Any, receiver: Any) -> None:
    from datetime import UTC, datetime

    from standardwebhooks import Webhook as Verifier
    from standardwebhooks.webhooks import WebhookVerificationError

    from remit.records.models.issued_statement import IssuedStatement
    from remit.stages.improvement.sign_statement import sign_statement
    from remit.stages.workspace.deliver import deliver_due

    hook = added(place("delivery-manager"), receiver.address, "statement signed")
    row = IssuedStatement.objects.get(month="2026-10")
    sign_statement(by=place("owner"), statement=row.public_id, digest=row.digest)
    now = int(datetime.now(UTC).timestamp()) * SECOND
    assert deliver_due(now) == 1
    (headers, content, path) = receiver.seen[0]
    assert path == "/hook?for=remit"
    told = Verifier(hook.secret).verify(content.decode(), {name.lower(): value for name, value in headers.items()})
    assert told["type"] == "statement.signed"
    assert told["data"]["engagement"] == "HAR"
    assert told["data"]["link"].endswith("/e/HAR/statements/2026-10")
    assert "Ruth Ashdown" in told["data"]["by"]
    with pytest.raises(WebhookVerificationError):
        Verifier(hook.secret).verify(content.decode() + " ", {name.lower(): value for name, value in headers.items()})
    assert deliver_due(now + 10**9) == 0


def test_what_is_taken_back_is_told_to_nobody(place: Any, receiver: Any) -> None:
    from django.db import transaction

    from remit.records.models.issued_statement import IssuedStatement
    from remit.records.models.webhook import Delivery
    from remit.stages.improvement.sign_statement import sign_statement

    added(place("owner"), receiver.address, "statement signed")
    row = IssuedStatement.objects.get(month="2026-10")
    with pytest.raises(RuntimeError), transaction.atomic():
        sign_statement(by=place("owner"), statement=row.public_id, digest=row.digest)
        assert Delivery.objects.filter(happening="statement signed").count() == 1
        raise RuntimeError("the power failed")
    assert not Delivery.objects.filter(happening="statement signed").exists()


def test_a_place_hears_what_it_asked_for_and_nothing_of_the_other_company(place: Any, receiver: Any) -> None:
    from remit.records.models.webhook import Delivery
    from remit.stages.happenings import happened

    engagement = place("owner").engagement
    added(place("owner"), receiver.address, "alert", "statement signed")
    added(place("delivery-manager"), receiver.address, "alert")
    assert happened(engagement, "alert", said="Half of the time is used.") == 2
    assert happened(engagement, "alert", said="Our roster is thin.", visible_to="provider") == 1
    assert happened(engagement, "statement signed", said="Signed.") == 1
    assert happened(engagement, "dispute opened", said="Objected.") == 0
    provider = [one.payload["data"]["said"] for one in Delivery.objects.filter(webhook__visible_to="provider")]
    client = [one.payload["data"]["said"] for one in Delivery.objects.filter(webhook__visible_to="client")]
    assert "Our roster is thin." in provider
    assert "Our roster is thin." not in client
    with pytest.raises(ValueError, match="'party' is no happening"):
        happened(engagement, "party", said="Hooray.")


def test_it_is_tried_again_after_growing_pauses_and_given_up(place: Any, receiver: Any) -> None:
    from remit.records.models.webhook import Delivery
    from remit.stages.workspace.deliver import PAUSES, deliver_due
    from remit.stages.workspace.try_webhook import try_webhook

    owner = place("owner")
    hook = added(owner, receiver.address, "alert")
    row = try_webhook(by=owner, webhook=hook.webhook.public_id)
    receiver.statuses = [500, 302] + [503] * 20
    now, calls = NOW, 0
    for pause in PAUSES:
        calls += deliver_due(now)
        row.refresh_from_db()
        assert (row.state, row.next_try_at) == ("waiting", now + pause * SECOND)
        assert deliver_due(now + pause * SECOND - 1) == 0
        now += pause * SECOND
    calls += deliver_due(now)
    row.refresh_from_db()
    assert (row.state, row.answer, calls) == ("failed", "503 no, thank you", len(PAUSES) + 1)
    assert len({headers["webhook-id"] for headers, _, _ in receiver.seen}) == 1
    assert Delivery.objects.get(pk=row.pk).tries == len(PAUSES) + 1


def test_a_place_that_is_gone_is_not_asked_again_and_an_ended_one_hears_nothing(place: Any, receiver: Any) -> None:
    from remit.stages.happenings import happened
    from remit.stages.workspace.deliver import deliver_due
    from remit.stages.workspace.end_webhook import end_webhook
    from remit.stages.workspace.try_webhook import try_webhook

    owner = place("owner")
    hook = added(owner, receiver.address, "alert").webhook
    gone = try_webhook(by=owner, webhook=hook.public_id)
    receiver.statuses = [410]
    deliver_due(NOW)
    gone.refresh_from_db()
    assert gone.state == "failed"
    waiting = try_webhook(by=owner, webhook=hook.public_id)
    end_webhook(by=owner, webhook=hook.public_id)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.answer) == ("failed", "the webhook was ended")
    assert happened(owner.engagement, "alert", said="Late.") == 0
    assert deliver_due(NOW) == 0


@pytest.mark.parametrize("form", ["slack", "teams"])
def test_other_forms_are_what_the_receiver_understands(place: Any, receiver: Any, form: str) -> None:
    from remit.stages.happenings import happened
    from remit.stages.workspace.deliver import deliver_due

    owner = place("owner")
    added(owner, receiver.address, "alert", form=form)
    happened(owner.engagement, "alert", said="<!channel> 3 & more")
    deliver_due(NOW)
    headers, content, _ = receiver.seen[0]
    told = json.loads(content)
    assert "webhook-signature" not in headers
    if form == "slack":
        assert told["text"].startswith("Care and data entry: &lt;!channel&gt; 3 &amp; more\n<http")
    else:
        card = told["attachments"][0]["content"]
        assert (card["type"], card["body"][0]["text"], card["actions"][0]["type"]) == ("AdaptiveCard", "Alert", "Action.OpenUrl")


PRIVATE = [
    *("127.0.0.1", "10.0.0.7", "192.168.1.1", "172.16.0.1", "169.254.169.254", "0.0.0.0", "100.64.0.1"),
    *("[::1]", "[fd00::1]", "[::ffff:10.0.0.1]", "localhost", "db.internal", "printer.local"),
]
NO_ADDRESS = [
    *("http://example.com/", "ftp://example.com/", "https://user:word@example.com/"),
    *("https:///x", "x", "https://[::1", "https://example.com:99999/"),
]


@pytest.mark.parametrize("host", PRIVATE)
def test_the_servers_own_network_is_refused_when_a_webhook_is_added(place: Any, host: str) -> None:
    from remit.values.fault import Refused

    with pytest.raises(Refused) as refusal:
        added(place("owner"), f"https://{host}/hook", "alert")
    assert refusal.value.faults[0].place.column == "address"
    assert "own network" in refusal.value.faults[0].what


@pytest.mark.parametrize("address", NO_ADDRESS)
def test_what_is_no_plain_https_address_is_refused(place: Any, address: str) -> None:
    from remit.values.fault import Refused

    with pytest.raises(Refused):
        added(place("owner"), address, "alert")


def test_a_name_that_turns_to_the_own_network_later_is_not_called(place: Any, receiver: Any, settings: Any, monkeypatch: Any) -> None:
    import socket

    from remit.stages.workspace.deliver import deliver_due
    from remit.stages.workspace.try_webhook import try_webhook

    settings.WEBHOOKS_PRIVATE = False
    owner = place("owner")
    hook = added(owner, f"https://hooks.example.com:{receiver.server_port}/", "alert").webhook
    row = try_webhook(by=owner, webhook=hook.public_id)
    both = [(2, 1, 6, "", ("93.184.215.14", 443)), (2, 1, 6, "", ("127.0.0.1", receiver.server_port))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *asked, **more: both)
    called = []
    monkeypatch.setattr(socket, "create_connection", lambda *asked, **more: called.append(asked))
    deliver_due(NOW)
    row.refresh_from_db()
    assert row.state == "failed"
    assert "hooks.example.com' is 127.0.0.1" in row.answer
    assert not called


def test_the_call_goes_to_the_address_that_was_checked(monkeypatch: Any) -> None:
    import socket

    from remit.stages.workspace import webhook_call

    asked = []
    monkeypatch.setattr(socket, "getaddrinfo", lambda *one, **more: [(2, 1, 6, "", ("93.184.215.14", 443))])

    def refuse(address: Any, *more: Any) -> Any:
        asked.append(address)
        raise ConnectionRefusedError("closed")

    monkeypatch.setattr(socket, "create_connection", refuse)
    with pytest.raises(ConnectionRefusedError):
        webhook_call.call("https://hooks.example.com/x", b"{}", {})
    assert asked == [("93.184.215.14", 443)]


def test_only_who_leads_manages_webhooks_and_only_ones_own(place: Any, receiver: Any) -> None:
    from remit.stages.action import NotAllowed
    from remit.stages.workspace.end_webhook import end_webhook
    from remit.values.fault import Refused

    with pytest.raises(NotAllowed):
        added(place("agent"), receiver.address, "alert")
    hook = added(place("owner"), receiver.address, "alert").webhook
    with pytest.raises(Refused):
        end_webhook(by=place("delivery-manager"), webhook=hook.public_id)


def test_the_page_shows_what_failed_and_keeps_the_other_company_out(place: Any, receiver: Any) -> None:
    from django.test import Client

    from remit.stages.workspace.deliver import deliver_due
    from remit.stages.workspace.try_webhook import try_webhook

    owner = place("owner")
    hook = added(owner, receiver.address, "alert")
    try_webhook(by=owner, webhook=hook.webhook.public_id)
    receiver.statuses = [410]
    deliver_due(NOW)
    client = Client()
    client.force_login(owner.user, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get("/e/HAR/workspace/webhooks").content.decode()
    assert "1 system hears of what happens here; of the last messages 1 failed." in page
    assert hook.secret in page
    client.force_login(place("delivery-manager").user, backend="django.contrib.auth.backends.ModelBackend")
    assert hook.secret not in client.get("/e/HAR/workspace/webhooks").content.decode()
    client.force_login(place("agent").user, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/e/HAR/workspace/webhooks").status_code == 403
