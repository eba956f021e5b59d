"""Keep a dated digest of an engagement's audit chain, so that a chain cut at its end is seen by whoever holds a checkpoint."""

from __future__ import annotations

from django.db import transaction

from remit.records.models.audit_entry import AuditEntry
from remit.records.models.checkpoint import Checkpoint
from remit.records.models.engagement import Engagement
from remit.stages.job import job


@job(daily="02:10", each_engagement=True)
def keep_audit_checkpoint(*, engagement: Engagement) -> None:
    """Keep a checkpoint of the audit log. A day on which nothing was done needs none."""
    with transaction.atomic():
        last = AuditEntry.objects.filter(engagement=engagement).order_by("-sequence").first()
        if last is not None:
            Checkpoint.objects.get_or_create(
                engagement=engagement, sequence=last.sequence, defaults={"digest": last.digest, "at": engagement.now()}
            )
