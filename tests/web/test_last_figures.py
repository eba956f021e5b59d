"""Pages of a large engagement: what they show while many events are new, and what they never wait for."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest

from tests.web.api import Program, token_of

pytestmark = [pytest.mark.django_db]


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch, workspace: None) -> threading.Event:
    """Everything counts as many and as large, and what is read beside a page is read once the event is set, on the test's connection."""
    from remit.intake import event_rows, knowledge, last_figures, running

    go = threading.Event()
    waiting: list[Callable[[], None]] = []

    class Waiting:
        def join(self, timeout: float | None = None) -> None:
            if go.is_set():
                while waiting:
                    waiting.pop(0)()

    def beside(name: str, work: Callable[[], None]) -> Any:
        waiting.append(work)
        return Waiting()

    monkeypatch.setattr(last_figures, "beside", beside)
    monkeypatch.setattr(knowledge, "MANY", 0)
    monkeypatch.setattr(knowledge, "MANY_AT_FIRST", 0)
    monkeypatch.setattr(running, "LARGE", 0)
    assert event_rows.are_many(10**9, 0, 0) is False
    return go


def test_a_page_shows_the_last_figures_and_says_so_while_new_events_are_read(
    slow: threading.Event, client_of: Callable[[str], Any], place: Callable[[str], Any]
) -> None:
    from remit.intake.knowledge import kept

    client = client_of("delivery-manager")
    member = place("delivery-manager")
    first = client.get("/e/HAR/open/")
    assert "The work is being read" in first.content.decode() and first["Refresh"] == "2"

    kept(member.engagement)  # whoever changes something waits for everything
    before = kept(member.engagement).events.height
    slow.set()
    client.get("/e/HAR/open/")
    slow.clear()
    token_of(member, "receive_events")
    sent = {"record": "helpdesk", "id": "new/1", "item": "NEW-1", "event": "created", "at": "2026-11-12T14:05:00+00:00", "who": "customer"}
    assert Program().post("/engagements/HAR/events", [sent]).status_code == 200
    page = client.get("/e/HAR/items/" + str(kept_item(member)))
    assert page.status_code == 200 and "Updating: much new work has come in" in page.content.decode()
    assert client.get("/e/HAR/items/NEW-1").status_code == 404

    member.engagement.refresh_from_db()
    assert kept(member.engagement).events.height == before + 1
    after = client.get("/e/HAR/items/NEW-1")
    assert after.status_code == 200 and "Updating" not in after.content.decode()


def test_a_request_that_began_earlier_does_not_count_the_month_anew(place: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch) -> None:
    from remit.engines import live
    from remit.intake.running import running
    from remit.values.period import SECOND, Month, moment

    engagement = place("delivery-manager").engagement
    now = engagement.now()
    month = Month.of(moment(now, engagement.zone).date())
    other = running(engagement, month, now)

    def refuses(*_: Any, **__: Any) -> Any:
        raise AssertionError("the whole month was counted again")

    monkeypatch.setattr(live, "live", refuses)
    assert running(engagement, month, now - SECOND).asked.cut == other.asked.cut


def test_pages_of_a_large_engagement_share_what_was_read_within_the_last_second(
    client_of: Callable[[str], Any], place: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    from remit.intake import knowledge
    from remit.stages.workspace.watch import watch

    monkeypatch.setattr(knowledge, "LARGE", 0)
    monkeypatch.setattr(knowledge, "GLANCE", 3_600.0)
    client, member = client_of("delivery-manager"), place("delivery-manager")
    client.get("/e/HAR/open/")
    token_of(member, "receive_events")
    sent = {"record": "helpdesk", "id": "new/1", "item": "NEW-1", "event": "created", "at": "2026-11-12T14:05:00+00:00", "who": "customer"}
    assert Program().post("/engagements/HAR/events", [sent]).status_code == 200
    assert client.get("/e/HAR/items/NEW-1").status_code == 404  # a stream does not make each page read again
    knowledge.look_again(member.engagement)
    assert client.get("/e/HAR/items/NEW-1").status_code == 200

    again = {**sent, "id": "new/2", "item": "NEW-2"}
    assert Program().post("/engagements/HAR/events", [again]).status_code == 200
    watch(by=member, subject="statement:2026-10")  # whoever does something sees everything at once
    assert client.get("/e/HAR/items/NEW-2").status_code == 200


def kept_item(member: Any) -> str:
    from remit.intake.knowledge import held

    return str(held(member.engagement).log["item"][0])


def test_an_event_sent_to_a_cold_server_is_stored_without_reading_the_log(
    place: Callable[[str], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    from remit.intake import event_rows

    def refuses(engagement: int, after: int) -> Any:
        raise AssertionError("the whole log was read for one event")

    monkeypatch.setattr(event_rows, "newer", refuses)
    token_of(place("delivery-manager"), "receive_events")
    sent = {"record": "helpdesk", "id": "new/1", "item": "NEW-1", "event": "created", "at": "2026-11-12T14:05:00+00:00", "who": "customer"}
    answers = [Program().post("/engagements/HAR/events", [sent]) for _ in range(2)]
    assert [(one.status_code, one.json()["result"]["new"]) for one in answers] == [(200, 1), (200, 0)]
    assert Program().post("/engagements/HAR/events", [{**sent, "who": "agent"}]).status_code == 422
