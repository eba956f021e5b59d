"""Take a change request back, by the company that raised it, or only its price, by the provider."""

from __future__ import annotations

from remit.records.models.change_request import ChangeRequest
from remit.records.models.draft import Draft, DraftSignature
from remit.records.models.member import Member
from remit.stages import roles
from remit.stages.action import action
from remit.stages.contract import changes
from remit.values.fault import Fault, Place, Refused


@action(may=roles.is_party, says="withdrew change request {result}")
def withdraw_change(*, by: Member, change: str, only_price: bool = False) -> ChangeRequest:
    """With `only_price` the request stays and waits for another price. Nothing is withdrawn that the other company has signed."""
    row = changes.request_of(by, change)
    if row.state not in changes.OPEN:
        raise Refused([Fault(Place(), f"{row.code} is {row.state}", "only an open request is withdrawn")])
    if only_price and (row.state != "priced" or not roles.prices_changes(by)):
        raise Refused([Fault(Place(), f"the price of {row.code} is not yours to take back", "refuse it, or talk to the provider")])
    if not only_price and row.side != by.side:
        raise Refused([Fault(Place(), f"{row.code} was raised by the other company", "refuse it once it is priced")])
    if row.draft is not None and DraftSignature.objects.filter(draft=row.draft, side="client").exists():
        raise Refused([Fault(Place(), "the client has signed its amendment", "sign it too, or offer another one")])
    if row.draft is not None:
        Draft.objects.filter(pk=row.draft.pk, state="offered").update(state="withdrawn")
    row.state = "raised" if only_price else "withdrawn"
    row.save(update_fields=["state"])
    return row
