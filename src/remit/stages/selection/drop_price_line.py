"""Take a line out of the price sheet of a request that is not published yet."""

from __future__ import annotations

from remit.records.models.member import Member
from remit.records.models.request import Request
from remit.stages import roles
from remit.stages.action import action
from remit.stages.selection.request_rows import draft_of
from remit.values.fault import Fault, Place, Refused


@action(may=roles.runs_selection, says="dropped a price line of request {request}", shared=False)
def drop_price_line(*, by: Member, request: str, price_line: str) -> Request:
    """`price_line` is the line's public number."""
    row = draft_of(by, request)
    if not row.price_lines.filter(public_id=price_line).delete()[0]:
        raise Refused([Fault(Place(column="price_line"), f"the request has no line {price_line[:40]}", "open it again")])
    return row
