"""Set the dates of a request: until when bidders may ask, the deadline, and when the bids are opened."""

from __future__ import annotations

from remit.records.models.member import Member
from remit.records.models.request import Request
from remit.stages import roles
from remit.stages.action import action
from remit.stages.selection.request_rows import at_wall_clock, draft_of, faults_of_dates
from remit.values.fault import Refused


@action(may=roles.runs_selection, says="dated request {request}", shared=False)
def date_request(*, by: Member, request: str, questions_until: str, deadline: str, opening: str = "") -> Request:
    """Instants on the contract's wall clock (`2026-11-27T17:00`), or with an offset. The deadline is exclusive: what comes at 17:00:00 is
    too late, what comes a microsecond before is in time. Without an opening bids can be opened from the deadline on."""
    row = draft_of(by, request)
    asked, due = at_wall_clock(by.engagement, questions_until, "questions_until"), at_wall_clock(by.engagement, deadline, "deadline")
    opened = at_wall_clock(by.engagement, opening, "opening") if opening else due
    faults = faults_of_dates(by.engagement.now(), asked, due, opened)
    if faults:
        raise Refused(faults)
    row.questions_until, row.deadline_at, row.opening_at = asked, due, opened
    row.save(update_fields=["questions_until", "deadline_at", "opening_at"])
    return row
