"""Renewal and notice: both companies are told in time, on the engagement's own clock, and of amendments that take effect."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from tests.web.test_negotiation import edit, offer, sign, start

pytestmark = [pytest.mark.django_db]
Place = Callable[[str], Any]


def reminded(member: Any, day: datetime) -> list[tuple[str, str, str]]:
    """Who was told what on a day, with the kind of notice: those that are new since the last call."""
    from remit.records.models.notice import Notice
    from remit.stages.demonstration.relationship import set_clock
    from remit.stages.improvement.remind_of_term import remind

    set_clock(member.engagement, day)
    before = set(Notice.objects.values_list("pk", flat=True))
    remind(member.engagement, member.engagement.now())
    rows = Notice.objects.filter(key__startswith="term ").exclude(pk__in=before).select_related("member__user").order_by("pk")
    return [(row.member.user.persona, row.kind, row.title) for row in rows]


def test_both_companies_are_told_of_the_last_day_to_give_notice(place: Place) -> None:
    owner = place("owner")
    people = {"owner", "finance", "delivery-manager"}
    assert reminded(owner, datetime(2027, 10, 31, 9)) == []  # 91 days
    first = reminded(owner, datetime(2027, 11, 1, 9))
    assert {who for who, _, _ in first} == people and {kind for _, kind, _ in first} == {"deadline"}
    assert first[0][2] == ("Last day to give notice; without it the contract renews for 12 months: in 90 days, on 30 January 2028")
    assert reminded(owner, datetime(2027, 12, 24, 9)) == []  # told already, and 30 days have not come
    assert len(reminded(owner, datetime(2027, 12, 31, 9))) == 3
    week = reminded(owner, datetime(2028, 1, 23, 9))
    assert {kind for _, kind, _ in week} == {"decision"} and "in 7 days" in week[0][2]
    assert "tomorrow, on 30 January 2028" in reminded(owner, datetime(2028, 1, 29, 9))[0][2]
    assert "today, on 30 January 2028" in reminded(owner, datetime(2028, 1, 30, 9))[0][2]
    later = reminded(owner, datetime(2028, 1, 31, 9))
    assert [title for _, _, title in later if "notice" in title] == []  # it is over; the end of the term comes next
    assert {title for _, _, title in later} == {"The term ends: in 90 days, on 30 April 2028"}


def test_after_the_end_the_next_term_counts(place: Place) -> None:
    owner = place("owner")
    told = reminded(owner, datetime(2028, 11, 1, 9))
    assert {title for _, _, title in told} == {
        "Last day to give notice; without it the contract renews for 12 months: in 90 days, on 30 January 2029"
    }


def test_the_day_of_an_amendment_is_told_and_stands_in_the_calendar(place: Place) -> None:
    from remit.stages.contract.date_draft import date_draft
    from remit.stages.improvement.feed import calendar

    owner, manager = place("owner"), place("delivery-manager")
    mine = edit(owner, start(owner), "8.1", target="92 %")
    date_draft(by=owner, draft=mine.public_id, starts=date(2027, 1, 1))
    offer(owner, mine)
    assert reminded(owner, datetime(2026, 12, 2, 9)) == []  # one signature is none
    sign(owner, mine)
    sign(manager, mine)
    told = reminded(owner, datetime(2026, 12, 2, 10))
    assert {title for _, _, title in told} == {"Amendment 1 takes effect: 8.1: in 30 days, on 1 January 2027"}
    feed = calendar(manager, owner.engagement.now()).decode().replace("\r\n ", "")
    assert "SUMMARY:Amendment 1 takes effect: 8.1" in feed and "DTSTART;VALUE=DATE:20270101" in feed
    assert reminded(owner, datetime(2027, 1, 2, 9)) == []


def test_the_notice_is_mailed_and_stands_on_the_page(place: Place, client_of: Callable[[str], Any], mailoutbox: list[Any]) -> None:
    from remit.stages.workspace.mail_notices import send

    owner = place("owner")
    page = client_of("owner").get("/e/HAR/contract/").content.decode()
    assert "Notice must be given by 30 Jan 2028, in 444 days." in page
    assert "Without notice the term that ends on 30 Apr 2028 renews for 12 months." in page
    reminded(owner, datetime(2028, 1, 23, 9))
    send(owner.engagement, owner.engagement.now())
    mine = [mail for mail in mailoutbox if mail.to == [owner.user.email]]
    assert mine and "Last day to give notice" in mine[0].body
