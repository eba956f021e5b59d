"""Sends what waits in the outbox: each message once where that succeeds, else again after growing pauses, until it is given up.

A message may arrive twice (the answer was lost, the process died); its `webhook-id` is the same, so a receiver can tell. Pauses run by the
machine's clock: they concern the network, not the business.
"""

from __future__ import annotations

import http.client
import time
from datetime import UTC, datetime

from django.db.models import F, Q, QuerySet

from remit.records.models.webhook import Delivery
from remit.stages.workspace import webhook_call
from remit.stages.workspace.webhook_call import Answer, Forbidden

PAUSES = (10, 60, 300, 1_800, 7_200, 21_600, 43_200)
"""Seconds before the second, third, … try; after the last one a message is given up, some eighteen hours after the first."""
_HELD = 120
"""Seconds for which a process that sends a message keeps others from sending it too."""


def machine_now() -> int:
    return time.time_ns() // 1_000


def waits(now: int) -> bool:
    """Whether anything is due to be sent."""
    return _due(now).exists()


def deliver_due(now: int, most: int = 200) -> int:
    """Sends what is due at `now` (microseconds of the machine's clock), oldest first, and gives how many calls were made."""
    done = 0
    for row in _due(now).select_related("webhook").order_by("pk")[:most]:
        held = Delivery.objects.filter(pk=row.pk, state="waiting", tries=row.tries)
        if held.update(tries=F("tries") + 1, next_try_at=now + _HELD * 1_000_000):
            row.tries += 1
            _send(row, now)
            done += 1
    return done


def _due(now: int) -> QuerySet[Delivery]:
    return Delivery.objects.filter(Q(next_try_at=None) | Q(next_try_at__lte=now), state="waiting")


def _send(row: Delivery, now: int) -> None:
    hook = row.webhook
    content = webhook_call.body(hook.form, row.payload)
    at = datetime.fromtimestamp(now / 1_000_000, UTC)
    retry = True
    try:
        answer = webhook_call.call(hook.address, content, webhook_call.headers(hook.form, row.public_id, at, content, hook.secret))
        said, retry = _said(answer), answer.status != http.client.GONE
    except Forbidden as error:
        answer, said, retry = None, str(error), False
    except (OSError, http.client.HTTPException) as error:
        answer, said = None, f"{type(error).__name__}: {error}"
    row.answer = said[:200]
    if answer is not None and answer.is_good:
        row.state, row.next_try_at = "sent", None
    elif not retry or row.tries > len(PAUSES):
        row.state, row.next_try_at = "failed", None
    else:
        row.next_try_at = now + PAUSES[row.tries - 1] * 1_000_000
    row.save(update_fields=["state", "next_try_at", "answer"])


def _said(answer: Answer) -> str:
    """What came back, in a line: the status, and for a refusal its words."""
    return f"{answer.status}" if answer.is_good else f"{answer.status} {' '.join(answer.text.split())}".strip()
