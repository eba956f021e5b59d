"""Write to the customer: the reply stands in the thread, stops the clock of the first reply, and leaves as mail after the commit."""

from __future__ import annotations

from remit.records.models.letter import Letter
from remit.records.models.member import Member
from remit.records.models.queue_item import QueueItem
from remit.stages import roles
from remit.stages.action import action
from remit.stages.inputs import FileParameter
from remit.stages.operations import queue_log
from remit.stages.operations.own_queues import cause_of, of_record, waiting_states
from remit.stages.operations.pause_items import wait
from remit.stages.operations.queue_log import Done
from remit.stages.operations.queue_rows import OPEN, still, worked
from remit.stages.operations.resolve_items import resolve
from remit.stages.operations.send_letters import send_letters
from remit.stages.workspace.attach_file import attach_file
from remit.terms.words import listed
from remit.values.fault import Fault, Place, Refused

CUSTOMER = "customer"
LONGEST = 20_000
RESOLVE = "resolve"


@action(may=roles.works_queue, says="answered the customer of {item}")
def reply_to_customer(*, by: Member, item: str, text: str, visible_to: str, then: str = "", file: FileParameter | None = None) -> Letter:
    """Sends `text` as it stands, as plain text. `visible_to` must be customer: what was meant for colleagues never goes out by a slip.
    `then` is empty (the item stays open), resolve, or a state in which it waits. A `file` goes with it."""
    now = by.engagement.now()
    [row] = worked(by, [item])
    still([row], OPEN, "is {state}", "reopen it first")
    _check(row, text, visible_to, then)
    letter = answered(row, by, now, text)
    if file is not None:
        attach_file(by=by, subject=f"letter:{letter.public_id}", file=file, visible_to="both")
    if then == RESOLVE:
        resolve(row, by, now, of_record(by.engagement, row.record))
    elif then:
        wait(row, by, now, then, cause_of(then), "asked in the reply")
    row.save()
    return letter


def answered(row: QueueItem, by: Member, at: int, text: str) -> Letter:
    """A reply in the thread, in the log, and on its way; the caller saves the row."""
    queue = of_record(row.engagement, row.record)
    by_mail = bool(row.address and queue.address)
    state = "" if not by_mail else "not sent" if row.engagement.is_demo else "waiting"
    letter = Letter.objects.create(
        engagement_id=row.engagement_id,
        item=row,
        kind="reply",
        subject=row.subject,
        text=text,
        sender=by.name,
        written_by=by,
        at=at,
        mail_state=state,
        mail_said="a demonstration's customers are invented" if state == "not sent" else "",
    )
    queue_log.write(row, [Done("reply", queue_log.doer(by))], at)
    row.last_word = "agent"
    row.changed_at = at
    if row.state == "new":
        queue_log.move(row, by, at, "open")
    if state == "waiting":
        send_letters.later()  # exists once this is committed
    return letter


def _check(row: QueueItem, text: str, visible_to: str, then: str) -> None:
    faults = []
    if visible_to != CUSTOMER:
        what = f"this was written for '{visible_to[:20]}', and would go to the customer"
        faults.append(Fault(Place(column="visible_to"), what, "choose the customer, or add it as a note"))
    if not text.strip() or len(text) > LONGEST:
        what = "the reply is empty" if not text.strip() else f"the reply has {len(text):,} letters"
        faults.append(Fault(Place(column="text"), what, f"write up to {LONGEST:,}"))
    states = waiting_states(row.engagement, row.record)
    if then and then != RESOLVE and then not in states:
        faults.append(
            Fault(Place(column="then"), f"'{then[:60]}' is no state to wait in", f"choose resolve, or one of {listed(list(states))}")
        )
    if faults:
        raise Refused(faults)
