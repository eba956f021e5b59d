"""The part of an item's page that only items of an own queue have: the conversation, how it stands, and the guide beside it."""

from __future__ import annotations

from typing import Any

import polars as pl

from remit.intake.knowledge import kept
from remit.records.models.queue_item import QueueItem
from remit.records.scoping import visible
from remit.stages import roles
from remit.stages.operations import own_queues, queue_thread
from remit.stages.operations.assign_items import workers
from remit.stages.operations.macro_text import filled
from remit.stages.operations.queue_rows import OPEN, from_log
from remit.stages.workspace import conversation
from remit.web.page import Visit

_LIKELY = 12
"""So many items of the same customer are offered to merge into."""


def worked_here(visit: Visit, number: str, macro: str = "") -> dict[str, Any]:
    """The words of `components/queue_thread.html`; an empty `row` where the item is worked elsewhere. `macro`: a text to begin with."""
    by = visit.by
    row = queue_thread.row_of(by, number) or _not_touched_yet(visit, number)
    if row is None:
        return {"row": None}
    queue = next(one for one in own_queues.running_queues(by) if one.record == row.record)
    thread = queue_thread.thread(by, row)
    texts = [(one, filled(one.text, row, by)) for one in queue_thread.macros(by)]
    chosen = next((one for one in texts if one[0].public_id == macro), None)
    states = own_queues.waiting_states(visit.engagement, row.record)
    return {
        "row": row,
        "queue": queue,
        "said": thread.said,
        "parts": thread.parts,
        "macros": texts,
        "draft": chosen[1] if chosen is not None else "",
        "then": chosen[0].then if chosen is not None else "",
        "waiting": [(state, own_queues.cause_of(state), clocks) for state, clocks in states.items()],
        "guides": queue_thread.guides(by, row.channel),
        "workers": workers(by),
        "likely": _likely(visit, row),
        "open_states": OPEN,
        "watches": any(one.member_id == by.pk for one in conversation.watchers(by, f"item:{number}")),
        "may_write": roles.is_party(by),
        "may_work": roles.works_queue(by),
        "may_reply": roles.works_queue(by) and row.state in OPEN,
        "may_lead": roles.leads_queue(by),
    }


def _not_touched_yet(visit: Visit, number: str) -> QueueItem | None:
    """As the first touch would make it, where the item came by import and its record has a queue; it is not stored."""
    events = kept(visit.engagement).events.of_items([number])
    for queue in own_queues.running_queues(visit.by):
        row = next(from_log(visit.engagement, queue, events.filter(pl.col("record") == queue.record)), None)
        if row is not None:
            return row
    return None


def _likely(visit: Visit, row: QueueItem) -> list[QueueItem]:
    if not row.address:
        return []
    same = visible(QueueItem, visit.by).filter(record=row.record, address=row.address, state__in=OPEN).exclude(pk=row.pk)
    return list(same.order_by("-made_at")[:_LIKELY])
