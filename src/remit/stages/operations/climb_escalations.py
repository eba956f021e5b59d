"""The job of the escalations: each step reaches whom the contract names, in its time."""

from __future__ import annotations

from django.db import transaction

from remit.records.models.engagement import Engagement
from remit.stages.job import MINUTE, job
from remit.stages.operations.climb import climb


@job(every=MINUTE, each_engagement=True)
def climb_escalations(*, engagement: Engagement) -> None:
    """Tell the next roles of escalations that are open, and the deputies of those who do not answer."""
    with transaction.atomic():
        climb(engagement, engagement.now())
