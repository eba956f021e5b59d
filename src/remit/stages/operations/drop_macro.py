"""Drop a macro: it is offered no longer; what was sent with it stays."""

from __future__ import annotations

from remit.records.models.macro import Macro
from remit.records.models.member import Member
from remit.records.scoping import visible
from remit.stages import roles
from remit.stages.action import action
from remit.values.fault import Fault, Place, Refused


@action(may=roles.leads_queue, says="dropped the macro '{result}'", shared=False)
def drop_macro(*, by: Member, macro: str) -> Macro:
    """`macro` is its public number."""
    row = visible(Macro, by).filter(public_id=macro, ended_at=None).first()
    if row is None:
        raise Refused([Fault(Place(column="macro"), "there is no such macro any more", "look at the list again")])
    row.ended_at = by.engagement.now()
    row.save(update_fields=["ended_at"])
    return row
