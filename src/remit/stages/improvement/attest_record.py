"""Attest the provider's record: the client says what of it the provider may show to others, and freezes it as it stands."""

from __future__ import annotations

from remit.exchange import attested_record
from remit.exchange.attested_record import SHOWS, Envelope
from remit.records.models.attestation import Attestation
from remit.records.models.member import Member
from remit.stages import roles
from remit.stages.action import action
from remit.stages.improvement import attesting
from remit.stages.inputs import ItemsInput
from remit.stages.workspace import installation_key
from remit.terms.context import listed
from remit.values.fault import Fault, Place, Refused


@action(may=roles.attests, says="attested the provider's record")
def attest_record(*, by: Member, shows: ItemsInput | None = None) -> Attestation:
    """`shows` are what may be shown besides the count of months: client, service, levels, credits, disputes. The record is worked out from
    the statements that both companies signed, signed by the installation, and kept; an earlier one stands beside it until it is ended."""
    ticked = shows or []
    unknown = [name for name in ticked if name not in SHOWS]
    if unknown:
        raise Refused([Fault(Place(column="shows"), f"{listed(unknown)} cannot be shown", f"tick some of {listed(SHOWS)}")])
    found = attesting.record_now(by, ticked)
    if not found.months:
        raise Refused(
            [Fault(Place(), "no month is signed by both companies yet", "sign a statement first; a record rests on nothing else")]
        )
    at, digest = by.engagement.now(), attested_record.digest(found)
    client = by.engagement.client.name if "client" in ticked else "the client"
    envelope = Envelope(digest, f"{by.role} of {client}", at, "click", (installation_key.signature(digest),))
    return Attestation.objects.create(
        engagement=by.engagement,
        shows=list(found.shows),
        content=attested_record.write(found, envelope),
        digest=digest,
        given_by=by,
        given_at=at,
    )
