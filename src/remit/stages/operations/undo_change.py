"""Take back what was just done with several items: who had them before has them again; what waits goes on."""

from __future__ import annotations

from remit.records.models.member import Member
from remit.records.models.queue_item import QueueChange, QueueItem
from remit.records.scoping import visible
from remit.stages import roles
from remit.stages.action import action
from remit.stages.operations import queue_log
from remit.stages.operations.assigning import won
from remit.stages.operations.queue_rows import worked
from remit.stages.operations.resume_items import go_on
from remit.stages.operations.undoing import WITHIN, can_be
from remit.values.fault import Fault, Place, Refused


@action(may=roles.works_queue, says="took back what was done with {result} items")
def undo_change(*, by: Member, together: str) -> list[QueueItem]:
    """Of one's own changes of the last hour. An item that somebody has changed since is left as it is. The log is not rewritten: a wait
    that is taken back ends now."""
    now = by.engagement.now()
    rows = visible(QueueChange, by).filter(by=by, together=together, undone_at=None, at__gt=now - WITHIN).exclude(together="")
    changes = [one for one in rows.select_related("item", "had_by__user", "had_by__engagement") if can_be(one.what, one.after)]
    if not changes:
        raise Refused([Fault(Place(), "there is nothing to take back", "change the items one by one")])
    items = {row.item: row for row in worked(by, [one.item.item for one in changes])}
    back = []
    for one in changes:
        row = items[one.item.item]
        if one.what == "assigned" and (row.assignee.name if row.assignee else "") == one.after:
            if won(row, one.had_by, by, now):
                back.append(row)
        elif one.what == "state" and row.state == "waiting" and one.after.startswith(f"{row.waits_for} "):
            go_on(row, by, now, queue_log.doer(by))
            row.save()
            back.append(row)
    QueueChange.objects.filter(pk__in=[one.pk for one in changes]).update(undone_at=now)
    return back
