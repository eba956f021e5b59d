"""What people do in the own queue, written into the work log: the same events that an import would bring, so nothing is counted twice or
by other rules. Each has a number of its own in its record (`remit/HAR-Q-7/3`), so it can be sent again and changes nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import polars as pl

from remit.intake.store import add_events
from remit.records.models.member import Member
from remit.records.models.queue_item import QueueChange, QueueItem
from remit.work import log as work_log

SOURCE = "remit"
"""What the numbers of these events begin with."""


@dataclass(frozen=True, slots=True)
class Done:
    """One event, in the words of the work log."""

    event: str
    who: str | None = None
    value: str | None = None
    field: str | None = None


def doer(by: Member) -> str:
    """Who acted, as the log says it: the provider's people are agents, the client's are the client."""
    return "agent" if by.side == "provider" else "client"


def write(row: QueueItem, happened: Sequence[Done], at: int, received: int | None = None) -> None:
    """Adds events of one item, in their order, and counts them in its row. `received` is when Remit learnt of it, where that was later."""
    first = row.events + 1
    frame = pl.DataFrame(
        [
            {
                "record": row.record,
                "item": row.item,
                "event": one.event,
                "field": one.field,
                "value": one.value,
                "who": one.who,
                "at": at,
                "received_at": at if received is None else received,
                "sequence": number,
                "id": f"{SOURCE}/{row.item}/{number}",
            }
            for number, one in enumerate(happened, first)
        ],
        schema=work_log.EVENTS,
    )
    add_events(row.engagement, frame, None)
    row.events += frame.height


def change(row: QueueItem, by: Member | None, at: int, what: str, before: object, after: object, together: str = "") -> None:
    """Keeps what became of a field of an item."""
    QueueChange.objects.create(
        engagement_id=row.engagement_id,
        item=row,
        what=what,
        before=str(getattr(before, "name", before) or "")[:240],
        after=str(getattr(after, "name", after) or "")[:240],
        had_by=before if isinstance(before, Member) else None,
        by=by,
        at=at,
        together=together,
    )


def move(row: QueueItem, by: Member | None, at: int, state: str, together: str = "", why: str = "") -> None:
    """Changes an item's state; what it waited for ends with it. The caller saves the row."""
    before = row.waits_for if row.state == "waiting" else row.state
    after = row.waits_for if state == "waiting" else state
    change(row, by, at, "state", before, f"{after}: {why}" if why else after, together)
    row.state = state
    if state != "waiting":
        row.waits_for, row.caused_by, row.waits_why = "", "", ""
    row.changed_at = at
