"""Take the next item: the one with the least working time left that nobody has becomes one's own, in one step."""

from __future__ import annotations

from remit.intake import last_figures
from remit.records.models.member import Member
from remit.records.models.queue_item import QueueItem
from remit.stages import roles
from remit.stages.action import action
from remit.stages.operations.assigning import won
from remit.stages.operations.queue_list import free
from remit.stages.operations.queue_rows import worked
from remit.values.fault import Fault, Place, Refused


@action(may=roles.works_queue, says="took {result} from the queue")
def take_next(*, by: Member, channel: str = "") -> QueueItem:
    """Gives the item, which is the member's own from then on. Two people who ask at once get two items: only one of them changes the row
    from nobody's to theirs. `channel` narrows it. `Refused` where nothing is free."""
    now = by.engagement.now()
    with last_figures.shown():  # of a million items the last figures do: who has an item, and how it stands, is read from its own row below
        items = list(free(by, now, channel))
    for item in items:
        [row] = worked(by, [item])
        if row.assignee is None and row.state in ("new", "open") and won(row, by, by, now):
            return row
    what = f"nothing of the channel '{channel[:40]}' is free" if channel else "nothing is free"
    raise Refused([Fault(Place(), what, "everything open has somebody, or waits; ask a colleague for an item of theirs")])
