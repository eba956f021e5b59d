"""What members read of webhooks: their own company's, and what was sent to them last."""

from __future__ import annotations

from django.db.models import QuerySet

from remit.records.models.member import Member
from remit.records.models.webhook import Delivery, Webhook
from remit.records.scoping import visible
from remit.values.fault import Fault, Place, Refused

SHOWN = 50


def webhooks(member: Member) -> QuerySet[Webhook]:
    """The live webhooks of the member's own company, by name. The other company's are not told, not even that there are any."""
    return visible(Webhook, member).filter(visible_to=member.side, ended_at=None).select_related("made_by__user").order_by("name", "pk")


def deliveries(member: Member) -> QuerySet[Delivery]:
    """What was last sent to them, the newest first."""
    own = visible(Webhook, member).filter(visible_to=member.side)
    return Delivery.objects.filter(engagement=member.engagement, webhook__in=own).select_related("webhook").order_by("-pk")[:SHOWN]


def live_webhook(member: Member, number: str) -> Webhook:
    """A webhook of the member's own company that has not ended."""
    row = webhooks(member).filter(public_id=number).first()
    if row is None:
        raise Refused([Fault(Place(column="webhook"), f"there is no webhook {number}", "look again at the list of webhooks")])
    return row
