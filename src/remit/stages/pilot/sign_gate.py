"""Sign a decided gate for one's company: the client signs its decision, the provider acknowledges it. It holds once both have."""

from __future__ import annotations

from remit.records.models.gate import Gate, GateSignature
from remit.records.models.member import Member
from remit.records.scoping import visible
from remit.stages import roles
from remit.stages.action import action
from remit.stages.inputs import JsonInput
from remit.stages.workspace import passkey
from remit.values.fault import Fault, Place, Refused


@action(may=roles.signs_gates, says="signed gate {gate}", recent_mfa=True, checks_passkey=True, happening="gate signed")
def sign_gate(*, by: Member, gate: str, digest: str, method: str = "click", proof: JsonInput | None = None) -> GateSignature:
    """`digest` is that of the decided gate as the person saw it; another one, an open gate and a second signature of one company are
    refused. Who has a passkey signs with it (`method` passkey), over the digest itself."""
    row = visible(Gate, by).filter(public_id=gate).first()
    if row is None:
        raise Refused([Fault(Place(column="gate"), f"there is no gate {gate[:40]}", "open it again from the list")])
    faults = []
    if not row.decision:
        faults.append(Fault(Place(), f"gate {row.number} is not decided yet", "let the client decide it first"))
    elif row.digest != digest:
        faults.append(Fault(Place(column="digest"), "this is not the gate you looked at", "open it again, and read it"))
    if GateSignature.objects.filter(gate=row, side=by.side, kind="signed").exists():
        faults.append(Fault(Place(), f"{by.organisation} has signed gate {row.number} already", "there is nothing left to sign"))
    faults += passkey.unfit(by.user, method)
    if faults:
        raise Refused(faults)
    return GateSignature.objects.create(
        engagement=by.engagement,
        gate=row,
        side=by.side,
        method=method,
        digest=row.digest,
        proof=passkey.proven(by.user, method, row.digest, proof, "gate"),
        given_by=by,
        given_at=by.engagement.now(),
    )
