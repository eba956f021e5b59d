"""Resolve items: the work is done. They close at once, or after the days that the queue says."""

from __future__ import annotations

from remit.records.fields import public_id
from remit.records.models.member import Member
from remit.records.models.own_queue import OwnQueue
from remit.records.models.queue_item import QueueItem
from remit.stages import roles
from remit.stages.action import action
from remit.stages.inputs import ItemsInput
from remit.stages.operations import queue_log
from remit.stages.operations.own_queues import of_record
from remit.stages.operations.queue_log import Done
from remit.stages.operations.queue_rows import OPEN, still, worked
from remit.values.fault import Fault, Place, Refused


@action(may=roles.works_queue, says="resolved {items} items")
def resolve_items(*, by: Member, items: ItemsInput, reason: str = "") -> list[QueueItem]:
    """An item that nobody has answered needs a `reason`, which both companies read: its first reply stays owed, and its clock runs on."""
    now, together = by.engagement.now(), public_id()
    rows = worked(by, items)
    still(rows, OPEN, "is {state} already", "nothing is left to do")
    silent = [row for row in rows if row.state == "new"]
    if silent and not reason:
        what = "has not been answered, and its first reply stays owed"
        raise Refused([Fault(Place(column="items"), f"{row.item} {what}", "answer it first, or say why not") for row in silent])
    for row in rows:
        resolve(row, by, now, of_record(by.engagement, row.record), together, reason)
        row.save()
    return rows


def resolve(row: QueueItem, by: Member, at: int, queue: OwnQueue, together: str = "", reason: str = "") -> None:
    """Ends the work on an item; the caller saves the row."""
    who = queue_log.doer(by)
    at_once = queue.closes_after == 0
    queue_log.write(row, [Done("resolved", who), *([Done("closed", who)] if at_once else [])], at)
    queue_log.move(row, by, at, "closed" if at_once else "resolved", together, reason)
