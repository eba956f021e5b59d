"""Delete what has expired and nobody can use any more: answers kept for repeated requests, invitations, sessions, finished jobs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.contrib.sessions.models import Session
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from remit.records import row_level
from remit.records.models.engagement import Engagement
from remit.records.models.idempotency_key import IdempotencyKey
from remit.records.models.invitation import Invitation
from remit.stages.job import DAY, job

KEYS_KEPT_DAYS = 7
"""How long the same `Idempotency-Key` gets the same answer."""
INVITATIONS_KEPT_DAYS = 30
"""How long an invitation that ran out, or was withdrawn, is still listed."""
JOBS_KEPT_DAYS = 14
_SECOND = 1_000_000


@job(daily="03:20")
def clear_expired() -> None:
    """Delete what has expired: answers to repeated requests, dead invitations, sessions, jobs that are done."""
    with row_level.directory():
        engagements = list(Engagement.objects.order_by("pk"))
    for engagement in engagements:
        now = engagement.now()
        with transaction.atomic(), row_level.installation():
            IdempotencyKey.objects.filter(engagement=engagement, at__lt=now - KEYS_KEPT_DAYS * DAY * _SECOND).delete()
            dead = Invitation.objects.filter(engagement=engagement, accepted_at=None)
            dead.filter(expires_at__lt=now - INVITATIONS_KEPT_DAYS * DAY * _SECOND).delete()
    moment = datetime.now(UTC)
    with transaction.atomic():
        Session.objects.filter(expire_date__lt=moment).delete()
        DBTaskResult.objects.finished().filter(finished_at__lt=moment - timedelta(days=JOBS_KEPT_DAYS)).delete()
