"""The mail that carries a reply to a customer: plain text, in its thread, with an address to answer to that names the item."""

from __future__ import annotations

import re
from email.utils import formataddr, parseaddr

from django.core.mail import EmailMessage

from remit.records.models.attachment import Attachment
from remit.records.models.letter import Letter
from remit.records.models.own_queue import OwnQueue
from remit.records.models.queue_item import QueueItem

AUTOMATIC = {"Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "All", "Precedence": "auto_reply"}
"""By which other machines know that a machine wrote, and stay silent."""
_MOST_NAMED = 20
_TAGGED = re.compile(r"\+([a-z0-9]{20})@")


def mail(letter: Letter, queue: OwnQueue) -> EmailMessage:
    """The mail of a reply or a receipt. `ValueError` for anything else: no note ever becomes a mail."""
    if letter.kind not in ("reply", "receipt") or letter.mail_state != "waiting":
        raise ValueError(f"a letter of kind '{letter.kind}' and mail state '{letter.mail_state}' is not mailed")
    item = letter.item
    before = list(Letter.objects.filter(item=item, at__lte=letter.at).exclude(message_id="").exclude(pk=letter.pk).order_by("at", "pk"))
    name = str(item.engagement.client)
    headers = {"Message-ID": message_id(letter, queue), "Reply-To": tagged(queue.address, item)}
    if before:
        headers["In-Reply-To"] = before[-1].message_id
        headers["References"] = " ".join(one.message_id for one in before[-_MOST_NAMED:])
    if letter.kind == "receipt":
        headers |= AUTOMATIC
    made = EmailMessage(
        subject(item, bool(before)),
        f"{letter.text.rstrip()}\n\n-- \n{name}, {item.item}\n",
        formataddr((line(name), queue.address)),
        [formataddr((line(item.customer), item.address)) if item.customer else item.address],
        headers=headers,
    )
    for file in Attachment.objects.filter(engagement_id=letter.engagement_id, subject=f"letter:{letter.public_id}"):
        made.attach(file.name, bytes(file.content), file.media_type)
    return made


def message_id(letter: Letter, queue: OwnQueue) -> str:
    """The number by which mail programs know the letter: the same however often it is sent."""
    return f"<{letter.public_id}.{letter.item.tag}@{queue.address.rpartition('@')[2]}>"


def tagged(address: str, item: QueueItem) -> str:
    """The queue's address with the item's tag, which comes back with the answer.

    >>> tagged("care@example.com", QueueItem(tag="a" * 20))
    'care+aaaaaaaaaaaaaaaaaaaa@example.com'
    """
    name, _, host = address.rpartition("@")
    return f"{name}+{item.tag}@{host}"


def tag_in(address: str) -> str:
    """The tag of an address, empty where it has none.

    >>> tag_in("Care <care+abcdefghijkmnpqrstuv@example.com>"), tag_in("care@example.com")
    ('abcdefghijkmnpqrstuv', '')
    """
    found = _TAGGED.search(parseaddr(address)[1].lower())
    return found[1] if found else ""


def subject(item: QueueItem, again: bool) -> str:
    said = line(item.subject) or item.item
    return said if not again or said.casefold().startswith("re:") else f"Re: {said}"


def line(text: str) -> str:
    """One line: what people write never becomes a header."""
    return " ".join(text.split())[:200]
