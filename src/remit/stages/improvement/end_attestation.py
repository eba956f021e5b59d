"""Take an attestation back: from now on the provider can no longer take the record from here."""

from __future__ import annotations

from remit.records.models.attestation import Attestation
from remit.records.models.member import Member
from remit.stages import roles
from remit.stages.action import action
from remit.stages.improvement import attesting
from remit.values.fault import Fault, Place, Refused


@action(may=roles.attests, says="took the attestation {attestation} back")
def end_attestation(*, by: Member, attestation: str) -> Attestation:
    """`attestation` is its public number. Copies that were handed out before stay what they are: signed, and dated."""
    row = attesting.attestations(by).filter(public_id=attestation, ended_at=None).first()
    if row is None:
        raise Refused([Fault(Place(column="attestation"), "there is no such attestation that still stands", "open the page again")])
    row.ended_at, row.ended_by = by.engagement.now(), by
    row.save(update_fields=["ended_at", "ended_by"])
    return row
