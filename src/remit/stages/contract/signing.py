"""What every way of signing an offer shares: whether it may be signed now, the signature itself, and the amendment that both make."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from remit.catalogue import standard_catalogue
from remit.exchange.starters import TERMS
from remit.intake.store import touch
from remit.records.models.change_request import ChangeRequest
from remit.records.models.draft import Draft, DraftSignature
from remit.records.models.mapping_record import MappingRecord
from remit.records.models.member import Member
from remit.records.models.terms_text import TermsText
from remit.stages.contract.drafts import in_force, is_outgrown
from remit.stages.contract.effect import a_year_of
from remit.stages.contract.presets import mappings_of, preset_of
from remit.stages.contract.queries import closed_until
from remit.terms.versions import consolidate
from remit.terms.words import money
from remit.values.fault import Fault, Place


def unsignable(by: Member, row: Draft, digest: str) -> Iterator[Fault]:
    """Why an offer cannot be signed for the member's company: another text, an offer that is over, a contract that has changed, or a
    signature that is there already."""
    if row.state != "offered":
        yield Fault(Place(), f"draft {row.number} is {row.state}", "only an open offer is signed")
    if row.digest != digest:
        yield Fault(Place(column="digest"), "this is not the text you looked at", "open it again, and read it")
    if is_outgrown(by, row):
        yield Fault(Place(), "the contract has been amended since this offer", "start a new draft from the terms in force")
    if DraftSignature.objects.filter(draft=row, side=by.side).exists():
        yield Fault(Place(), f"{by.organisation} has signed it already", "the other company's signature is missing")


def beyond_limit(by: Member, row: Draft, at_least: Decimal = Decimal(0)) -> Iterator[Fault]:
    """Where the offer moves more a year than the member may approve. `at_least` is a sum that is known without the past work."""
    if by.approval_limit is None:
        return
    if not row.base:
        yield Fault(Place(), "a first contract is signed by somebody without a limit", "ask one of them to sign")
        return
    moves = max(abs(a_year_of(by, row)), at_least)
    if moves > by.approval_limit:
        currency = in_force(by).money["currency"]
        what = f"it moves {money(moves, currency)} a year, above your limit of {money(by.approval_limit, currency)}"
        yield Fault(Place(), what, "ask somebody with a higher limit to sign")


def put(by: Member, row: Draft, method: str, proof: Mapping[str, Any], *, side: str = "", given_by: Member | None = None) -> DraftSignature:
    """The signature of a company (the member's own, unless `side` is named). With both, the amendment is in force."""
    made = DraftSignature.objects.create(
        engagement=by.engagement,
        draft=row,
        side=side or by.side,
        method=method,
        digest=row.digest,
        proof=dict(proof),
        given_by=given_by or by,
        given_at=by.engagement.now(),
    )
    if DraftSignature.objects.filter(draft=row, digest=row.digest).count() == 2:
        _put_in_force(by, row)
    return made


def _put_in_force(by: Member, row: Draft) -> None:
    """The amendment becomes the next text of the contract, checked once more against all that was signed and closed; a first contract its
    first one, and with it come the mappings of the preset it was made from."""
    before = list(TermsText.objects.filter(engagement=by.engagement, signed=True).order_by("place"))
    text, name = bytes(row.amendment), f"amendment {len(before)}.yaml"
    if not before:
        preset = preset_of(row)
        name = f"{preset.replace(' ', '_')}{TERMS}" if preset is not None else "contract.yaml"
        _keep_mappings(by, row)
    texts = [bytes(one.content) for one in before] + [text]
    consolidate(texts[0], texts[1:], standard_catalogue(), names=[*(one.name for one in before[1:]), name], closed=closed_until(by))
    now = by.engagement.now()
    TermsText.objects.create(
        engagement=by.engagement,
        place=len(before),
        name=name,
        content=text,
        digest=row.digest,
        recorded_by=by,
        recorded_at=now,
        signed=True,
    )
    row.state = "signed"
    row.save(update_fields=["state"])
    for request in ChangeRequest.objects.filter(draft=row, state="priced"):
        request.state, request.answered_at = "approved", now
        request.answered_by = request.answered_by or by
        request.save(update_fields=["state", "answered_at", "answered_by"])
    touch(by.engagement)


def _keep_mappings(by: Member, row: Draft) -> None:
    engagement = by.engagement
    for name, text in mappings_of(row).items():
        given = {"text": text, "changed_by": by, "changed_at": engagement.now()}
        MappingRecord.objects.get_or_create(engagement=engagement, name=name, defaults=given)
