"""Comments: for one's own company unless both is chosen; mentions and watchers are told; nobody reads what is not theirs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.both]
BACKEND = "django.contrib.auth.backends.ModelBackend"


def dispute(member: Any) -> str:
    from remit.records.models.dispute import Dispute

    return f"dispute:{Dispute.objects.get(engagement=member.engagement, number=1).public_id}"


def test_a_comment_is_internal_unless_it_is_shared_on_purpose(client: Any, place: Callable[[str], Any]) -> None:
    from remit.stages.workspace.comment import comment

    finance, manager = place("finance"), place("delivery-manager")
    comment(by=finance, subject=dispute(finance), text="We could have refused the *whole* claim.")
    comment(by=finance, subject=dispute(finance), text="Thank you for the files.", visible_to="both")
    for member, sees in ((place("owner"), True), (manager, False)):
        client.force_login(member.user, backend=BACKEND)
        page = client.get("/e/HAR/disputes/1").content.decode()
        assert ("refused the <em>whole</em> claim" in page) is sees
        assert "Thank you for the files." in page
        found = client.get("/search", {"q": "whole claim"}).content.decode()
        assert ("Jon Penrose on dispute 1 of September 2026" in found) is sees


def test_mentions_and_watchers_are_told_once_each(place: Callable[[str], Any]) -> None:
    from remit.records.models.notice import Notice
    from remit.stages.workspace.comment import comment
    from remit.stages.workspace.unwatch import unwatch
    from remit.stages.workspace.watch import watch

    finance, owner, desk, manager = place("finance"), place("owner"), place("process-owner"), place("delivery-manager")
    before = list(Notice.objects.filter(engagement=owner.engagement).values_list("pk", flat=True))  # what the demonstration told
    watch(by=desk, subject="statement:2026-10")
    watch(by=manager, subject="statement:2026-10")
    comment(by=finance, subject="statement:2026-10", text="@ruth ashdown, please sign; @Jon Penrose cannot.")
    new = Notice.objects.filter(engagement=owner.engagement).exclude(pk__in=before)
    told = {(one.member.name, one.kind) for one in new.select_related("member__user")}
    assert told == {("Ruth Ashdown", "mention"), ("Priya Nair", "news")}  # the other company's watcher hears nothing of it
    unwatch(by=desk, subject="statement:2026-10")
    comment(by=finance, subject="statement:2026-10", text="@Thandi Mokoena, is the licence included?", visible_to="both")
    last = [(one.member.name, one.title) for one in Notice.objects.filter(engagement=owner.engagement).order_by("-pk")[:1]]
    assert last == [("Thandi Mokoena", "Jon Penrose mentioned you on the October 2026 statement")]
    assert Notice.objects.filter(member=desk).exclude(pk__in=before).count() == 1


def test_nobody_is_mentioned_where_they_cannot_read(place: Callable[[str], Any]) -> None:
    from remit.stages.workspace.comment import comment
    from remit.values.fault import Refused

    finance = place("finance")
    with pytest.raises(Refused, match="Thandi Mokoena cannot see what is for your company only"):
        comment(by=finance, subject="statement:2026-10", text="@Thandi Mokoena is wrong")
    with pytest.raises(Refused, match="not your side"):
        comment(by=finance, subject="statement:2026-10", text="Hello", visible_to="provider")
    with pytest.raises(Refused, match="there is no record"):
        comment(by=finance, subject="item:HAR-0", text="Hello")


def test_what_is_written_shows_no_html_of_its_own(client: Any, place: Callable[[str], Any]) -> None:
    from remit.stages.workspace.comment import comment

    finance = place("finance")
    comment(
        by=finance,
        subject="item:HAR-48950",
        text='<img src=x onerror="alert(1)"> **late** ![x](http://evil.example/a.png) [go](javascript:x)',
    )
    client.force_login(finance.user, backend=BACKEND)
    page = client.get("/e/HAR/items/HAR-48950").content.decode()
    text = page.partition('id="comment-')[2].partition('<div class="text" dir="auto">')[2].partition("</div>")[0]
    assert "<strong>late</strong>" in text and "<img" not in text and 'href="javascript' not in text


def test_the_buttons_say_who_will_read_it(visit: Callable[..., Any]) -> None:
    page = visit("delivery-manager", "/e/HAR/statements/2026-10")
    buttons = page.locator("#conversation .acts button").all_inner_texts()
    assert buttons == ["Write for Salt River Desk only", "Write for both companies"]
    page.keyboard.press("c")
    page.keyboard.type("Our own note")
    page.get_by_role("button", name="Write for Salt River Desk only").click()
    comment = page.locator(".comment", has_text="Our own note")
    comment.wait_for()
    said = comment.inner_text()
    assert "Provider only" in said and "Bristol" in said and "Cape Town" in said
    other = visit("finance", "/e/HAR/statements/2026-10")
    assert other.locator(".comment").count() == 0
