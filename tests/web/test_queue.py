"""The own queue: what is done in it counts by the contract alone, stays on its side, and can be worked from the keyboard."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import polars as pl
import pytest

from remit.values.fault import Refused
from remit.values.period import HOUR, MINUTE, Month, moment
from tests.web.isolation import client_of, text_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.django_db]


@pytest.fixture
def desk(place: Callable[[str], Any], monkeypatch: Any) -> Any:
    """People of the demo, and a clock that goes only when told: `desk.at[0] += HOUR`."""
    from remit.records.models.engagement import Engagement

    agent = place("agent")
    at = [agent.engagement.now()]
    monkeypatch.setattr(Engagement, "now", lambda self: at[0])
    return SimpleNamespace(agent=agent, manager=place("delivery-manager"), client=place("process-owner"), owner=place("owner"), at=at)


def opened(desk: Any, subject: str = "Sideboard", channel: str = "email", **more: str) -> str:
    from remit.stages.operations.open_item import open_item

    fields = {"channel": channel, "priority": "normal"}
    return str(open_item(by=desk.agent, record="helpdesk", subject=subject, text="When?", fields=fields, **more).item)


def events(item: str) -> list[tuple[str, str | None, str | None]]:
    from remit.records.models.work_event import WorkEvent

    return list(WorkEvent.objects.filter(item=item).order_by("at", "sequence").values_list("event", "value", "who"))


@pytest.mark.both
def test_work_done_here_and_the_same_events_from_a_file_give_the_same_figures(desk: Any) -> None:
    """Four items worked in the queue; then the file that a help desk would have exported of the same four, under other numbers, into a
    copy of the engagement's log: every clock of each pair ran the same, and every level took it the same way."""
    from remit.intake.knowledge import kept, knowledge
    from remit.stages.operations import queries
    from remit.stages.operations.merge_item import merge_item
    from remit.stages.operations.pause_items import pause_items
    from remit.stages.operations.reopen_items import reopen_items
    from remit.stages.operations.reply_to_customer import reply_to_customer
    from remit.stages.operations.resolve_items import resolve_items
    from remit.stages.operations.resume_items import resume_items

    items = [opened(desk, f"Question {n}", channel) for n, channel in enumerate(("email", "email", "chat", "email"))]
    one, late, chat, merged = items
    desk.at[0] += 30 * 1_000_000
    reply_to_customer(by=desk.agent, item=chat, text="Hello.", visible_to="customer", then="resolve")
    desk.at[0] += 20 * MINUTE
    pause_items(by=desk.agent, items=[one], waits_for="waiting for client", reason="the warehouse is asked")
    desk.at[0] += HOUR
    resume_items(by=desk.agent, items=[one])
    reply_to_customer(by=desk.agent, item=one, text="On Friday.", visible_to="customer")
    resolve_items(by=desk.agent, items=[one])
    merge_item(by=desk.agent, item=merged, into=late, reason="one matter")
    desk.at[0] += HOUR
    reopen_items(by=desk.agent, items=[one])
    desk.at[0] += 20 * HOUR
    reply_to_customer(by=desk.agent, item=late, text="Sorry.", visible_to="customer", then="waiting for third party")
    desk.at[0] += MINUTE
    imported = _from_a_file(desk, items)
    desk.at[0] += MINUTE
    desk.agent.engagement.refresh_from_db()
    for mine, theirs in zip(items, imported, strict=True):
        [here], [there] = (queries.item(desk.agent, number, desk.at[0]) for number in (mine, theirs))
        assert [clock.run for clock in here.timelines] == [clock.run for clock in there.timelines], mine
        assert [(v.clause, v.counted, v.why) for v in here.story.verdicts] == [(v.clause, v.counted, v.why) for v in there.story.verdicts]
    outcomes = [queries.item(desk.agent, item, desk.at[0])[0].timelines[0].run.outcome for item in items]
    assert outcomes == ["met", "late", "met", "left out"]
    assert knowledge(desk.agent.engagement).log.height == kept(desk.agent.engagement).log.height


def _from_a_file(desk: Any, items: list[str]) -> list[str]:
    """The events of the items as a file in Remit's own layout of columns, brought in under new numbers."""
    from remit.intake.knowledge import kept
    from remit.records.models.mapping_record import MappingRecord
    from remit.stages.inputs import FileInput
    from remit.stages.operations.import_work import import_work

    log = kept(desk.agent.engagement).events.of_items(items)
    names = {item: f"ZD-{n}" for n, item in enumerate(items)}
    rows = log.select(
        ticket=pl.col("item").replace(names),
        update="sequence",
        time=pl.col("at").map_elements(lambda at: f"{moment(at, 'Europe/London'):%Y-%m-%d %H:%M:%S.%f}", pl.String),
        what=pl.col("event"),
        who="who",
        said="value",
        channel=pl.when(pl.col("field") == "channel").then("value"),
    )
    fields = log.filter(pl.col("event") == "field").select("item", "field", "value").pivot("field", index="item", values="value")
    fields = fields.with_columns(pl.col("item").replace(names))
    rows = rows.drop("channel").filter(pl.col("what") != "field").join(fields, left_on="ticket", right_on="item", how="left")
    mapping = """remit mapping: 1
title: Whatever a help desk exports
record: helpdesk
shape: event log
recognised by: [ticket, update, what, said]
zone: Europe/London
dates: [year-month-day hour:minute:second]
columns: {item: ticket, event: what, at: time, who: who, value: said, sequence: update}
events:
  created: created
  message: message
  assigned: assigned
  reply: reply
  state: {state: the value}
  resolved: resolved
  closed: closed
  reopened: reopened
  merged: merged
fields: {channel: channel, priority: priority}
"""
    by = desk.manager
    MappingRecord.objects.create(engagement=by.engagement, name="whatever", text=mapping, changed_by=by, changed_at=desk.at[0])
    import_work(by=by, file=FileInput("export.csv", rows.write_csv().encode()), mapping="whatever")
    return [names[item] for item in items]


@pytest.mark.both
def test_what_is_done_stands_in_the_log_with_who_caused_it(desk: Any) -> None:
    from remit.stages.operations.assign_items import assign_items
    from remit.stages.operations.pause_items import pause_items
    from remit.stages.operations.reply_to_customer import reply_to_customer
    from remit.stages.operations.resolve_items import resolve_items

    item = opened(desk)
    assign_items(by=desk.agent, items=[item])
    pause_items(by=desk.agent, items=[item], waits_for="waiting for third party", reason="the portal is down")
    reply_to_customer(by=desk.agent, item=item, text="We look.", visible_to="customer")
    resolve_items(by=desk.agent, items=[item])
    assert events(item) == [
        ("created", None, "customer"),
        ("field", "email", "system"),
        ("field", "normal", "system"),
        ("message", None, "customer"),
        ("assigned", None, "agent"),
        ("state", "waiting for third party", "third party"),
        ("reply", None, "agent"),
        ("resolved", None, "agent"),
        ("closed", None, "agent"),
    ]
    with pytest.raises(Refused, match="is closed; reopen it first"):
        pause_items(by=desk.agent, items=[item], waits_for="waiting for client", reason="late")


@pytest.mark.both
def test_the_next_item_is_the_one_with_the_least_time_left_that_nobody_has(desk: Any) -> None:
    from remit.stages.operations.queue_list import listed
    from remit.stages.operations.take_next import take_next

    items = listed(desk.agent, desk.at[0]).items
    timed = items.filter(pl.col("left").is_not_null())
    assert timed["left"].is_sorted() and timed.height == 21 and items.height == 66
    free = timed.filter(pl.col("assignee").is_null())["item"].to_list()
    assert [take_next(by=desk.agent).item for _ in range(3)] == free[:3]
    chat = opened(desk, "Help", "chat")
    desk.at[0] += 1  # 60 seconds are less than anything else has
    assert take_next(by=desk.manager).item == chat
    assert take_next(by=desk.manager, channel="email").item == free[3]


def test_what_somebody_took_meanwhile_is_not_taken_from_them(desk: Any, monkeypatch: Any) -> None:
    """Of a large log the list of what is free may be a moment old; who has an item is read from its own row."""
    from remit.records.models.queue_item import QueueItem
    from remit.stages.operations import take_next as taking
    from remit.stages.operations.assign_items import assign_items

    one, two = opened(desk), opened(desk, "Lamp")
    assign_items(by=desk.manager, items=[one])
    monkeypatch.setattr(taking, "free", lambda *_: [one, two])
    assert taking.take_next(by=desk.agent).item == two
    assert QueueItem.objects.get(item=one).assignee == desk.manager


def test_a_customer_who_waits_still_waits_in_the_item_that_goes_on(desk: Any) -> None:
    from remit.records.models.queue_item import QueueItem
    from remit.stages.operations.merge_item import merge_item
    from remit.stages.operations.reply_to_customer import reply_to_customer

    asks, answered = opened(desk), opened(desk, "Lamp")
    reply_to_customer(by=desk.agent, item=answered, text="On Friday.", visible_to="customer")
    assert QueueItem.objects.get(item=answered).last_word == "agent"
    merge_item(by=desk.agent, item=asks, into=answered, reason="one matter")
    assert QueueItem.objects.get(item=answered).last_word == "customer"


@pytest.mark.both
def test_nothing_changes_hands_unseen_and_several_at_once_can_be_taken_back(desk: Any) -> None:
    from remit.records.models.queue_item import QueueItem
    from remit.stages.operations.assign_items import assign_items
    from remit.stages.operations.reply_to_customer import reply_to_customer
    from remit.stages.operations.resolve_items import resolve_items
    from remit.stages.operations.undo_change import undo_change
    from remit.stages.operations.undoing import last_change

    one, two = opened(desk), opened(desk, "Lamp")
    assign_items(by=desk.manager, items=[one])
    with pytest.raises(Refused, match=f"{one} is with Thandi Mokoena; look at it again"):
        assign_items(by=desk.agent, items=[one, two])
    assert QueueItem.objects.get(item=two).assignee is None  # all or nothing
    assign_items(by=desk.agent, items=[one, two], held={one: desk.manager.public_id})
    last = last_change(desk.agent, desk.at[0])
    assert last is not None and last.count == 2
    undo_change(by=desk.agent, together=last.together)
    assert QueueItem.objects.get(item=one).assignee == desk.manager and QueueItem.objects.get(item=two).assignee is None
    assert last_change(desk.agent, desk.at[0]) is None
    assign_items(by=desk.agent, items=[two])
    desk.at[0] += HOUR - 1
    assert last_change(desk.agent, desk.at[0]) is not None
    desk.at[0] += 1
    assert last_change(desk.agent, desk.at[0]) is None  # an hour later others have built on it
    reply_to_customer(by=desk.agent, item=two, text="On Friday.", visible_to="customer")
    resolve_items(by=desk.agent, items=[two])
    assert last_change(desk.agent, desk.at[0]) is None  # what the log holds is followed up, not taken back


@pytest.mark.both
def test_an_item_that_nobody_answered_is_resolved_only_with_a_reason(desk: Any) -> None:
    from remit.stages.operations import queries
    from remit.stages.operations.resolve_items import resolve_items

    item = opened(desk)
    with pytest.raises(Refused, match="has not been answered, and its first reply stays owed"):
        resolve_items(by=desk.agent, items=[item])
    resolve_items(by=desk.agent, items=[item], reason="it is an advertisement")
    desk.at[0] += 30 * HOUR
    [seen] = queries.item(desk.agent, item, desk.at[0])
    assert seen.timelines[0].run.outcome == "overdue"  # closing it hides nothing


@pytest.mark.both
def test_what_is_resolved_closes_after_the_days_of_its_queue_unless_the_customer_writes(desk: Any) -> None:
    from remit.records.models.queue_item import QueueItem
    from remit.stages.operations.close_resolved import close
    from remit.stages.operations.reply_to_customer import reply_to_customer
    from remit.stages.operations.switch_queue import switch_queue

    switch_queue(by=desk.owner, record="helpdesk", closes_after=2)
    item = opened(desk)
    reply_to_customer(by=desk.agent, item=item, text="Settled.", visible_to="customer", then="resolve")
    assert events(item)[-1] == ("resolved", None, "agent")
    desk.at[0] += 47 * HOUR
    assert close(desk.agent.engagement, desk.at[0]) == 0
    desk.at[0] += HOUR
    assert close(desk.agent.engagement, desk.at[0]) == 1 and close(desk.agent.engagement, desk.at[0]) == 0
    assert events(item)[-1] == ("closed", None, "system") and QueueItem.objects.get(item=item).state == "closed"


@pytest.mark.both
def test_a_merged_item_hides_no_miss_and_both_conversations_can_be_read(desk: Any) -> None:
    from remit.stages.operations import queries
    from remit.stages.operations.add_note import add_note
    from remit.stages.operations.merge_item import merge_item

    late, target = opened(desk, address="ann@fox.example"), opened(desk, "Lamp", address="ann@fox.example")
    other = opened(desk, "Rug", address="bob@fox.example")
    add_note(by=desk.agent, item=late, text="She wrote before.", visible_to="both")
    with pytest.raises(Refused, match="say why they are one matter"):
        merge_item(by=desk.agent, item=other, into=target)
    fresh = opened(desk, "Lamp again", address="ann@fox.example")
    merge_item(by=desk.agent, item=fresh, into=target)
    desk.at[0] += 30 * HOUR
    merge_item(by=desk.agent, item=late, into=target)
    desk.at[0] += MINUTE
    outcome = {item: queries.item(desk.agent, item, desk.at[0])[0].timelines[0].run for item in (fresh, late)}
    assert (outcome[fresh].outcome, outcome[fresh].why) == ("left out", "merged into another item before it was due")
    assert outcome[late].outcome == "overdue"
    page = text_of(client_of(desk.agent.user).get(f"/e/HAR/items/{target}")).decode()
    assert "She wrote before." in page and f"{late} was merged into this one" in page
    assert "the conversation goes on there" in text_of(client_of(desk.agent.user).get(f"/e/HAR/items/{late}")).decode()


@pytest.mark.both
def test_what_one_company_keeps_to_itself_reaches_the_other_nowhere(desk: Any) -> None:
    from remit.stages.inputs import FileInput
    from remit.stages.operations.add_note import add_note
    from remit.stages.operations.save_macro import save_macro
    from remit.stages.workspace.attach_file import found

    item = opened(desk, "Rug")
    file = FileInput("canary-syzygy.txt", b"canary-syzygy")
    note = add_note(by=desk.agent, item=item, text="canary-syzygy: she is difficult", file=file)
    save_macro(by=desk.manager, name="canary-syzygy", text="canary-syzygy")
    desk.at[0] += MINUTE
    places = (
        f"/e/HAR/items/{item}",
        "/e/HAR/queue/",
        "/e/HAR/queue/?do=macro&every=1",
        "/e/HAR/queue/set-up",
        "/e/HAR/queue/?form=csv",
        "/search?q=syzygy",
        "/e/HAR/audit/",
        f"/api/v1/engagements/HAR/items/{item}",
        f"/api/v1/engagements/HAR/items/{item}/thread",
        "/api/v1/engagements/HAR/queue",
        "/api/v1/engagements/HAR/audit?limit=1000",
    )
    for side, may in ((desk.agent, True), (desk.client, False), (desk.owner, False)):
        client = client_of(side.user)
        answers = [(where, client.get(where)) for where in places]
        assert all(answer.status_code == 200 for _, answer in answers), [(w, a.status_code) for w, a in answers]
        told = [where for where, answer in answers if b"canary-syzygy" in text_of(answer).replace(b"<mark>", b"").replace(b"</mark>", b"")]
        assert bool(told) is may, told
        assert (found(side, f"comment:{note.public_id}") is not None) is may
    assert text_of(client_of(desk.client.user).get(f"/e/HAR/items/{item}")).count(b"difficult") == 0


@pytest.mark.both
def test_where_the_queue_is_off_the_help_desk_stays_the_system_of_record(desk: Any) -> None:
    from remit.stages.operations.reply_to_customer import reply_to_customer
    from remit.stages.operations.switch_queue import switch_queue
    from remit.stages.operations.take_next import take_next

    switch_queue(by=desk.owner, record="helpdesk", on=False)
    page = text_of(client_of(desk.agent.user).get("/e/HAR/queue/")).decode()
    assert "The work is held in Zendesk and NetSuite, so no queue is worked here." in page and "Take the next item" not in page
    item = text_of(client_of(desk.agent.user).get("/e/HAR/items/HAR-48950")).decode()
    assert 'id="thread"' not in item and 'id="conversation"' in item
    with pytest.raises(Refused, match="is no item of a record whose own queue is on"):
        reply_to_customer(by=desk.agent, item="HAR-48950", text="x", visible_to="customer")
    with pytest.raises(Refused, match="nothing is free"):
        take_next(by=desk.agent)


@pytest.mark.both
def test_a_macro_fills_only_its_own_places_and_does_what_it_says(desk: Any) -> None:
    from remit.records.models.letter import Letter
    from remit.records.models.queue_item import QueueItem
    from remit.stages.operations.apply_macro import apply_macro
    from remit.stages.operations.save_macro import save_macro

    with pytest.raises(Refused, match=r"nothing fills {secret}"):
        save_macro(by=desk.manager, name="x", text="{customer} {secret}")
    items = [opened(desk, customer="Ann {agent}"), opened(desk, "Lamp", customer="Bob")]
    macro = save_macro(by=desk.manager, name="Asked", text="Dear {customer}, {item}.", then="waiting for third party", shared=True)
    apply_macro(by=desk.agent, items=items, macro=macro.public_id)
    told = Letter.objects.filter(item__item__in=items, kind="reply").order_by("pk").values_list("text", flat=True)
    assert list(told) == [f"Dear Ann {{agent}}, {items[0]}.", f"Dear Bob, {items[1]}."]
    assert {row.state for row in QueueItem.objects.filter(item__in=items)} == {"waiting"}
    assert events(items[0])[-2:] == [("reply", None, "agent"), ("state", "waiting for third party", "third party")]


@pytest.mark.both
def test_the_queue_moves_no_figure_of_the_demonstration(desk: Any) -> None:
    """Switched on with its threads, guides and macros, the log holds nothing that did not come by import."""
    from remit.records.models.work_event import WorkEvent
    from remit.stages.operations import levels

    assert not WorkEvent.objects.filter(source_id__startswith="remit/").exists()
    chat = levels.board(desk.agent, Month(2026, 11), desk.at[0]).scorecard["8.2"]
    assert chat.written(chat.judged) == "81.1 %"


@pytest.mark.row(62)
def test_one_search_finds_an_item_by_what_was_written_and_only_what_one_may_read(visit: Callable[..., Page]) -> None:
    """The customer's words for both companies; the provider's note for the provider alone."""
    agent, client = visit("agent", "/search?q=sideboard"), visit("process-owner", "/search?q=sideboard")
    for page in (agent, client):
        assert "HAR-48922 When will my oak sideboard arrive?" in page.inner_text("main")
        assert "left our warehouse on Tuesday" in page.inner_text("main")  # a note for both
    agent.goto("/search?q=portal+slow+noon")
    assert "The carrier’s portal has been slow since noon" in agent.inner_text("main")
    client.goto("/search?q=portal+slow+noon")
    assert "portal has been slow" not in client.content()
    agent.goto("/search?q=friday+off+work")
    agent.get_by_role("link", name="The customer wrote, HAR-48922").click()
    assert "I have taken Friday off work for it." in agent.inner_text(".thread")


def test_a_morning_at_the_queue_with_the_keyboard_alone(visit: Callable[..., Page]) -> None:
    page = visit("agent", "/e/HAR/queue/")
    page.keyboard.press("n")
    page.wait_for_url("**/items/HAR-48922")
    assert "It is with you." in page.inner_text(".thread-columns aside")
    assert "Answering a mail" in page.inner_text(".guide")
    page.keyboard.press("i")
    page.keyboard.type("Order 88213 is on the van.")
    page.keyboard.press("Escape")
    assert page.locator(".acts button:visible", has_text="Add internal note").count() == 1
    page.locator("input[value=customer]").focus()
    page.keyboard.press("Space")
    assert page.input_value("#write-text") == "Order 88213 is on the van."  # switching keeps the text
    assert page.locator("#writing .acts button:visible").all_inner_texts() == ["Send to the customer"]
    page.keyboard.press("Shift+Tab")
    page.locator("#write-text").focus()
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Send to the customer").focus()
    page.keyboard.press("Enter")
    page.locator(".said-reply").wait_for()
    assert "Order 88213 is on the van." in page.inner_text(".said-reply") and page.locator(".said-note").count() == 2
    page.locator("h1").click()
    page.keyboard.press("p")
    page.locator("#let-wait").wait_for()
    page.locator("#wait-why").focus()
    page.keyboard.type("The carrier calls back.")
    page.keyboard.press("Enter")
    page.get_by_text("The carrier calls back.").first.wait_for()
    assert "waiting for" in page.inner_text(".thread-columns aside")
    page.keyboard.press("p")
    page.get_by_text("It goes on.").wait_for()
    page.keyboard.press("e")
    page.get_by_text("Resolved.").wait_for()
    page.keyboard.press("?")
    assert "answer the customer" in page.inner_text("#keys")


def test_several_are_chosen_by_key_looked_at_given_away_and_taken_back(visit: Callable[..., Page]) -> None:
    page = visit("delivery-manager", "/e/HAR/queue/?who=free&channel=email")
    for key in ("j", "x", "j", "x", "a"):
        page.keyboard.press(key)
    page.locator(".sure").wait_for()
    assert "2 items would change hands." in page.inner_text(".sure")
    page.select_option("#s-to", label="Lindiwe Adams, Salt River Desk")
    page.get_by_role("button", name="Give them").click()
    page.get_by_text("You gave 2 items to Lindiwe Adams.").wait_for()
    assert page.url.endswith("?who=free&channel=email")
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("Taken back.").wait_for()


def test_who_reads_what_is_said_in_words_and_shapes_not_only_in_colour(visit: Callable[..., Page]) -> None:
    page = visit("agent", "/e/HAR/items/HAR-48922")
    inside, both = page.locator(".said-note.inside"), page.locator(".said-note:not(.inside)")
    assert "Provider only" in inside.inner_text() and "Visible to both companies" in both.inner_text()
    style = "one => getComputedStyle(one).borderInlineStartStyle"
    assert inside.evaluate(style) == "double" and both.evaluate(style) == "solid"
    assert page.is_checked("input[name=visible_to][value=provider]")
    client = visit("process-owner", "/e/HAR/items/HAR-48922")
    assert client.locator(".said-note").count() == 1 and "portal has been slow" not in client.content()
    assert client.is_checked("input[name=visible_to][value=client]")
