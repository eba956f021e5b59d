"""Merge an item into another one of the same customer: one conversation goes on, both can be read, and nothing that was owed is hidden."""

from __future__ import annotations

from remit.records.models.member import Member
from remit.records.models.queue_item import QueueItem
from remit.stages import roles
from remit.stages.action import action
from remit.stages.operations import queue_log
from remit.stages.operations.queue_log import Done
from remit.stages.operations.queue_rows import OPEN, still, worked
from remit.values.fault import Fault, Place, Refused


@action(may=roles.works_queue, says="merged {item} into {into}")
def merge_item(*, by: Member, item: str, into: str, reason: str = "") -> QueueItem:
    """The clocks of `item` end here: what was due before stays a miss, what was not yet due is left out, because its customer is answered
    in the other one. Items of two customers, or of two channels, need a `reason` that both companies read. Gives the item that goes on."""
    now = by.engagement.now()
    if item == into:
        raise Refused([Fault(Place(column="into"), f"{item} cannot go into itself", "name the other item")])
    row, target = worked(by, [item, into])
    still([row], OPEN, "is {state}", "only an open item is merged")
    still([target], OPEN, "is {state}", "reopen it first, or merge the other way")
    faults = []
    if row.record != target.record:
        faults.append(Fault(Place(column="into"), f"{into} is of the record '{target.record}'", "merge items of one record"))
    strange = [
        f"{what} '{mine or 'unknown'}' and '{theirs or 'unknown'}'"
        for what, mine, theirs in (("customers", row.address, target.address), ("channels", row.channel, target.channel))
        if mine != theirs or (what == "customers" and not mine)
    ]
    if strange and not reason:
        faults.append(Fault(Place(column="reason"), f"the two are of {' and '.join(strange)}", "say why they are one matter"))
    if faults:
        raise Refused(faults)
    queue_log.write(row, [Done("merged", queue_log.doer(by), target.item)], now)
    queue_log.move(row, by, now, "merged", why=f"into {target.item}{f', {reason}' if reason else ''}")
    queue_log.change(target, by, now, "merged", "", row.item)
    row.merged_into = target
    if row.last_word == "customer":
        target.last_word = "customer"
    target.changed_at = now
    row.save()
    target.save()
    return target
