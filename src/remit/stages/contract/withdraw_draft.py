"""Drop a draft, or take an offer back that the other company has not signed."""

from __future__ import annotations

from remit.records.models.change_request import ChangeRequest
from remit.records.models.draft import Draft, DraftSignature
from remit.records.models.member import Member
from remit.stages import roles
from remit.stages.action import action
from remit.stages.contract.drafts import draft_of
from remit.values.fault import Fault, Place, Refused


@action(may=roles.writes_terms, says="withdrew draft {result}", shared=False)
def withdraw_draft(*, by: Member, draft: str) -> Draft:
    """The text stays where it was, marked as withdrawn."""
    row = draft_of(by, draft)
    if row.side != by.side or row.state not in ("draft", "offered"):
        raise Refused([Fault(Place(), f"draft {row.number} is not yours to withdraw", "answer it with a draft of your own")])
    if DraftSignature.objects.filter(draft=row).exclude(side=by.side).exists():
        raise Refused([Fault(Place(), "the other company has signed this offer", "sign it, or talk to them")])
    row.state = "withdrawn"
    row.save(update_fields=["state"])
    ChangeRequest.objects.filter(draft=row, state="priced").update(state="raised")  # it waits for another price
    return row
