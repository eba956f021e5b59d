"""The job that calls webhooks: what is due in the outbox goes out."""

from __future__ import annotations

import time

from remit.stages.job import job
from remit.stages.workspace.deliver import deliver_due


@job(tries=1)
def deliver_webhooks() -> None:
    """Call the webhooks for which something waits; each message has tries of its own."""
    deliver_due(time.time_ns() // 1_000)
