"""The job of the disputes: one that nobody answers goes to whom the contract names, in its time."""

from __future__ import annotations

from django.db import transaction

from remit.records.models.engagement import Engagement
from remit.stages.improvement.dispute_ladder import climb_disputes
from remit.stages.job import MINUTE, job


@job(every=MINUTE, each_engagement=True)
def escalate_disputes(*, engagement: Engagement) -> None:
    """Tell whom clause 12.8 names of objections that are still open."""
    with transaction.atomic():
        Engagement.objects.select_for_update().get(pk=engagement.pk)  # no answer comes between reading and telling
        climb_disputes(engagement, engagement.now())
