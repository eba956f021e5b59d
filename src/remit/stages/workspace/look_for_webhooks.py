"""Looks every few seconds whether webhooks wait, and only then calls for the job that calls them: an idle server queues nothing."""

from __future__ import annotations

import time

from remit.stages.job import job
from remit.stages.workspace import deliver
from remit.stages.workspace.deliver_webhooks import deliver_webhooks


@job(every=10, here=True)
def look_for_webhooks() -> None:
    """Call for the sending of webhooks where any waits."""
    now = time.time_ns() // 1_000
    if deliver.waits(now):
        deliver_webhooks.later()
