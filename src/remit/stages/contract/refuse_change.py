"""Refuse a priced change request, with the reason. Its offer is over; the provider may price it again."""

from __future__ import annotations

from remit.records.models.change_request import ChangeRequest
from remit.records.models.draft import Draft, DraftSignature
from remit.records.models.member import Member
from remit.stages import roles
from remit.stages.action import action
from remit.stages.contract import changes
from remit.values.fault import Fault, Place, Refused


@action(may=roles.approves_changes, says="refused change request {result}", happening="change answered")
def refuse_change(*, by: Member, change: str, answer: str) -> ChangeRequest:
    """`answer` says why, and is never empty: the other company has to know what would be acceptable."""
    row = changes.request_of(by, change)
    if row.state != "priced":
        raise Refused([Fault(Place(), f"{row.code} is {row.state}", "only a priced request is refused")])
    if not answer:
        raise Refused([Fault(Place(column="answer"), "a refusal needs its reason", "say what would be acceptable")])
    if row.draft is not None and DraftSignature.objects.filter(draft=row.draft, side=by.side).exists():
        raise Refused([Fault(Place(), f"{by.organisation} has signed it already", "ask the provider to withdraw the offer")])
    row.state, row.answer, row.answered_by, row.answered_at = "refused", answer, by, by.engagement.now()
    row.save(update_fields=["state", "answer", "answered_by", "answered_at"])
    if row.draft is not None:
        Draft.objects.filter(pk=row.draft.pk, state="offered").update(state="refused")
    return row
