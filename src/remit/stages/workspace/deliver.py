"""Sends what waits in the outbox: each message once where that succeeds, else again after growing pauses, until it is given up.

A message may arrive twice (the answer was lost, the process died); its `webhook-id` is the same, so a receiver can tell. Pauses run by the
machine's clock: they concern the network, not the business. Nothing is held in the database while a receiver takes its time.
"""

from __future__ import annotations

import http.client
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import transaction
from django.db.models import F, Q, QuerySet

from remit.records import row_level
from remit.records.models.webhook import Delivery
from remit.stages.workspace import webhook_call
from remit.stages.workspace.webhook_call import Answer, Forbidden

PAUSES = (10, 60, 300, 1_800, 7_200, 21_600, 43_200)
"""Seconds before the second, third, … try; after the last one a message is given up, some twenty hours after the first."""
_HELD = 120
"""Seconds for which a process that sends a message keeps others from sending it too."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a try: sent or not, what came back, and whether trying again makes sense."""

    is_sent: bool
    said: str
    again: bool = True


def waits(now: int) -> bool:
    """Whether anything is due to be sent at `now` (microseconds of the machine's clock)."""
    with row_level.installation():
        return _due(now).exists()


def deliver_due(now: int, most: int = 200) -> int:
    """Sends what is due, the oldest first, and gives how many calls were made."""
    with row_level.installation():
        due = list(_due(now).order_by("pk").values_list("pk", "tries")[:most])
    done = 0
    for key, tries in due:
        row = _held(key, tries, now)
        if row is not None:
            _keep(row, _tried(row, now), now)
            done += 1
    return done


def _due(now: int) -> QuerySet[Delivery]:
    return Delivery.objects.filter(Q(next_try_at=None) | Q(next_try_at__lte=now), state="waiting")


def _held(key: int, tries: int, now: int) -> Delivery | None:
    """The message, held for this process; None where another one was first."""
    with transaction.atomic(), row_level.installation():
        free = Delivery.objects.filter(pk=key, state="waiting", tries=tries)
        if not free.update(tries=F("tries") + 1, next_try_at=now + _HELD * 1_000_000):
            return None
        return Delivery.objects.select_related("webhook").get(pk=key)


def _tried(row: Delivery, now: int) -> Outcome:
    hook = row.webhook
    content = webhook_call.body(hook.form, row.payload)
    at = datetime.fromtimestamp(now // 1_000_000, UTC)
    try:
        answer = webhook_call.call(hook.address, content, webhook_call.headers(hook.form, row.public_id, at, content, hook.secret))
    except Forbidden as error:
        return Outcome(False, str(error), again=False)
    except (OSError, http.client.HTTPException) as error:
        return Outcome(False, f"{type(error).__name__}: {error}")
    return Outcome(answer.is_good, _said(answer), again=answer.status != http.client.GONE)


def _keep(row: Delivery, outcome: Outcome, now: int) -> None:
    row.answer = outcome.said[:200]
    if outcome.is_sent:
        row.state, row.next_try_at = "sent", None
    elif not outcome.again or row.tries > len(PAUSES):
        row.state, row.next_try_at = "failed", None
    else:
        row.next_try_at = now + PAUSES[row.tries - 1] * 1_000_000
    with transaction.atomic(), row_level.installation():
        row.save(update_fields=["state", "next_try_at", "answer"])


def _said(answer: Answer) -> str:
    """What came back, in a line: the status, and for a refusal its words."""
    return f"{answer.status}" if answer.is_good else f"{answer.status} {' '.join(answer.text.split())}".strip()
