"""Take all edits of a map back: it is as it was discovered."""

from __future__ import annotations

from remit.records.models.event_log import EventLog
from remit.records.models.member import Member
from remit.stages import roles
from remit.stages.action import action
from remit.stages.needs.maps import found


@action(may=roles.audits, says="took the edits of the map {result} back", shared=False)
def reset_map(*, by: Member, log: str) -> EventLog:
    """The log itself never changed."""
    row = found(by, log)
    row.edits = {}
    row.save(update_fields=["edits"])
    return row
