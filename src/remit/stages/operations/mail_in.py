"""A mail of a customer becomes an item, or joins the one it answers; what a machine sent is kept for a person to look at.

Not an action: a mail server acts, not a member. The command line and the action `receive_mail` both call it. Every byte is kept
(`MailReceived`), the same mail again changes nothing, and the clock starts when the mail came, whatever date it bears.
"""

from __future__ import annotations

import re
from hashlib import sha256
from html import unescape

import nh3

from remit.exchange import mail
from remit.exchange.mail import Mail
from remit.records.models.attachment import Attachment
from remit.records.models.engagement import Engagement
from remit.records.models.letter import Letter, MailReceived
from remit.records.models.own_queue import OwnQueue
from remit.records.models.queue_item import QueueItem
from remit.records.scoped import BOTH
from remit.stages.operations import queue_log
from remit.stages.operations.letter_mail import tag_in
from remit.stages.operations.open_item import begun
from remit.stages.operations.queue_log import Done
from remit.stages.operations.reopen_items import reopen
from remit.stages.operations.resume_items import go_on
from remit.stages.operations.send_letters import send_letters
from remit.stages.workspace.attach_file import media_type, plain_name
from remit.values.fault import Fault, Place, Refused
from remit.values.period import HOUR

LARGEST = 25 << 20
"""Bytes of a mail, as mail servers send them."""
LONGEST_TEXT = 100_000
"""So much of a text stands in the thread; the whole of a longer one is a file beside it."""
MOST_FILES = 50
MOST_TAGS = 6_000
"""Tags of a page that is read as text: elements within elements take the square of their number."""
_BREAKS = re.compile(r"<(?:br|/p|/div|/tr|/li|/h[1-6])\b[^>]{0,200}>", re.IGNORECASE)


def taken(engagement: Engagement, content: bytes) -> MailReceived:
    """What became of a mail; of one that came before, what became of it then. The caller's transaction holds the engagement. `Refused`
    where it is too large, or no queue takes mail: then the mail server keeps it."""
    queues = [one for one in OwnQueue.objects.filter(engagement=engagement, is_on=True).exclude(address="") if one.address]
    if not queues:
        raise Refused([Fault(Place(), "no queue of this engagement takes mail", "switch one on, with its address")])
    if len(content) > LARGEST:
        raise Refused([Fault(Place(), f"the mail has {len(content):,} bytes, more than {LARGEST:,}", "let the mail server send it back")])
    found, digest = mail.read(content), f"sha256:{sha256(content).hexdigest()}"
    key = found.message_id or digest
    before = MailReceived.objects.filter(engagement=engagement, message_id=key).first()
    if before is not None:
        return before
    received = MailReceived(
        engagement=engagement,
        message_id=key,
        content=content,
        size=len(content),
        digest=digest,
        sender=_sender(found)[:240],
        subject=found.subject,
        received_at=engagement.now(),
    )
    queue = _addressed(found, queues)
    queue.engagement = engagement
    row = _answered(engagement, found)
    why = _not_a_letter(found, queues)
    if row is not None and not found.fault and why in ("", *_MACHINES):
        received.outcome, received.letter = "thread", joined(row, found, received.received_at, automatic=why)
    elif why:
        received.outcome, received.why = "aside", why
    else:
        received.outcome, received.letter = "item", opened(queue, found, received.received_at, received.received_at)
        _acknowledge(queue, received.letter, received.received_at)
    received.save()
    return received


_MACHINES = ("a machine answered", "a mail server reports on a delivery", "it was sent to many")


def _not_a_letter(found: Mail, queues: list[OwnQueue]) -> str:
    """Why a person should look before it becomes work; empty where it is a customer's letter."""
    if found.fault:
        return found.fault
    if not found.address:
        return "it has no sender that can be answered"
    if _bare(found.address) in {one.address for one in queues}:
        return "it comes from the queue's own address"
    return found.automatic


def opened(queue: OwnQueue, found: Mail, at: int, received: int) -> Letter:
    """A new item from a mail; its clocks start at `at`."""
    fields = {"channel": queue.mail_channel} if queue.mail_channel else {}
    text, files = text_of(found)
    letter = begun(
        queue,
        at,
        received,
        subject=found.subject or "(no subject)",
        text=text,
        customer=found.sender[:120],
        address=found.address,
        fields=fields,
        message_id=found.message_id,
    )
    _keep(letter, files)
    return letter


def joined(row: QueueItem, found: Mail, at: int, automatic: str = "") -> Letter:
    """The mail in the thread of the item it answers. A customer's word opens what was resolved, and ends a wait for the customer; what a
    machine sent does neither, and is no message of the customer to any clock."""
    text, files = text_of(found)
    letter = Letter.objects.create(
        engagement_id=row.engagement_id,
        item=row,
        kind="automatic" if automatic else "customer",
        subject=found.subject,
        text=text,
        sender=_sender(found)[:240],
        at=at,
        message_id=found.message_id,
    )
    _keep(letter, files)
    if not automatic:
        if row.state in ("resolved", "closed"):
            reopen(row, None, at, "customer")
        elif row.state == "waiting" and row.caused_by == "customer":
            go_on(row, None, at, "customer")
        queue_log.write(row, [Done("message", "customer")], at)
        row.last_word, row.changed_at = "customer", at
        row.save()
    return letter


def _addressed(found: Mail, queues: list[OwnQueue]) -> OwnQueue:
    to = {_bare(one) for one in found.recipients}
    return next((one for one in queues if one.address in to), queues[0])


def _answered(engagement: Engagement, found: Mail) -> QueueItem | None:
    """The item whose tag a recipient's address bears, else the one of a letter that it refers to; where that was merged, the one it went
    into."""
    rows = QueueItem.objects.filter(engagement=engagement).select_related("engagement", "merged_into", "assignee__user")
    tags = [tag for one in found.recipients if (tag := tag_in(one))]
    row = rows.filter(tag__in=tags).first() if tags else None
    if row is None and found.references:
        known = dict(Letter.objects.filter(engagement=engagement, message_id__in=found.references).values_list("message_id", "item_id"))
        nearest = next((known[one] for one in found.references if one in known), None)
        row = rows.filter(pk=nearest).first() if nearest is not None else None
    seen: set[int] = set()
    while row is not None and row.merged_into_id is not None and row.pk not in seen:
        seen.add(row.pk)
        row = rows.filter(pk=row.merged_into_id).first()
    return row


def text_of(found: Mail) -> tuple[str, list[tuple[str, bytes]]]:
    """What stands in the thread, and the files: those of the mail, and the text itself where it is too long or came as HTML only."""
    files = list(found.parts[:MOST_FILES])
    text = found.text
    if not text.strip() and found.html:
        files += [("message.html", found.html.encode())] if "message.html" not in dict(files) else []
        text = plain_of_html(found.html)
    if len(text) > LONGEST_TEXT:
        files += [("message.txt", text.encode())] if "message.txt" not in dict(files) else []
        text = f"{text[:LONGEST_TEXT]}\n…"
    return text.strip("\n"), files


def plain_of_html(html: str) -> str:
    """The words of a page, without what runs or is not seen.

    >>> plain_of_html("<p>It &amp; I<br>came.</p><script>alert(1)</script><style>p {}</style>")
    'It & I\\ncame.'
    """
    if html[: 4 * LONGEST_TEXT].count("<") > MOST_TAGS:
        return "(The mail is a page that is too intricate to be read as text; it is the file beside this.)"
    broken = _BREAKS.sub("\n", html[: 4 * LONGEST_TEXT])
    words = unescape(nh3.clean(broken, tags=set(), clean_content_tags={"script", "style", "head", "title"}))
    return re.sub(r"\n\s*\n\s*\n+", "\n\n", "\n".join(one.strip() for one in words.split("\n"))).strip()


def _keep(letter: Letter, files: list[tuple[str, bytes]]) -> None:
    """The files as downloads under names of their own; nothing of them is opened, and they are never shown as anything but bytes."""
    versions: dict[str, int] = {}
    for given, content in files:
        name = plain_name(given)
        versions[name] = versions.get(name, 0) + 1
        Attachment.objects.create(
            engagement_id=letter.engagement_id,
            visible_to=BOTH,
            subject=f"letter:{letter.public_id}",
            name=name,
            version=versions[name],
            content=content,
            size=len(content),
            media_type=media_type(name),
            digest=f"sha256:{sha256(content).hexdigest()}",
            added_at=letter.at,
        )


def _acknowledge(queue: OwnQueue, letter: Letter, at: int) -> None:
    """One automatic receipt for a new item, and not two an hour to one address: two machines never write to each other for ever."""
    row = letter.item
    if not queue.acknowledgement or not row.address:
        return
    lately = Letter.objects.filter(engagement_id=row.engagement_id, kind="receipt", item__address=row.address, at__gt=at - HOUR)
    if lately.exists():
        return
    state = "not sent" if queue.engagement.is_demo else "waiting"
    Letter.objects.create(
        engagement_id=row.engagement_id,
        item=row,
        kind="receipt",
        subject=row.subject,
        text=queue.acknowledgement,
        sender=str(queue.engagement.client),
        at=at,
        mail_state=state,
    )
    queue_log.write(row, [Done("reply", "system")], at)
    row.save(update_fields=["events"])
    if state == "waiting":
        send_letters.later()


def _sender(found: Mail) -> str:
    return f"{found.sender} <{found.address}>" if found.sender and found.sender != found.address else found.address or found.sender


def _bare(address: str) -> str:
    """Without a tag: care+abc@example.com is care@example.com."""
    name, at, host = address.rpartition("@")
    return f"{name.partition('+')[0]}{at}{host}"
