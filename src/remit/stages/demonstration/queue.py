"""The own queue of the demonstration: the open items of the help desk on 12 November, with what their customers wrote.

Nothing of it is an event of the work log: the items came by import like all others, so no figure of the demonstration moves. Only what a
visitor does in the queue is written on.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from importlib import resources
from itertools import cycle

from remit.records import row_level
from remit.records.models.comment import Comment
from remit.records.models.letter import Letter
from remit.records.models.member import Member
from remit.records.models.queue_item import QueueItem
from remit.records.scoped import BOTH, PROVIDER
from remit.stages.operations.save_guide import save_guide
from remit.stages.operations.save_macro import save_macro
from remit.stages.operations.switch_queue import switch_queue
from remit.values.period import MINUTE

SWITCHED_ON = datetime(2026, 11, 12, 14, 20)
ADDRESS = "care@harbourpine.example"
ANSWERED = (
    "Delivery date",
    "Refund of a return",
    "Stock of a fabric",
    "Receipt again",
    "Damaged corner",
    "Change of an order",
    "Swatches sent",
)
EMAIL_GUIDE = """\
1. Find the order by its number. Without one, search by the address of the mail.
2. **A date of delivery** is only ever the carrier's own. Where the portal is down, let the item wait for the third party, and say so.
3. **Damage:** ask for one picture. Up to £60 you may offer the customer a part of the price; above that ask the order desk, in a note for \
both companies.
4. Close with the name of the desk, never with a promise that another desk must keep.
"""
CHAT_GUIDE = """\
Greet within the minute, even if only to say that you are looking.

What takes longer than three messages becomes a mail: open an item by hand, so that its clock runs.
"""
DATE_MACRO = """\
Dear {customer},

thank you for your patience. I have asked the carrier for the date of your delivery, and write again as soon as I have it.

Kind regards
{agent}, {company}"""
THANKS_MACRO = "Dear {customer},\n\nthis is settled now. Do write again if anything is left open.\n\nKind regards\n{agent}, {company}"


def queue(people: Mapping[str, Member]) -> Iterator[tuple[datetime, str, Callable[[], object]]]:
    """What is done to have it, as moments of the demonstration."""
    manager, agent, desk = people["delivery-manager"], people["agent"], people["process-owner"]

    def switched_on() -> None:
        switch_queue(by=manager, record="helpdesk", address=ADDRESS, mail_channel="email")
        save_guide(by=desk, title="Answering a mail", channel="email", text=EMAIL_GUIDE)
        save_guide(by=desk, title="Answering a chat", channel="chat", text=CHAT_GUIDE)
        save_macro(by=manager, name="Date asked of the carrier", text=DATE_MACRO, then="waiting for third party", shared=True)
        save_macro(by=manager, name="Settled", text=THANKS_MACRO, then="resolve", shared=True)
        with row_level.acting_for(manager.engagement_id):
            _letters(manager, agent, desk)

    yield SWITCHED_ON, "own queue switched on", switched_on


def _written() -> list[Mapping[str, str]]:
    """What the customers of the unanswered mails wrote: subject, customer, text. All are invented."""
    text = resources.files("remit.demo").joinpath("letters.csv").read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text)))


def _letters(manager: Member, agent: Member, desk: Member) -> None:
    rows = list(QueueItem.objects.filter(engagement=manager.engagement).order_by("made_at", "item"))
    silent = [row for row in rows if row.state == "new" and row.channel == "email"]
    for row, one in zip(silent[-21:], _written(), strict=False):
        row.subject, row.customer, customer = one["subject"], one["customer"], one["customer"]
        row.address = f"{customer.lower().replace(' ', '.')}@customers.example"
        sender = f"{customer} <{row.address}>"
        Letter.objects.create(
            engagement=manager.engagement, item=row, kind="customer", subject=row.subject, text=one["text"], sender=sender, at=row.made_at
        )
    for row, subject in zip((row for row in rows if row.state != "new"), cycle(ANSWERED), strict=False):
        row.subject = subject
    for row in (one for one in silent[1:3]):
        row.assignee, row.assigned_at = agent, row.made_at + 40 * MINUTE
    QueueItem.objects.bulk_update(rows, ["subject", "customer", "address", "assignee", "assigned_at"])
    if silent:
        _note(silent[0], agent, PROVIDER, "The carrier’s portal has been slow since noon. I try again at half past two.", 55)
        _note(silent[0], desk, BOTH, "The sideboard left our warehouse on Tuesday, second load. The carrier has it.", 70)


def _note(row: QueueItem, by: Member, visible_to: str, text: str, minutes: int) -> None:
    Comment.objects.create(
        engagement=by.engagement,
        visible_to=visible_to,
        subject=f"item:{row.item}",
        text=text,
        written_by=by,
        written_at=row.made_at + minutes * MINUTE,
    )
