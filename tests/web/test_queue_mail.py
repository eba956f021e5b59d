"""Customers' mail, in and out: cases in text files (`mail_cases`), replies with their thread, and what never becomes a mail."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from remit.values.fault import Refused
from tests.web.mail_cases import cases, content, steps

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture
def live(place: Callable[[str], Any], settings: Any) -> Any:
    """The demo's engagement as if it were no demonstration, so that its queue really mails; with people of both companies."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    agent, desk, manager = place("agent"), place("process-owner"), place("delivery-manager")
    engagement = agent.engagement
    type(engagement).objects.filter(pk=engagement.pk).update(is_demo=False)
    for member in (agent, desk, manager):
        member.engagement.refresh_from_db()
    return SimpleNamespace(agent=agent, desk=desk, manager=manager, engagement=agent.engagement)


def received(live: Any, mail: bytes) -> Any:
    from remit.stages.inputs import FileInput
    from remit.stages.operations.receive_mail import receive_mail

    return receive_mail(by=live.agent, file=FileInput("mail.eml", mail))


def sent(live: Any) -> list[Any]:
    from django.core import mail

    from remit.stages.operations.send_letters import send_letters

    before = len(mail.outbox)
    send_letters(engagement=live.engagement)
    return list(mail.outbox[before:])


def simple(number: str = "<a@x>", sender: str = "Ann Fox <ann@fox.example>", text: str = "When?", **more: str) -> bytes:
    heads = {"From": sender, "To": "care@harbourpine.example", "Subject": "Sideboard", "Message-ID": number, **more}
    return "\r\n".join([*(f"{name}: {value}" for name, value in heads.items()), "", text]).encode()


def seen(received: Any) -> Mapping[str, str]:
    """What became of a mail, in the words of the cases."""
    from remit.records.models.attachment import Attachment
    from remit.records.models.letter import Letter
    from remit.records.models.work_event import WorkEvent
    from remit.stages.operations.queue_thread import parted

    found = {"outcome": received.outcome, "why": received.why}
    if received.letter is None:
        return found
    letter = Letter.objects.select_related("item").get(pk=received.letter.pk)
    row = letter.item
    files = Attachment.objects.filter(subject=f"letter:{letter.public_id}").order_by("name", "version")
    return found | {
        "state": row.state,
        "customer": row.customer,
        "subject": row.subject,
        "text": parted(letter.text)[0].split("\n")[0],
        "events": " ".join(WorkEvent.objects.filter(item=row.item).order_by("at", "sequence").values_list("event", flat=True)),
        "letters": " ".join(Letter.objects.filter(item=row).order_by("at", "pk").values_list("kind", flat=True)),
        "files": " ".join(files.values_list("name", flat=True)),
        "tag": row.tag,
        "number": row.item,
    }


@pytest.mark.parametrize("path", cases(), ids=lambda path: path.stem)
def test_what_becomes_of_a_mail(live: Any, path: Path) -> None:
    from remit.records.models.letter import MailReceived
    from remit.records.models.own_queue import OwnQueue

    if path.stem == "machines":
        OwnQueue.objects.filter(engagement=live.engagement).update(acknowledgement="We have it.")
    places: dict[str, str] = {}
    for number, step in enumerate(steps(path), 1):
        mail = content(step, places)
        got = received(live, mail)
        told = seen(got)
        for name, value in step.expected.items():
            expected = places["number"] if (name, value) == ("item", "same") else value
            assert told["number" if name == "item" else name].strip() == expected.strip(), (path.stem, number, name)
        again = received(live, mail)
        assert again.pk == got.pk and seen(again) == told  # the same mail twice changes nothing
        if number != 2 or path.stem != "begins-and-answers":
            assert bytes(MailReceived.objects.get(pk=got.pk).content) == mail  # every byte is kept
        places |= {name: told[name] for name in ("tag", "number") if name in told}


def test_a_reply_leaves_in_its_thread_and_the_answer_to_it_comes_back(live: Any) -> None:
    from remit.records.models.letter import Letter
    from remit.stages.operations.reply_to_customer import reply_to_customer

    first = received(live, simple("<one@fox.example>"))
    item = first.letter.item.item
    reply_to_customer(by=live.agent, item=item, text="On Friday.\nBcc: all@x", visible_to="customer")
    [mail] = sent(live)
    assert sent(live) == []  # once
    assert mail.to == ["Ann Fox <ann@fox.example>"] and mail.subject == "Re: Sideboard" and mail.bcc == [] and mail.cc == []
    assert (
        mail.from_email == '"Harbour & Pine" <care@harbourpine.example>'.replace('"', "") or "care@harbourpine.example" in mail.from_email
    )
    heads = mail.extra_headers
    assert heads["In-Reply-To"] == heads["References"] == "<one@fox.example>"
    assert re.fullmatch(r"care\+[a-z0-9]{20}@harbourpine\.example", heads["Reply-To"])
    assert heads["Message-ID"] in mail.message().as_string() and "On Friday." in mail.body
    answer = simple("<two@fox.example>", text="Thank you.", **{"In-Reply-To": heads["Message-ID"], "References": heads["Message-ID"]})
    assert received(live, answer).letter.item.item == item
    reply_to_customer(by=live.agent, item=item, text="With pleasure.", visible_to="customer", then="resolve")
    [mail] = sent(live)
    assert mail.extra_headers["References"] == f"<one@fox.example> {heads['Message-ID']} <two@fox.example>"
    late = received(live, simple("<three@fox.example>", text="It has not come.", To=heads["Reply-To"]))
    row = Letter.objects.get(pk=late.letter.pk).item
    assert (row.item, row.state, row.last_word) == (item, "open", "customer")  # resolved, and open again by the customer's word


def test_an_answer_to_a_merged_item_reaches_the_one_it_went_into(live: Any) -> None:
    """Also where that one was merged on: nothing a customer writes is left in an item that nobody opens any more."""
    from remit.stages.operations.merge_item import merge_item

    items = [received(live, simple(f"<{name}@fox.example>")).letter.item.item for name in ("one", "two", "three")]
    merge_item(by=live.agent, item=items[0], into=items[1])
    merge_item(by=live.agent, item=items[1], into=items[2])
    answer = simple("<four@fox.example>", text="And the lamp?", **{"In-Reply-To": "<one@fox.example>", "References": "<one@fox.example>"})
    assert received(live, answer).letter.item.item == items[2]


def test_no_note_ever_becomes_a_mail(live: Any) -> None:
    """Not by the action, not by the wrong button, not by a row written behind their backs: the database refuses it."""
    from django.db import IntegrityError, transaction

    from remit.records.models.comment import Comment
    from remit.records.models.letter import Letter
    from remit.records.models.work_event import WorkEvent
    from remit.stages.operations.add_note import add_note
    from remit.stages.operations.letter_mail import mail
    from remit.stages.operations.reply_to_customer import reply_to_customer

    item = received(live, simple()).letter.item
    before = WorkEvent.objects.filter(item=item.item).count()
    add_note(by=live.agent, item=item.item, text="She shouts. Canary-zeugma.")
    assert WorkEvent.objects.filter(item=item.item).count() == before  # the other company does not even learn that there is one
    add_note(by=live.agent, item=item.item, text="The warehouse? Canary-zeugma.", visible_to="both")
    assert WorkEvent.objects.filter(item=item.item, event="note").count() == 1
    for visible_to in ("provider", "both", ""):
        with pytest.raises(Refused, match="would go to the customer"):
            reply_to_customer(by=live.agent, item=item.item, text="Canary-zeugma", visible_to=visible_to)
    with pytest.raises(Refused, match="is not your side"):
        add_note(by=live.agent, item=item.item, text="Canary-zeugma", visible_to="customer")
    assert sent(live) == []
    note = Comment.objects.filter(subject=f"item:{item.item}").first()
    assert note is not None and not isinstance(note, Letter)
    row = Letter(engagement=live.engagement, item=item, kind="note", text="x", at=1, mail_state="waiting")
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()
    with pytest.raises(ValueError, match="is not mailed"):
        mail(row, None)  # type: ignore[arg-type]
    reply_to_customer(by=live.agent, item=item.item, text="We look.", visible_to="customer")
    assert [("zeugma" in one.message().as_string(), "We look." in one.body) for one in sent(live)] == [(False, True)]


def test_a_mail_kept_aside_becomes_an_item_whose_clock_starts_when_it_came(live: Any, monkeypatch: Any) -> None:
    from remit.records.models.engagement import Engagement
    from remit.records.models.work_event import WorkEvent
    from remit.stages.operations.settle_mail import settle_mail

    at = [live.engagement.now()]
    monkeypatch.setattr(Engagement, "now", lambda self: at[0])
    aside = received(live, simple("<bulk@x>", Precedence="list"))
    came = at[0]
    at[0] += 3_600_000_000
    settled = settle_mail(by=live.agent, mail=aside.public_id, verdict="item")
    created = WorkEvent.objects.get(item=settled.letter.item.item, event="created")
    assert (created.at, created.received_at) == (came, at[0])
    with pytest.raises(Refused, match="not kept aside any more"):
        settle_mail(by=live.agent, mail=aside.public_id, verdict="dismissed")


BOMBS = {
    "parts": b"Content-Type: multipart/mixed; boundary=b\r\n\r\n" + b"--b\r\n\r\nx\r\n" * 500_000,
    "lines within parts": b"Content-Type: multipart/mixed; boundary=b0\r\n\r\n"
    + b"".join(b"--b%d\r\nContent-Type: multipart/mixed; boundary=b%d\r\n\r\n" % (one, one + 1) for one in range(90))
    + b"x\r\n" * 3_000_000,
    "heads": b"X-A: b\r\n" * 1_000_000 + b"\r\nhi",
    "a head": b"References: " + b"<a@b> " * 1_000_000 + b"\r\n\r\nhi",
    "comments": b"Cc: " + b"(" * 100_000 + b"\r\n\r\nhi",
    "elements": b"Content-Type: text/html\r\n\r\n" + b"<div>" * 1_000_000,
    "a charset": b"Content-Type: text/plain; charset=punycode\r\n\r\n" + b"a" * 200_000 + b"-" + b"b" * 100_000,
    "words": b"\r\n" + b"word " * 4_000_000,
}
"""What would keep a parser busy for minutes, each by another way."""


@pytest.mark.parametrize("bomb", BOMBS)
def test_no_mail_keeps_the_server_busy(bomb: str) -> None:
    """Measured in processor time of this process; the machine may be busy with other things."""
    import time

    from remit.exchange import mail
    from remit.stages.operations.mail_in import text_of

    began = time.process_time()
    text, _files = text_of(mail.read(b"From: evil@bad.example\r\nTo: care@harbourpine.example\r\n" + BOMBS[bomb]))
    assert time.process_time() - began < 10 and len(text) < 101_000


def test_a_mail_too_large_is_left_with_the_mail_server(live: Any) -> None:
    with pytest.raises(Refused, match="more than 26,214,400"):
        received(live, simple(text="x" * (26 << 20)))


def test_a_mail_server_that_is_away_loses_nothing(live: Any, monkeypatch: Any) -> None:
    from django.core.mail import EmailMessage

    from remit.records.models.letter import Letter
    from remit.stages.operations.reply_to_customer import reply_to_customer

    item = received(live, simple()).letter.item.item
    reply_to_customer(by=live.agent, item=item, text="We look.", visible_to="customer")
    with monkeypatch.context() as away:

        def refused(self: Any, fail_silently: bool = False) -> int:
            raise ConnectionRefusedError("the mail server is away")

        away.setattr(EmailMessage, "send", refused)
        assert sent(live) == []
    assert Letter.objects.get(item__item=item, kind="reply").mail_state == "waiting"
    assert len(sent(live)) == 1 and Letter.objects.get(item__item=item, kind="reply").mail_state == "sent"


def test_nobody_of_a_demonstration_is_written_to(place: Callable[[str], Any], settings: Any) -> None:
    from remit.stages.operations.queue_list import listed
    from remit.stages.operations.reply_to_customer import reply_to_customer

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    agent = place("agent")
    item = listed(agent, agent.engagement.now()).items["item"][0]
    reply_to_customer(by=agent, item=item, text="On Friday.", visible_to="customer")
    assert sent(SimpleNamespace(engagement=agent.engagement)) == []
