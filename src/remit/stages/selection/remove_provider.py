"""Take a provider out of the directory; what was decided about it stays in the requests."""

from __future__ import annotations

from remit.records.models.member import Member
from remit.records.models.provider import Provider
from remit.stages import roles
from remit.stages.action import action
from remit.stages.selection.provider_rows import provider_of
from remit.values.fault import Fault, Place, Refused


@action(may=roles.runs_selection, says="removed a provider from the directory", shared=False)
def remove_provider(*, by: Member, provider: str) -> Provider:
    """Refused while it bids."""
    row = provider_of(by, provider)
    if row.bidding.filter(request__state="published", declined_at=None).exists():
        raise Refused([Fault(Place(column="provider"), f"{row.name} is invited to bid", "wait for the opening")])
    row.removed_at = by.engagement.now()
    row.save(update_fields=["removed_at"])
    return row
