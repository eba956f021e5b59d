"""End a token: one's own, or as somebody who reviews access, one of a colleague."""

from __future__ import annotations

from remit.records.models.api_token import ApiToken
from remit.records.models.member import Member
from remit.records.scoping import visible
from remit.stages import roles
from remit.stages.action import action
from remit.values.fault import Fault, Place, Refused


@action(may=roles.is_party, says="ended an API token", shared=False)
def end_token(*, by: Member, token: str) -> ApiToken:
    """The token's next call is refused. `Refused` where it is somebody else's and the member does not review access, or has ended."""
    row = visible(ApiToken, by).filter(public_id=token, ended_at=None).first()
    if row is None or (row.member_id != by.pk and not roles.reviews_access(by)):
        raise Refused([Fault(Place(column="token"), "there is no such token of yours", "open your account again")])
    row.ended_at = by.engagement.now()
    row.save(update_fields=["ended_at"])
    return row
