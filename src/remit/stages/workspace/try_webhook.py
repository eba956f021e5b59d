"""Send a webhook a message that says it is a test, to see whether it arrives."""

from __future__ import annotations

from remit.records.models.member import Member
from remit.records.models.webhook import Delivery
from remit.stages import roles
from remit.stages.action import action
from remit.stages.happenings import TEST, delivery, message
from remit.stages.workspace.webhooks import live_webhook


@action(may=roles.leads, says="tried the webhook {webhook}", shared=False)
def try_webhook(*, by: Member, webhook: str) -> Delivery:
    """Puts a test into the outbox. It goes out within half a minute; what came back stands on the page of webhooks."""
    row = live_webhook(by, webhook)
    made = delivery(row, TEST, message(by.engagement, TEST, "This is a test; nothing happened.", by.name))
    made.save(force_insert=True)
    return made
