"""End a signing key: nothing more can be signed with it. What was signed before stands."""

from __future__ import annotations

from remit.records.models.member import Member
from remit.records.models.signing_key import SigningKey
from remit.records.scoping import visible
from remit.stages import roles
from remit.stages.action import action
from remit.values.fault import Fault, Place, Refused


@action(may=roles.is_party, says="ended the signing key “{result}”")
def end_signing_key(*, by: Member, key: str) -> SigningKey:
    """One's own key, or a colleague's where one may invite people."""
    row = visible(SigningKey, by).filter(public_id=key, ended_at=None).select_related("holder").first()
    if row is None or not (row.holder_id == by.pk or (row.holder.side == by.side and roles.invites(by))):
        raise Refused([Fault(Place(column="key"), "there is no such key of yours", "open the list of keys again")])
    row.ended_at = by.engagement.now()
    row.save(update_fields=["ended_at"])
    return row
