"""Rows of the own queue for items of the work log: made when a queue is switched on, and for an item that came by import since."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Sequence

import polars as pl

from remit.intake.knowledge import kept
from remit.records.models.engagement import Engagement
from remit.records.models.member import Member
from remit.records.models.own_queue import OwnQueue
from remit.records.models.queue_item import QueueItem
from remit.records.scoping import visible
from remit.stages.operations.open_items import OVER
from remit.stages.operations.own_queues import running_queues
from remit.values.fault import Fault, Place, Refused

OPEN = ("new", "open", "waiting")
MOST = 500
"""So many items are worked at once."""
_TAG = "abcdefghijkmnpqrstuvwxyz23456789"


def new_tag() -> str:
    """What stands in a reply address: twenty signs that nobody can guess, and that no mail server changes (small letters and figures)."""
    return "".join(secrets.choice(_TAG) for _ in range(20))


def worked(by: Member, items: Iterable[str]) -> list[QueueItem]:
    """The rows of items whose queue is on, locked, in the order asked. `Refused` with a fault for each that is none, all at once."""
    names = list(dict.fromkeys(items))
    if not names or len(names) > MOST:
        raise Refused([Fault(Place(column="items"), f"{len(names):,} items are chosen", f"choose between one and {MOST:,}")])
    on = running_queues(by)
    records = [one.record for one in on]
    rows = visible(QueueItem, by).filter(item__in=names, record__in=records).select_related("engagement", "assignee__user", "merged_into")
    found = {row.item: row for row in rows.select_for_update(of=("self",)).order_by("item")}
    missing = [name for name in names if name not in found]
    for queue in on if missing else ():
        events = kept(by.engagement).events.of_items(missing).filter(pl.col("record") == queue.record)
        for row in QueueItem.objects.bulk_create(from_log(by.engagement, queue, events)):
            row.engagement = by.engagement
            found.setdefault(row.item, row)
    strange = [name for name in names if name not in found]
    if strange:
        what = "is no item of a record whose own queue is on"
        raise Refused([Fault(Place(column="items"), f"{name[:60]} {what}", "work it in the system that holds it") for name in strange])
    return [found[name] for name in names]


def still(rows: Sequence[QueueItem], states: Sequence[str], what: str, remedy: str) -> None:
    """`Refused`, with a fault for each, where items are not in one of the states: somebody else was first, or the page was old."""
    faults = [Fault(Place(column="items"), f"{row.item} {what.format(state=row.state)}", remedy) for row in rows if row.state not in states]
    if faults:
        raise Refused(faults)


def from_log(engagement: Engagement, queue: OwnQueue, events: pl.DataFrame, *, open_only: bool = False) -> Iterator[QueueItem]:
    """Rows, not stored yet, for items as the log has them; `events` are theirs, of the queue's record."""
    now = engagement.now()
    for item, channel, made, state, waits, who, word in standing(events).iter_rows():
        if open_only and state not in OPEN:
            continue
        yield QueueItem(
            engagement=engagement,
            record=queue.record,
            item=item,
            channel=channel or "",
            tag=new_tag(),
            state=state,
            waits_for=waits or "",
            caused_by=(who or "") if waits else "",
            last_word=word or "",
            made_at=made,
            changed_at=now,
        )


def standing(events: pl.DataFrame) -> pl.DataFrame:
    """Each item as its events leave it: channel, when it was made, state, what it waits for, by whom, and who wrote last."""
    ordered = events.sort("at", "sequence", nulls_last=True)
    event = pl.col("event")
    waits = (event == "state") & pl.col("value").str.starts_with("waiting")
    last = ordered.group_by("item", maintain_order=True).agg(
        channel=pl.col("value").filter((event == "field") & (pl.col("field") == "channel")).last(),
        made_at=pl.col("at").min(),
        ending=event.filter(event.is_in([*OVER, "reopened"])).last(),
        replied=(event == "reply").any(),
        waits=pl.col("value").filter(event == "state").last(),
        waiting=waits.filter(event == "state").last(),
        who=pl.col("who").filter(event == "state").last(),
        word=event.filter(event.is_in(["created", "message", "reply"])).last(),
    )
    over = pl.col("ending").is_not_null() & (pl.col("ending") != "reopened")
    waiting = pl.col("waiting").fill_null(False) & ~over
    state = (
        pl.when(over & (pl.col("ending") == "resolved")).then(pl.lit("resolved"))
        .when(over & (pl.col("ending") == "merged")).then(pl.lit("merged"))
        .when(over).then(pl.lit("closed"))
        .when(waiting).then(pl.lit("waiting"))
        .when(pl.col("replied")).then(pl.lit("open")).otherwise(pl.lit("new"))
    )  # fmt: skip
    return last.select(
        "item",
        "channel",
        "made_at",
        state=state,
        waits=pl.when(waiting).then("waits"),
        who=pl.when(waiting).then("who"),
        word=pl.when(pl.col("word") == "reply").then(pl.lit("agent")).otherwise(pl.lit("customer")),
    )
