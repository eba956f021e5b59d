"""The job of the alerts: clocks near their end, and levels whose misses run low."""

from __future__ import annotations

from django.db import transaction

from remit.intake.knowledge import kept
from remit.intake.running import running
from remit.records.models.alert import Alert
from remit.records.models.engagement import Engagement
from remit.stages.job import MINUTE, job
from remit.stages.operations.alerts import alerted
from remit.values.period import MINUTE as MICROSECONDS
from remit.values.period import Month, moment

_AT_FIRST = 10 * MICROSECONDS
"""An engagement that never sent an alert does not tell of everything that ever crossed, but of the last ten minutes."""


@job(every=MINUTE, each_engagement=True)
def send_alerts(*, engagement: Engagement) -> None:
    """Tells of clocks that used half, three quarters or all of their time, and of levels whose misses run low; of each once."""
    now = engagement.now()
    if kept(engagement).versions:  # counted before the transaction begins: reading a large log within it would hold up every other writer
        running(engagement, Month.of(moment(now, engagement.zone).date()), now)
    with transaction.atomic():
        last = Alert.objects.filter(engagement=engagement).order_by("-sent_at").values_list("sent_at", flat=True).first()
        alerted(engagement, last if last is not None else now - _AT_FIRST, now)
