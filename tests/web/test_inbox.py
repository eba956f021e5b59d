"""The inbox: decisions and notices in one list, put off and done by their owner alone, many at once after a preview."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def told(member: Any, title: str = "Thandi Mokoena mentioned you", key: str = "mention 1", **more: Any) -> Any:
    from remit.stages.workspace.notify import notify

    return notify(member, kind="mention", title=title, key=key, link="/e/HAR/", **more)


def test_decisions_and_notices_stand_together_by_day(client: Any, place: Callable[[str], Any]) -> None:
    """The October statement waits until Monday 16 November; on Thursday the 12th that is later than this week."""
    from remit.stages.improvement import inbox
    from remit.stages.improvement.remind_of_close import remind

    owner = place("owner")
    remind(owner.engagement, owner.engagement.now())  # its notices of the same decisions are the same lines
    told(owner)
    told(owner, "The certificate ends", "certificate", due_at=owner.engagement.now() + 3_600_000_000)
    found = [(one.group, one.what) for one in inbox.inbox(owner, owner.engagement.now())]
    assert found == [
        ("today", "The certificate ends"),
        ("later", "Approve the October 2026 statement"),
        ("later", "Fix the January 2027 forecast"),
        ("for your information", "Thandi Mokoena mentioned you"),
    ]
    client.force_login(owner.user, backend="django.contrib.auth.backends.ModelBackend")
    page = client.get("/inbox").content.decode()
    assert "2 decisions wait for you, and 2 things to know; " in page and "1 is due today" in page
    assert 'class="count">4<' in page


def test_a_decision_is_put_off_but_never_finished_by_ticking(client: Any, place: Callable[[str], Any]) -> None:
    from remit.stages.improvement import inbox

    owner = place("owner")
    notice = told(owner)
    client.force_login(owner.user, backend="django.contrib.auth.backends.ModelBackend")
    decision = next(one for one in inbox.inbox(owner, owner.engagement.now()) if one.decision.startswith("sign"))
    asked = client.get("/inbox", {"do": "done", "pick": [decision.name, notice.public_id]}).content.decode()
    assert "1 thing will be done." in asked and "1 decision stays: it is done by deciding it." in asked
    assert client.post("/inbox/act", {"do": "done", "pick": [decision.name]}).status_code == 422
    client.post("/inbox/act", {"do": "done", "pick": [notice.public_id]})
    client.post("/inbox/act", {"do": "snooze", "until": "tomorrow", "pick": [decision.name]})
    now = owner.engagement.now()
    assert [one.what for one in inbox.inbox(owner, now)] == ["Fix the January 2027 forecast"]
    [later] = inbox.put_off(owner, now)
    assert later.what == "Approve the October 2026 statement"
    assert later in inbox.put_off(owner, now) and later.until is not None
    assert "Approve the October 2026 statement" in [one.what for one in inbox.inbox(owner, later.until)]
    client.post("/inbox/act", {"do": "reopen", "pick": [notice.public_id]})
    assert "Thandi Mokoena mentioned you" in [one.what for one in inbox.inbox(owner, now)]


def test_nobody_finishes_the_notice_of_another(client: Any, place: Callable[[str], Any]) -> None:
    from remit.stages.workspace.finish_notice import finish_notice
    from remit.values.fault import Refused

    notice = told(place("owner"))
    with pytest.raises(Refused, match="no notice"):
        finish_notice(by=place("finance"), notices=[notice.public_id])
    client.force_login(place("finance").user, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post("/inbox/act", {"do": "done", "pick": [notice.public_id]}).status_code == 422
    notice.refresh_from_db()
    assert notice.done_at is None


def test_what_is_put_off_comes_back_in_the_morning_of_the_person(place: Callable[[str], Any]) -> None:
    from remit.stages.workspace.snooze_notice import morning
    from remit.values.fault import Refused
    from remit.values.period import moment

    manager = place("delivery-manager")
    assert f"{moment(morning(manager, 'next week'), 'Africa/Johannesburg'):%a %d %H:%M}" == "Mon 16 08:00"
    for wrong in ("2026-11-12", "soon"):
        with pytest.raises(Refused):
            morning(manager, wrong)


def test_an_empty_inbox_says_so_and_many_are_done_at_once(visit: Callable[..., Any]) -> None:
    page = visit("quality-auditor", "/inbox")
    assert page.locator("h1").inner_text() == "All clear."
    page = visit("owner", "/inbox")
    page.keyboard.press("j")
    page.keyboard.press("x")
    assert page.locator("tr[data-current] input").is_checked()
    page.get_by_role("button", name="Put off").click()
    assert page.locator(".sure h2").inner_text() == "1 thing will be put off until tomorrow."
    page.get_by_role("button", name="Do it").click()
    assert page.locator(".notes").inner_text() == "1 thing is put off."
    assert page.locator(".inbox tr.row").count() == 1
