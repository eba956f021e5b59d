"""Accept a statement without signing it: the client's finance says that the figures are right, and payment may be prepared."""

from __future__ import annotations

from remit.records.models.acceptance import Acceptance
from remit.records.models.issued_statement import IssuedStatement
from remit.records.models.member import Member
from remit.records.scoping import visible
from remit.stages import roles
from remit.stages.action import action
from remit.values.fault import Fault, Place, Refused


@action(may=roles.accepts_statements, says="approved {result}", happening="statement approved")
def approve_statement(*, by: Member, statement: str) -> Acceptance:
    """Approves the latest version for the member's side; once."""
    row = visible(IssuedStatement, by).filter(public_id=statement).first()
    if row is None:
        raise Refused([Fault(Place(column="statement"), f"there is no statement {statement}", "open it again from the list")])
    if Acceptance.objects.filter(statement=row, side=by.side).exists():
        raise Refused([Fault(Place(), f"{by.organisation} has accepted version {row.version} already", "there is nothing left to approve")])
    return Acceptance.objects.create(
        engagement=by.engagement,
        statement=row,
        side=by.side,
        kind="approved",
        method="click",
        digest=row.digest,
        given_by=by,
        given_at=by.engagement.now(),
    )
