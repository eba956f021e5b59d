"""Approve a priced change request: the client signs its amendment, within the limits that the contract gives its roles."""

from __future__ import annotations

from collections.abc import Iterator

from remit.records.models.change_request import ChangeRequest
from remit.records.models.member import Member
from remit.stages import roles
from remit.stages.action import action
from remit.stages.contract import changes, signing
from remit.stages.contract.drafts import in_force
from remit.stages.inputs import JsonInput
from remit.stages.workspace import passkey
from remit.terms.words import listed, money
from remit.values.fault import Fault, Place, Refused


@action(
    may=roles.approves_changes, says="approved change request {result}", recent_mfa=True, checks_passkey=True, happening="change answered"
)
def approve_change(
    *, by: Member, change: str, digest: str, method: str = "click", proof: JsonInput | None = None, answer: str = ""
) -> ChangeRequest:
    """`digest` is that of the amendment the person saw. The sum of the first twelve months decides who may: the role that the contract's
    approval limits name, its deputy, or one with a higher limit; where the contract has no limits, whoever signs terms."""
    row = changes.request_of(by, change)
    if row.state != "priced" or row.draft is None:
        raise Refused([Fault(Place(), f"{row.code} is {row.state}", "only a priced request is approved")])
    faults = list(signing.unsignable(by, row.draft, digest))
    if not faults:
        faults += _beyond_role(by, row)
        faults += signing.beyond_limit(by, row.draft, row.first_year)
    faults += passkey.unfit(by.user, method)
    if faults:
        raise Refused(faults)
    row.answered_by, row.answered_at, row.answer = by, by.engagement.now(), answer
    row.save(update_fields=["answered_by", "answered_at", "answer"])
    signing.put(by, row.draft, method, passkey.proven(by.user, method, row.draft.digest, proof, "amendment"))
    row.refresh_from_db()
    return row


def _beyond_role(by: Member, row: ChangeRequest) -> Iterator[Fault]:
    terms = in_force(by)
    asked = changes.approval(terms, row.first_year)
    if asked is None:
        if not roles.signs_terms(by):
            yield Fault(Place(), "the contract names nobody who approves sums, so only who signs it may", "let the owner approve it")
        return
    own = by.contract_role or by.role
    if own not in asked.may:
        sum_of = money(row.first_year, terms.money["currency"])
        what = f"{sum_of} in the first year wants the approval of the {asked.role} (clause {asked.clause}), and your role is {own}"
        yield Fault(Place(), what, f"let the {listed(list(asked.may), 'or')} approve it")
