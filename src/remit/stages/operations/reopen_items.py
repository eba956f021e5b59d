"""Open items again that were resolved or closed: what the clocks make of it, the contract says."""

from __future__ import annotations

from remit.records.fields import public_id
from remit.records.models.member import Member
from remit.records.models.queue_item import QueueItem
from remit.stages import roles
from remit.stages.action import action
from remit.stages.inputs import ItemsInput
from remit.stages.operations import queue_log
from remit.stages.operations.queue_log import Done
from remit.stages.operations.queue_rows import still, worked


@action(may=roles.works_queue, says="reopened {items} items")
def reopen_items(*, by: Member, items: ItemsInput) -> list[QueueItem]:
    """A merged item is not opened again: its customer is answered in the item it went into."""
    now, together = by.engagement.now(), public_id()
    rows = worked(by, items)
    still(rows, ("resolved", "closed"), "is {state}", "open it to see how it stands")
    for row in rows:
        reopen(row, by, now, queue_log.doer(by), together)
        row.save()
    return rows


def reopen(row: QueueItem, by: Member | None, at: int, who: str, together: str = "") -> None:
    """Opens it again; the caller saves the row."""
    queue_log.write(row, [Done("reopened", who)], at)
    queue_log.move(row, by, at, "open", together)
