"""What the processes of the tests of the own queue do: `python -m tests.promises.queue_steps STEP ...`, like `steps`."""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

from tests.promises.steps import owner  # first: it sets Django up

from remit.records import row_level  # isort: skip
from remit.records.models.letter import MailReceived  # isort: skip
from remit.records.models.member import Member  # isort: skip
from remit.records.models.queue_item import QueueItem  # isort: skip
from remit.records.models.user import User  # isort: skip
from remit.records.models.work_event import WorkEvent  # isort: skip
from remit.stages.operations.assign_items import assign_items  # isort: skip
from remit.stages.operations.open_item import open_item  # isort: skip
from remit.stages.operations.queue_list import free  # isort: skip
from remit.stages.operations.switch_queue import switch_queue  # isort: skip
from remit.stages.operations.take_next import take_next  # isort: skip
from remit.values.fault import Refused  # isort: skip


def prepare(count: int, agents: int) -> list[str]:
    """A queue with so many open items, and so many agents."""
    first = owner()
    with row_level.installation():
        for number in range(agents):
            user = User.objects.create_user(f"agent{number}@reply.example", None, name=f"Agent {number}")
            Member.objects.create(engagement=first.engagement, user=user, side="provider", role="agent", joined_at=1)
    record = "helpdesk"
    switch_queue(by=first, record=record, address="help@corner.example")
    agent = _agent(0)
    return [open_item(by=agent, record=record, subject=f"Question {n}", text="When?").item for n in range(count)]


def _agent(number: int) -> Member:
    with row_level.directory():
        return Member.objects.select_related("engagement__client", "engagement__provider", "user").get(user__name=f"Agent {number}")


def _together(number: int, others: int) -> None:
    """Waits until so many processes stand here."""
    home = Path(os.environ["REMIT_HOME"])
    (home / f"ready-{number}").touch()
    while len(list(home.glob("ready-*"))) < others:
        time.sleep(0.01)


def take(number: int, others: int) -> list[str]:
    """Takes items as fast as it can until nothing is free; begins at one moment with the others."""
    me, found = _agent(number), []
    free_now(number)  # what a process reads first takes longer than what it reads then
    _together(number, others)
    while True:
        try:
            found.append(take_next(by=me).item)
            time.sleep(0.05)  # who just had the lock would have it again: the others are to get in between
        except Refused:
            return found


def take_one(number: int, others: int, item: str) -> bool:
    """Takes the one item that all want, as seen free."""
    me = _agent(number)
    _together(number, others)
    try:
        assign_items(by=me, items=[item])
    except Refused:
        return False
    return True


def holders() -> dict[str, Any]:
    """Who has each item, and how often the log says that it was given to somebody."""
    with row_level.installation():
        rows = dict(QueueItem.objects.values_list("item", "assignee__user__name"))
        told = {item: WorkEvent.objects.filter(item=item, event="assigned").count() for item in rows}
    return {item: [who, told[item]] for item, who in rows.items()}


def mails() -> list[list[str]]:
    """What became of each mail, and in which item."""
    with row_level.installation():
        rows = MailReceived.objects.order_by("pk").values_list("message_id", "outcome", "letter__item__item")
        return [[str(one) for one in row] for row in rows]


def free_now(number: int) -> list[str]:
    """What the agent's page shows as free."""
    me = _agent(number)
    with row_level.as_user(me.user_id):
        return list(free(me, me.engagement.now()))


def take_stale(first: int, second: int) -> str:
    """What one is told who takes an item after a colleague did, with the page of before."""
    item = free_now(first)[0]
    assign_items(by=_agent(first), items=[item])
    try:
        assign_items(by=_agent(second), items=[item])
    except Refused as refused:
        return str(refused)
    return ""


STEPS = {one.__name__: one for one in (prepare, take, take_one, holders, mails, take_stale)}

if __name__ == "__main__":
    name, *given = sys.argv[1:]
    print(json.dumps(STEPS[name](*(json.loads(one) if one[0] in "0123456789" else one for one in given))))  # type: ignore[operator]
