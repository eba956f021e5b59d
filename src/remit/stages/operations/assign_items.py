"""Give items to somebody: to oneself, to a colleague of either company, or back to everybody."""

from __future__ import annotations

from remit.records import row_level
from remit.records.fields import public_id
from remit.records.models.member import Member
from remit.records.models.queue_item import QueueItem
from remit.stages import roles
from remit.stages.action import action
from remit.stages.inputs import ItemsInput
from remit.stages.operations.assigning import won
from remit.stages.operations.queue_rows import OPEN, still, worked
from remit.values.fault import Fault, Place, Refused

ME, NOBODY = "me", "nobody"


@action(may=roles.works_queue, says="gave {items} items to somebody")
def assign_items(*, by: Member, items: ItemsInput, to: str = ME, held: dict[str, str] | None = None) -> list[QueueItem]:
    """`to` is me, nobody, or the public number of a member who works the queue. `held` says who has each item as the person saw it, by the
    member's public number; an item that nobody had is left out. Where somebody else was quicker, nothing is changed and the fault names
    them: an item never changes hands unseen."""
    now, target = by.engagement.now(), _member(by, to)
    rows = worked(by, items)
    still(rows, OPEN, "is {state}", "reopen it first, if it is to be worked again")
    seen = held or {}
    quicker = [row for row in rows if (row.assignee.public_id if row.assignee else "") != seen.get(row.item, "")]
    if quicker:
        raise Refused([Fault(Place(column="items"), _who(row), "look at it again, then decide") for row in quicker])
    together = public_id()
    lost = [row for row in rows if row.assignee != target and not won(row, target, by, now, together)]
    if lost:
        raise Refused([Fault(Place(column="items"), f"somebody else was quicker with {row.item}", "take another") for row in lost])
    return rows


def _member(by: Member, to: str) -> Member | None:
    if to == ME:
        return by
    if to == NOBODY:
        return None
    found = (
        Member.objects.filter(engagement=by.engagement, public_id=to, side__in=("client", "provider"))
        .select_related("user", "engagement__client", "engagement__provider")
        .first()
    )
    if found is None or not roles.works_queue(found):
        raise Refused([Fault(Place(column="to"), "nobody of that number works the queue", "choose somebody of the list")])
    return found


def workers(by: Member) -> list[Member]:
    """Who can be given an item: of both companies, one's own first."""
    with row_level.acting_for(by.engagement_id):
        rows = Member.objects.filter(engagement=by.engagement, ended_at=None, user__is_active=True)
        found = list(rows.select_related("user", "engagement__client", "engagement__provider").order_by("user__name"))
    return sorted((one for one in found if roles.works_queue(one)), key=lambda one: one.side != by.side)


def _who(row: QueueItem) -> str:
    return f"{row.item} is with {row.assignee.name}" if row.assignee is not None else f"{row.item} is with nobody any more"
