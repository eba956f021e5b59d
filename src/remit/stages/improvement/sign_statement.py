"""Approve and sign a statement for one's company: the signature names the digest, so it holds for these bytes and no others."""

from __future__ import annotations

from decimal import Decimal

from remit.records.models.acceptance import Acceptance
from remit.records.models.dispute import Dispute
from remit.records.models.issued_statement import IssuedStatement
from remit.records.models.member import Member
from remit.records.scoping import visible
from remit.stages import roles
from remit.stages.action import action
from remit.stages.inputs import JsonInput
from remit.stages.workspace import passkey
from remit.terms.words import money
from remit.values.fault import Fault, Place, Refused


@action(may=roles.accepts_statements, says="signed {result}", recent_mfa=True, checks_passkey=True, happening="statement signed")
def sign_statement(*, by: Member, statement: str, digest: str, method: str = "click", proof: JsonInput | None = None) -> Acceptance:
    """Signs the latest version of a month. `digest` is what the person saw; another one, an older version, an open dispute, a second
    signature of the same side, or a total above the member's limit is refused. Who has a passkey signs with it (`method` passkey): its
    signature is over the digest itself, and is checked before it is kept."""
    row = visible(IssuedStatement, by).filter(public_id=statement).first()
    if row is None:
        raise Refused([Fault(Place(column="statement"), f"there is no statement {statement}", "open it again from the list")])
    faults = []
    if row.digest != digest:
        faults.append(Fault(Place(column="digest"), "this is not the statement you looked at", "open it again, and read it"))
    latest = IssuedStatement.objects.filter(engagement=by.engagement, month=row.month).order_by("-version").first()
    if latest is not None and latest.pk != row.pk:
        faults.append(Fault(Place(), f"version {latest.version} has replaced version {row.version}", f"sign version {latest.version}"))
    if Dispute.objects.filter(month=row.month, engagement=by.engagement, state="open").exists():
        faults.append(Fault(Place(), "an objection to this month is open", "let the other company answer it first"))
    if Acceptance.objects.filter(statement=row, side=by.side, kind="signed").exists():
        faults.append(Fault(Place(), f"{by.organisation} has signed version {row.version} already", "there is nothing left to sign"))
    if by.approval_limit is not None and abs(row.total) > by.approval_limit:
        above, limit = money(Decimal(row.total), row.currency), money(by.approval_limit, row.currency)
        faults.append(Fault(Place(), f"{above} is above your limit of {limit}", "ask somebody with a higher limit to sign"))
    faults += passkey.unfit(by.user, method)
    if faults:
        raise Refused(faults)
    return Acceptance.objects.create(
        engagement=by.engagement,
        statement=row,
        side=by.side,
        kind="signed",
        method=method,
        digest=row.digest,
        proof=passkey.proven(by.user, method, row.digest, proof, "statement"),
        given_by=by,
        given_at=by.engagement.now(),
    )
