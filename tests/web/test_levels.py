"""Live service levels: how each stands, what is left, when misses come, how the month ends; and the items behind every figure."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest

pytestmark = [pytest.mark.django_db]


def test_the_page_says_how_the_month_stands_and_works_its_end_out_by_itself(visit: Callable[..., Any]) -> None:
    page = visit("delivery-manager", "/e/HAR/levels/")
    said = "Five levels meet their targets. Chat answered is at 81.1 %, between minimum and target"
    assert page.locator("h1").inner_text().startswith(said)
    page.locator("svg.fan").wait_for(timeout=60_000)
    assert "more before it costs" in page.locator("h1").inner_text()
    chat = page.locator(".levels tbody tr").first.inner_text()
    assert "558 of 688" in chat and "between" in chat and "£520.35" in chat and " to " in chat
    assert "ends November at 8" in page.locator(".charts").inner_text()
    page.locator("svg.heat a", has_text="6").first.click()
    page.wait_for_url("**/levels/2026-11/8.2?show=late&day=0&hour=11")
    assert page.locator("h1").inner_text().startswith("6 late items stand behind chat answered")


def test_a_closed_month_stands_as_in_its_statement_and_every_miss_is_listed(client_of: Callable[[str], Any]) -> None:
    client = client_of("finance")
    july = client.get("/e/HAR/levels/?month=2026-07").content.decode()
    assert "below its minimum of 85 %" in july and "56 more in time would have met it" in july
    rows = list(csv.reader(io.StringIO(client.get("/e/HAR/levels/2026-07/8.1?show=late&form=csv").content.decode("utf-8-sig"))))
    assert len(rows) == 1 + 494 and rows[0][0] == "item"
    book = client.get("/e/HAR/levels/2026-07/8.1?form=xlsx")
    assert book.content[:2] == b"PK" and 'filename="HAR-2026-07-8.1.xlsx"' in book["Content-Disposition"]


@pytest.mark.row(35)
def test_a_month_without_work_has_no_data_and_never_a_hundred_per_cent(client_of: Callable[[str], Any]) -> None:
    page = client_of("delivery-manager").get("/e/HAR/levels/?month=2027-02").content.decode()
    assert page.count('class="status status-no-data"') >= 5
    assert "no data is not 100 %" in page and "100 %</strong>" not in page


def test_one_new_event_is_counted_at_once_and_nothing_else_changes(place: Callable[[str], Any]) -> None:
    """A reply to an open e-mail: one more in time, one less open; the log is not folded again for it."""
    from django.db import connection

    from remit.intake.knowledge import kept
    from remit.intake.running import running
    from remit.intake.store import touch
    from remit.records.models.work_event import WorkEvent
    from remit.stages.operations import levels, open_items

    member = place("agent")
    engagement = member.engagement
    now = engagement.now()
    month = levels.this_month(member, now)
    before = running(engagement, month, now)
    number = open_items.queue(member, now).items.filter(clock="email reply")["item"][0]
    reply = WorkEvent.objects.get(engagement=engagement, item=number, event="assigned")
    reply.pk, reply.event, reply.who, reply.at, reply.received_at, reply.source_id = None, "reply", "agent", now - 2, now - 1, "new reply"
    reply.save(force_insert=True)
    touch(engagement)
    after = running(engagement, month, now)
    assert after.summaries["8.1"]["met"] == before.summaries["8.1"]["met"] + 1
    assert before.undecided["8.1"] - after.undecided["8.1"] == {number}
    assert all(after.summaries[clause] == before.summaries[clause] for clause in before.summaries if clause != "8.1")
    assert number not in open_items.queue(member, now).items["item"].to_list()
    assert kept(engagement).live[month].live is after and connection.vendor == "sqlite"


def test_the_next_item_is_the_one_due_soonest_that_runs(client_of: Callable[[str], Any], place: Callable[[str], Any]) -> None:
    from remit.stages.operations import open_items

    member = place("agent")
    items = open_items.queue(member, member.engagement.now()).items
    assert items["due"].is_sorted() and set(items["waits"].drop_nulls()) == {"waiting for client"}
    page = client_of("agent").get("/e/HAR/open/").content.decode()
    assert "Next is HAR-4" in page and "Open the next item" in page
    waiting = client_of("agent").get("/e/HAR/open/?show=waiting&form=csv").content.decode("utf-8-sig")
    assert waiting.count("waiting for client") == items["waits"].drop_nulls().len()
