"""Do with several items what a macro says: the same words to each customer, or the same note, and then the same state."""

from __future__ import annotations

from remit.records.fields import public_id
from remit.records.models.macro import Macro
from remit.records.models.member import Member
from remit.records.models.queue_item import QueueItem
from remit.records.scoping import visible
from remit.stages import roles
from remit.stages.action import action
from remit.stages.inputs import ItemsInput
from remit.stages.operations.macro_text import filled
from remit.stages.operations.own_queues import of_record
from remit.stages.operations.pause_items import wait
from remit.stages.operations.queue_rows import OPEN, still, worked
from remit.stages.operations.reply_to_customer import RESOLVE, answered
from remit.stages.operations.resolve_items import resolve
from remit.stages.workspace.comment import comment
from remit.values.fault import Fault, Place, Refused


@action(may=roles.works_queue, says="used a macro on {items} items")
def apply_macro(*, by: Member, items: ItemsInput, macro: str) -> list[QueueItem]:
    """All of the items or none. A macro for notes adds a note for one's own company, and sends nothing; an item nobody has answered is not
    resolved by one."""
    text = visible(Macro, by).filter(public_id=macro, ended_at=None).first()
    if text is None:
        raise Refused([Fault(Place(column="macro"), "there is no such macro any more", "choose another")])
    now, together = by.engagement.now(), public_id()
    rows = worked(by, items)
    still(rows, OPEN, "is {state}", "leave it out, or reopen it first")
    if text.audience != "customer" and text.then == RESOLVE:
        still(rows, ("open", "waiting"), "has not been answered", "answer it first")
    for row in rows:
        said = filled(text.text, row, by)
        if text.audience == "customer":
            answered(row, by, now, said)
        else:
            comment(by=by, subject=f"item:{row.item}", text=said, visible_to=by.side)
        if text.then == RESOLVE:
            resolve(row, by, now, of_record(by.engagement, row.record), together)
        elif text.then:
            wait(row, by, now, text.then, text.caused_by, text.name, together)
        row.save()
    return rows
