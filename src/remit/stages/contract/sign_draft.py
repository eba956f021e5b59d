"""Sign an offer for one's company. With both signatures the amendment is part of the contract."""

from __future__ import annotations

from remit.catalogue import standard_catalogue
from remit.intake.store import touch
from remit.records.models.draft import Draft, DraftSignature
from remit.records.models.member import Member
from remit.records.models.terms_text import TermsText
from remit.stages import roles
from remit.stages.action import action
from remit.stages.contract.drafts import draft_of, in_force
from remit.stages.contract.effect import a_year_of
from remit.stages.contract.queries import closed_until
from remit.stages.inputs import JsonInput
from remit.stages.workspace import passkey
from remit.terms.versions import consolidate
from remit.terms.words import money
from remit.values.fault import Fault, Place, Refused


@action(may=roles.signs_terms, says="signed draft {result}", recent_mfa=True, checks_passkey=True, happening="contract signed")
def sign_draft(*, by: Member, draft: str, digest: str, method: str = "click", proof: JsonInput | None = None) -> Draft:
    """`digest` is that of the amendment the person saw. Refused are another one, a second signature of the same company, an offer that the
    contract has outgrown, and one that moves more a year than the member's limit."""
    row, terms = draft_of(by, draft), in_force(by)
    faults = []
    if row.state != "offered":
        faults.append(Fault(Place(), f"draft {row.number} is {row.state}", "only an open offer is signed"))
    if row.digest != digest:
        faults.append(Fault(Place(column="digest"), "this is not the text you looked at", "open it again, and read it"))
    if row.base != terms.digest:
        faults.append(Fault(Place(), "the contract has been amended since this offer", "start a new draft from the terms in force"))
    if DraftSignature.objects.filter(draft=row, side=by.side).exists():
        faults.append(Fault(Place(), f"{by.organisation} has signed it already", "the other company's signature is missing"))
    moves = abs(a_year_of(by, row)) if by.approval_limit is not None and not faults else None
    if moves is not None and by.approval_limit is not None and moves > by.approval_limit:
        currency = terms.money["currency"]
        what = f"it moves {money(moves, currency)} a year, above your limit of {money(by.approval_limit, currency)}"
        faults.append(Fault(Place(), what, "ask somebody with a higher limit to sign"))
    faults += passkey.unfit(by.user, method)
    if faults:
        raise Refused(faults)
    DraftSignature.objects.create(
        engagement=by.engagement,
        draft=row,
        side=by.side,
        method=method,
        digest=row.digest,
        proof=passkey.proven(by.user, method, row.digest, proof, "amendment"),
        given_by=by,
        given_at=by.engagement.now(),
    )
    if DraftSignature.objects.filter(draft=row, digest=row.digest).count() == 2:
        _put_in_force(by, row)
    return row


def _put_in_force(by: Member, row: Draft) -> None:
    """The amendment becomes the next text of the contract, checked once more against all that was signed and closed."""
    before = list(TermsText.objects.filter(engagement=by.engagement, signed=True).order_by("place"))
    text, name = bytes(row.amendment), f"amendment {len(before)}.yaml"
    texts = [bytes(one.content) for one in before] + [text]
    consolidate(texts[0], texts[1:], standard_catalogue(), names=[*(one.name for one in before[1:]), name], closed=closed_until(by))
    TermsText.objects.create(
        engagement=by.engagement,
        place=len(before),
        name=name,
        content=text,
        digest=row.digest,
        recorded_by=by,
        recorded_at=by.engagement.now(),
        signed=True,
    )
    row.state = "signed"
    row.save(update_fields=["state"])
    touch(by.engagement)
