"""Mail about notices, through a real mail server: fixed words, the reader's own clock and night, nothing internal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from email import message_from_bytes, policy
from typing import Any

import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.both]


class Inbox:
    """What a mail server was given."""

    def __init__(self) -> None:
        self.mails: list[Any] = []
        self.refuses = ""

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.refuses in envelope.rcpt_tos:
            return "451 try again later"
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))
        return "250 OK"


@pytest.fixture
def inbox(settings: Any, workspace: None) -> Iterator[Inbox]:
    """A mail server of the test's own; what the demonstration told its people is read, so each mail is one that the test caused."""
    import socket

    from aiosmtpd.controller import Controller

    from remit.records.models.notice import Notice

    Notice.objects.filter(done_at=None).update(done_at=0)
    found = Inbox()
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(found, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.ORIGIN = "https://remit.example"
    yield found
    controller.stop()


def at(text: str) -> int:
    from remit.values.period import instant

    return instant(datetime.fromisoformat(text))


def test_a_decision_is_mailed_at_once_on_the_readers_own_clock(place: Any, inbox: Inbox) -> None:
    from remit.stages.workspace.mail_notices import send
    from remit.stages.workspace.notify import notify

    manager = place("delivery-manager")
    due = at("2026-11-16T17:00:00+00:00")
    notice = notify(
        manager,
        kind="decision",
        title="October 2026 waits\r\nBcc: all@example.com for <b>your</b> signature",
        key="k",
        link="/e/HAR/statements/2026-10",
        due_at=due,
    )
    now = at("2026-11-12T14:20:00+00:00")
    assert send(manager.engagement, now) == 1
    (mail,) = inbox.mails
    assert mail["To"] == "thandi.mokoena@saltriver.example"
    assert mail["Subject"] == "A decision waits for you (Care and data entry)"
    assert mail["Bcc"] is None
    assert mail["Auto-Submitted"] == "auto-generated"
    plain, rich = mail.get_body(("plain",)).get_content(), mail.get_body(("html",)).get_content()
    assert "October 2026 waits Bcc: all@example.com for <b>your</b> signature" in plain
    assert "Until Monday 16 November 2026, 19:00 (Africa/Johannesburg)" in plain
    assert "https://remit.example/e/HAR/statements/2026-10" in plain
    assert "&lt;b&gt;your&lt;/b&gt;" in rich
    notice.refresh_from_db()
    assert notice.mailed_at == now
    assert send(manager.engagement, now + 1) == 0


def test_nobody_is_woken_and_what_is_done_by_morning_is_not_mailed(place: Any, inbox: Inbox) -> None:
    from remit.stages.workspace.mail_notices import send
    from remit.stages.workspace.notify import notify, settle

    finance, manager = place("finance"), place("delivery-manager")
    for one in (finance, manager):
        notify(one, kind="alert", title="Half of the time is used", key="late")
    assert send(finance.engagement, at("2026-11-12T05:30:00+00:00")) == 1  # 05:30 in Bristol, 07:30 in Cape Town
    assert [mail["To"] for mail in inbox.mails] == ["thandi.mokoena@saltriver.example"]
    settle(finance.engagement, "late")
    assert send(finance.engagement, at("2026-11-12T09:00:00+00:00")) == 0


def test_what_can_wait_comes_together_once_a_day(place: Any, inbox: Inbox) -> None:
    from remit.stages.workspace.mail_notices import send
    from remit.stages.workspace.notify import notify

    finance = place("finance")
    notify(finance, kind="news", title="A file came in", key="a")
    notify(finance, kind="deadline", title="The draft comes tomorrow", key="b", due_at=at("2026-11-13T17:00:00+00:00"))
    assert send(finance.engagement, at("2026-11-12T08:00:00+00:00")) == 1
    assert inbox.mails[0]["Subject"] == "2 things in Care and data entry"
    text = inbox.mails[0].get_body(("plain",)).get_content()
    assert text.index("The draft comes tomorrow") < text.index("A file came in")
    notify(finance, kind="news", title="Another file came in", key="c")
    assert send(finance.engagement, at("2026-11-12T15:00:00+00:00")) == 0
    assert send(finance.engagement, at("2026-11-13T08:00:00+00:00")) == 1


def test_what_people_wrote_stays_behind_the_sign_in(place: Any, inbox: Inbox) -> None:
    from remit.stages.workspace.mail_notices import send
    from remit.stages.workspace.notify import notify

    finance = place("finance")
    notify(finance, kind="mention", title="Ruth: they will never agree to 4 %", why="Our walk-away price is £2.40", key="m", link="/e/HAR/")
    send(finance.engagement, at("2026-11-12T10:00:00+00:00"))
    whole = inbox.mails[0].as_string()
    assert "Somebody mentioned you" in whole
    assert "never agree" not in whole
    assert "walk-away" not in whole


def test_a_mail_server_that_refuses_one_holds_nobody_else_up_and_loses_nothing(place: Any, inbox: Inbox) -> None:
    from smtplib import SMTPException

    from remit.stages.workspace.mail_notices import send
    from remit.stages.workspace.notify import notify

    finance = place("finance")
    for one in (finance, place("delivery-manager")):
        notify(one, kind="decision", title="Sign", key="s")
    inbox.refuses = finance.user.email
    with pytest.raises(SMTPException):
        send(finance.engagement, at("2026-11-12T10:00:00+00:00"))
    assert [mail["To"] for mail in inbox.mails] == ["thandi.mokoena@saltriver.example"]
    inbox.refuses = ""
    assert send(finance.engagement, at("2026-11-12T10:05:00+00:00")) == 1


def test_the_invented_people_of_a_demonstration_get_no_mail(place: Any, inbox: Inbox) -> None:
    from remit.stages.workspace.mail_notices import mail_notices
    from remit.stages.workspace.notify import notify

    finance = place("finance")
    notify(finance, kind="decision", title="Sign", key="s")
    mail_notices(engagement=finance.engagement)
    assert not inbox.mails
