"""Closes what was resolved some days ago, by the days of its queue."""

from __future__ import annotations

from django.db import transaction

from remit.records.models.engagement import Engagement
from remit.records.models.own_queue import OwnQueue
from remit.records.models.queue_item import QueueItem
from remit.stages.job import HOUR, job
from remit.stages.operations import queue_log
from remit.stages.operations.queue_log import Done
from remit.values.period import DAY


@job(every=HOUR, each_engagement=True)
def close_resolved(*, engagement: Engagement) -> None:
    """Close the resolved items of the own queues whose customers wrote no more."""
    close(engagement, engagement.now())


def close(engagement: Engagement, now: int) -> int:
    """How many items were closed."""
    closed = 0
    for queue in OwnQueue.objects.filter(engagement=engagement, is_on=True):
        with transaction.atomic():
            Engagement.objects.select_for_update().get(pk=engagement.pk)
            rows = QueueItem.objects.filter(
                engagement=engagement, record=queue.record, state="resolved", changed_at__lte=now - queue.closes_after * DAY
            )
            for row in rows.select_related("engagement").order_by("pk")[:500]:
                queue_log.write(row, [Done("closed", "system")], now)
                queue_log.move(row, None, now, "closed")
                row.save()
                closed += 1
    return closed
