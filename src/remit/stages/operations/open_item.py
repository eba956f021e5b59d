"""Open an item by hand: a customer who called, or wrote where no mail comes from."""

from __future__ import annotations

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Max

from remit.records.models.letter import Letter
from remit.records.models.member import Member
from remit.records.models.own_queue import OwnQueue
from remit.records.models.queue_item import QueueItem
from remit.stages import roles
from remit.stages.action import action
from remit.stages.operations import queue_log
from remit.stages.operations.own_queues import fields_of, of_record
from remit.stages.operations.queue_log import Done
from remit.stages.operations.queue_rows import new_tag
from remit.terms.words import listed
from remit.values.fault import Fault, Place, Refused

LONGEST = 100_000


@action(may=roles.works_queue, says="opened {result}")
def open_item(
    *,
    by: Member,
    record: str,
    subject: str,
    text: str,
    customer: str = "",
    address: str = "",
    fields: dict[str, str] | None = None,
) -> QueueItem:
    """`text` is what the customer said, `fields` those of the record in the terms (channel, priority), by name. The clocks start now."""
    queue, now = of_record(by.engagement, record), by.engagement.now()
    given = {name: value for name, value in (fields or {}).items() if value}
    faults = [*_of_fields(by, record, given)]
    if not subject or len(subject) > 240:
        faults.append(
            Fault(Place(column="subject"), "the subject is missing, or longer than 240 letters", "say in a line what it is about")
        )
    if not text.strip() or len(text) > LONGEST:
        faults.append(
            Fault(Place(column="text"), "the text is missing, or too long", f"write what the customer said, up to {LONGEST:,} letters")
        )
    if address:
        try:
            validate_email(address)
        except ValidationError:
            faults.append(Fault(Place(column="address"), f"'{address[:80]}' is no mail address", "leave it empty, or write it whole"))
    if faults:
        raise Refused(faults)
    return begun(queue, now, now, subject=subject, text=text, customer=customer[:120], address=address.lower(), fields=given).item


def begun(
    queue: OwnQueue,
    at: int,
    received: int,
    *,
    subject: str,
    text: str,
    customer: str,
    address: str,
    fields: Mapping[str, str],
    message_id: str = "",
) -> Letter:
    """A new item with its first letter, from whoever the customer is; its clocks start at `at`. Under the lock of the engagement."""
    engagement = queue.engagement
    ordinal = (QueueItem.objects.filter(engagement=engagement).aggregate(most=Max("ordinal"))["most"] or 0) + 1
    row = QueueItem.objects.create(
        engagement=engagement,
        record=queue.record,
        item=f"{engagement.code}-Q-{ordinal}",
        ordinal=ordinal,
        subject=subject[:240],
        channel=fields.get("channel", ""),
        customer=customer,
        address=address,
        tag=new_tag(),
        last_word="customer",
        made_at=at,
        changed_at=received,
    )
    told = [Done("field", "system", value, name) for name, value in fields.items()]
    queue_log.write(row, [Done("created", "customer"), *told, Done("message", "customer")], at, received)
    row.save(update_fields=["events"])
    return Letter.objects.create(
        engagement=engagement,
        item=row,
        kind="customer",
        subject=subject[:240],
        text=text,
        sender=customer or address,
        at=at,
        message_id=message_id,
    )


def _of_fields(by: Member, record: str, given: Mapping[str, str]) -> list[Fault]:
    known, found = fields_of(by.engagement, record), []
    for name, value in given.items():
        if name not in known:
            found.append(Fault(Place(column=f"fields.{name}"), f"the terms know no field '{name[:40]}' of {record}", "leave it out"))
        elif known[name] and value not in known[name]:
            what = f"'{value[:40]}' is no value of '{name}'"
            found.append(Fault(Place(column=f"fields.{name}"), what, f"choose one of {listed(list(known[name]))}"))
    return found
