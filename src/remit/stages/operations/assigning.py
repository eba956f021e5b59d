"""How an item changes hands: one comparison and one write in the database, which only one of several people can win."""

from __future__ import annotations

from remit.records.models.member import Member
from remit.records.models.queue_item import QueueItem
from remit.stages.operations import queue_log
from remit.stages.operations.queue_log import Done
from remit.stages.workspace.notify import notify


def won(row: QueueItem, to: Member | None, by: Member, at: int, together: str = "") -> bool:
    """Gives the item from who had it when it was read to somebody else (None: to nobody); False where somebody was quicker."""
    before = row.assignee
    held = QueueItem.objects.filter(pk=row.pk, assignee=before)
    if held.update(assignee=to, assigned_at=at if to is not None else None, changed_at=at) != 1:
        return False
    row.assignee, row.assigned_at, row.changed_at = to, at if to is not None else None, at
    queue_log.change(row, by, at, "assigned", before, to, together)
    if to is not None:
        queue_log.write(row, [Done("assigned", queue_log.doer(by))], at)
        row.save(update_fields=["events"])
        if to.pk != by.pk:
            title = f"{by.name} gave you {row.item}"
            notify(to, kind="news", title=title, link=f"/e/{by.engagement.code}/{row.path}", act="Open", key=f"queue {row.item} {at}")
    return True
