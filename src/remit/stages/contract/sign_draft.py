"""Sign an offer for one's company. With both signatures the amendment is part of the contract."""

from __future__ import annotations

from remit.records.models.draft import Draft
from remit.records.models.member import Member
from remit.stages import roles
from remit.stages.action import action
from remit.stages.contract import signing
from remit.stages.contract.drafts import draft_of
from remit.stages.inputs import JsonInput
from remit.stages.workspace import passkey
from remit.values.fault import Refused


@action(may=roles.signs_terms, says="signed draft {result}", recent_mfa=True, checks_passkey=True, happening="contract signed")
def sign_draft(*, by: Member, draft: str, digest: str, method: str = "click", proof: JsonInput | None = None) -> Draft:
    """`digest` is that of the amendment the person saw. Refused are another one, a second signature of the same company, an offer that the
    contract has outgrown, and one that moves more a year than the member's limit."""
    row = draft_of(by, draft)
    faults = list(signing.unsignable(by, row, digest))
    if not faults:
        faults += signing.beyond_limit(by, row)
    faults += passkey.unfit(by.user, method)
    if faults:
        raise Refused(faults)
    signing.put(by, row, method, passkey.proven(by.user, method, row.digest, proof, "amendment"))
    return row
