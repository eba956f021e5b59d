"""Go on with items that waited: their clocks run again from this moment."""

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


@action(may=roles.works_queue, says="went on with {items} items")
def resume_items(*, by: Member, items: ItemsInput) -> list[QueueItem]:
    """What is written is the end of the wait, now: how long it lasted can be read, and is never changed."""
    now, together = by.engagement.now(), public_id()
    rows = worked(by, items)
    still(rows, ("waiting",), "does not wait", "open it to see how it stands")
    for row in rows:
        go_on(row, by, now, queue_log.doer(by), together)
        row.save()
    return rows


def go_on(row: QueueItem, by: Member | None, at: int, who: str, together: str = "") -> None:
    """Ends a wait; the caller saves the row."""
    queue_log.write(row, [Done("state", who, "open")], at)
    queue_log.move(row, by, at, "open", together)
