"""Stop telling a place what happens; what still waits for it is not sent."""

from __future__ import annotations

from remit.records.models.member import Member
from remit.records.models.webhook import Delivery, Webhook
from remit.stages import roles
from remit.stages.action import action
from remit.stages.workspace.webhooks import live_webhook


@action(may=roles.leads, says="ended the webhook {result}", shared=False)
def end_webhook(*, by: Member, webhook: str) -> Webhook:
    """Ends a webhook of one's own company."""
    row = live_webhook(by, webhook)
    row.ended_at = by.engagement.now()
    row.save(update_fields=["ended_at"])
    Delivery.objects.filter(webhook=row, state="waiting").update(state="failed", answer="the webhook was ended", next_try_at=None)
    return row
