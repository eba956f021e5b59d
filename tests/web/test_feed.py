"""The calendar feed: the demo's dates as iCalendar, behind a secret that can be ended."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def fetched(address: str) -> Any:
    from django.test import Client

    return Client().get("/feeds/" + address.rsplit("/", 1)[1])


def test_a_calendar_program_reads_the_demos_dates_until_the_feed_is_ended(place: Any) -> None:
    from icalendar import Calendar

    from remit.records.models.calendar_feed import CalendarFeed
    from remit.stages.workspace.end_feed import end_feed
    from remit.stages.workspace.make_feed import make_feed

    manager = place("delivery-manager")
    made = make_feed(by=manager)
    answer = fetched(made.shown_once)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    events = {str(one["summary"]): one for one in Calendar.from_ical(answer.content).walk("VEVENT")}
    object_until = events["October 2026 statement: last day to object"]
    assert object_until.decoded("dtstart") == datetime(2026, 11, 16, 17, 0, tzinfo=UTC)
    assert "17:00 on Monday 16 November 2026 in Bristol" in str(object_until["description"])
    assert "19:00 on Monday 16 November 2026 in Cape Town" in str(object_until["description"])
    assert events["October 2026: payment of the undisputed part is due"].decoded("dtstart") == date(2026, 12, 16)
    assert events["Monthly review (13.1): last day to hold it"] is not None
    days = {one.decoded("dtstart") for one in Calendar.from_ical(answer.content).walk("VEVENT")}
    assert date(2026, 11, 30) in days, "the last day of November's review"
    assert date(2026, 12, 25) in days, "a holiday of both"
    assert date(2026, 12, 16) in days, "a holiday of South Africa"
    assert len({str(one["uid"]) for one in events.values()}) == len(events)

    assert made.shown_once.rsplit("/", 1)[1].removesuffix(".ics") not in str(CalendarFeed.objects.values())
    again = make_feed(by=manager)
    assert fetched(made.shown_once).status_code == 404
    assert fetched(again.shown_once).status_code == 200
    end_feed(by=manager)
    assert fetched(again.shown_once).status_code == 404


def test_the_feed_ends_with_the_members_place(place: Any) -> None:
    from remit.stages.workspace.make_feed import make_feed

    finance = place("finance")
    made = make_feed(by=finance)
    type(finance).objects.filter(pk=finance.pk).update(ended_at=1)
    assert fetched(made.shown_once).status_code == 404


def test_an_open_dispute_shows_when_its_answer_is_due(place: Any) -> None:
    from remit.records.models.dispute import Dispute
    from remit.stages.improvement.feed import dates

    finance = place("finance")
    Dispute.objects.update(state="open", answer_until=1_795_021_200_000_000)
    found = [one for one in dates(finance, finance.engagement.now()) if one.kind == "dispute"]
    assert [(one.what, one.at) for one in found] == [("Objection 1 to September 2026: answer due", 1_795_021_200_000_000)]
