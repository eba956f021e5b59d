"""Let items wait: for what, why, and who causes it. Each clock stands still exactly where the contract says so."""

from __future__ import annotations

from remit.records.fields import public_id
from remit.records.models.member import Member
from remit.records.models.queue_item import QueueItem
from remit.stages import roles
from remit.stages.action import action
from remit.stages.inputs import ItemsInput
from remit.stages.operations import queue_log
from remit.stages.operations.own_queues import PARTIES, cause_of, waiting_states
from remit.stages.operations.queue_log import Done
from remit.stages.operations.queue_rows import OPEN, still, worked
from remit.terms.words import listed
from remit.values.fault import Fault, Place, Refused

LONGEST_REASON = 240


@action(may=roles.works_queue, says="let {items} items wait: {waits_for}")
def pause_items(*, by: Member, items: ItemsInput, waits_for: str, reason: str, caused_by: str = "") -> list[QueueItem]:
    """`waits_for` is a state that a clock of the contract knows, or one of those every queue has (waiting for customer, client, third
    party). `caused_by` is client, provider, third party or customer; without it the one that the state's name says. The log keeps both,
    so a clock pauses, and relief can be claimed, by the contract alone. `reason` is read by both companies."""
    now, together = by.engagement.now(), public_id()
    rows = worked(by, items)
    still(rows, OPEN, "is {state}", "reopen it first")
    _check(rows, waits_for, reason, caused_by)
    for row in rows:
        wait(row, by, now, waits_for, caused_by or cause_of(waits_for), reason, together)
        row.save()
    return rows


def wait(row: QueueItem, by: Member, at: int, waits_for: str, caused_by: str, reason: str, together: str = "") -> None:
    """The item waits from now on; the caller saves the row."""
    queue_log.write(row, [Done("state", caused_by, waits_for)], at)
    before = row.waits_for if row.state == "waiting" else row.state
    row.waits_for, row.caused_by, row.waits_why = waits_for, caused_by, reason
    queue_log.change(row, by, at, "state", before, f"{waits_for} ({caused_by}): {reason}", together)
    row.state, row.changed_at = "waiting", at


def _check(rows: list[QueueItem], waits_for: str, reason: str, caused_by: str) -> None:
    faults = []
    for record in sorted({row.record for row in rows}):
        states = waiting_states(rows[0].engagement, record)
        if waits_for not in states:
            faults.append(
                Fault(Place(column="waits_for"), f"'{waits_for[:60]}' is no state to wait in", f"choose one of {listed(list(states))}")
            )
    if caused_by and caused_by not in PARTIES:
        faults.append(Fault(Place(column="caused_by"), f"'{caused_by[:20]}' is no party", f"choose one of {listed(list(PARTIES))}"))
    if not reason or len(reason) > LONGEST_REASON:
        what = "the reason is missing" if not reason else f"the reason has {len(reason)} letters"
        faults.append(Fault(Place(column="reason"), what, f"say in up to {LONGEST_REASON} what is waited for"))
    if faults:
        raise Refused(faults)
