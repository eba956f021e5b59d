"""Switch the own queue of a record on or off: on, Remit holds its items; off, the record's own system is the only source again."""

from __future__ import annotations

import polars as pl
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from remit.intake.knowledge import kept
from remit.intake.reading import records_of
from remit.records.models.member import Member
from remit.records.models.own_queue import OwnQueue
from remit.records.models.queue_item import QueueItem
from remit.stages import roles
from remit.stages.action import action
from remit.stages.operations.own_queues import fields_of
from remit.stages.operations.queue_rows import from_log
from remit.terms.words import listed
from remit.values.fault import Fault, Place, Refused

LONGEST_DELAY = 60
"""Days after which what is resolved closes at the latest."""


@action(may=roles.leads_queue, says="switched the own queue of {record}")
def switch_queue(
    *,
    by: Member,
    record: str,
    on: bool = True,
    address: str = "",
    mail_channel: str = "",
    acknowledgement: str = "",
    closes_after: int = 0,
) -> OwnQueue:
    """`record` is one of section 5 of the terms. `address` is where customers write, `mail_channel` the value of the field channel that
    their mails get; `acknowledgement` answers each first mail at once, where it is not empty. What is resolved closes after `closes_after`
    days. Switched on, the open items of the record stand in the queue; switched off, what was written stays, and counts on."""
    known = records_of(by.engagement)
    faults = []
    if record not in known:
        faults.append(
            Fault(Place(column="record"), f"section 5 of the terms has no record '{record[:60]}'", f"choose one of {listed(known)}")
        )
    if not 0 <= closes_after <= LONGEST_DELAY:
        faults.append(Fault(Place(column="closes_after"), f"{closes_after} is no delay", f"write days from 0 to {LONGEST_DELAY}"))
    faults += [*_of_mail(by, record, address.lower(), mail_channel)]
    if faults:
        raise Refused(faults)
    row, _new = OwnQueue.objects.update_or_create(
        engagement=by.engagement,
        record=record,
        defaults={
            "is_on": on,
            "address": address.lower(),
            "mail_channel": mail_channel,
            "acknowledgement": acknowledgement,
            "closes_after": closes_after,
            "changed_by": by,
            "changed_at": by.engagement.now(),
        },
    )
    if on:
        _take_over(by, row)
    return row


def _of_mail(by: Member, record: str, address: str, channel: str) -> list[Fault]:
    found = []
    if address:
        try:
            validate_email(address)
        except ValidationError:
            found.append(Fault(Place(column="address"), f"'{address[:80]}' is no mail address", "write one such as care@example.com"))
        if OwnQueue.objects.filter(engagement=by.engagement, address=address, is_on=True).exclude(record=record).exists():
            found.append(Fault(Place(column="address"), "another queue has this address", "use an address of its own"))
    channels = fields_of(by.engagement, record).get("channel", ())
    if channel and channels and channel not in channels:
        found.append(Fault(Place(column="mail_channel"), f"the terms know no channel '{channel}'", f"choose one of {listed(channels)}"))
    return found


def _take_over(by: Member, queue: OwnQueue) -> None:
    """Rows for the items that are open in the log, and that the queue does not know yet."""
    log = kept(by.engagement).log.filter(pl.col("record") == queue.record)
    known = set(QueueItem.objects.filter(engagement=by.engagement, record=queue.record).values_list("item", flat=True))
    rows = [row for row in from_log(by.engagement, queue, log, open_only=True) if row.item not in known]
    QueueItem.objects.bulk_create(rows, batch_size=1_000)
