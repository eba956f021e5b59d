"""Reads of the own queue: the open items with what is left of their time, and what was said about one."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from ninja import Router

from remit.api import rows
from remit.api.caller import asking
from remit.api.paging import Limit, ListOut, Offset
from remit.api.problem import nothing_here
from remit.stages.operations import queue_list, queue_thread
from remit.stages.operations.queue_thread import Said

ROUTER = Router(tags=["operations"])
_INSTANTS = ("start", "due", "made_at", "changed_at")


@ROUTER.get("/engagements/{code}/queue", response=ListOut, operation_id="get_queue", summary="The own queue")
def queue(request: HttpRequest, code: str, limit: Limit = 100, offset: Offset = 0) -> dict[str, Any]:
    """The open items of the records that are worked here, the one with the least working time left first. `left_microseconds` is what its
    next clock still has, negative once it is due, and null where no clock runs; `assignee` is a name."""
    with asking(request, code) as member:
        items = queue_list.listed(member, member.engagement.now()).items
        return {"count": items.height, "rows": [_item(one) for one in items.slice(offset, limit).iter_rows(named=True)]}


@ROUTER.get("/engagements/{code}/items/{path:item}/thread", response=ListOut, operation_id="get_thread", summary="The thread of an item")
def thread(request: HttpRequest, code: str, item: str, limit: Limit = 100, offset: Offset = 0) -> dict[str, Any]:
    """Letters of and to the customer, the notes that the caller may read, and what changed, the oldest first."""
    with asking(request, code) as member:
        row = queue_thread.row_of(member, item)
        if row is None:
            raise nothing_here(f"No queue of this engagement has the item '{item[:60]}'.")
        found = queue_thread.thread(member, row).said
        return {"count": len(found), "rows": [_said(one) for one in found[offset : offset + limit]]}


def _item(one: dict[str, Any]) -> dict[str, Any]:
    told = {name: rows.written(value) if name in _INSTANTS else value for name, value in one.items()}
    for length in ("left", "granted"):
        told[f"{length}_microseconds"] = told.pop(length)
    told["assignee"], told["waits_for"], told["caused_by"] = told.pop("assignee_name"), told.pop("waits"), told.pop("who")
    told["last_word"] = told.pop("word")
    return told


def _said(one: Said) -> dict[str, Any]:
    return {
        "id": one.number,
        "kind": one.kind,
        "at": rows.written(one.at),
        "who": one.who,
        "company": one.company,
        "visible_to": one.visible_to,
        "text": one.text,
        "quoted": one.quoted,
        "mail": one.mail or None,
        "item": one.of or None,
        "files": [{"id": file.public_id, "name": file.name, "size": file.size} for file in one.files],
    }
