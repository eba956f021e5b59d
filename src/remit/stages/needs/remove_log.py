"""Take a log and its map out; the log of actions keeps that it was there."""

from __future__ import annotations

from remit.records.models.event_log import EventLog
from remit.records.models.member import Member
from remit.stages import roles
from remit.stages.action import action
from remit.stages.needs.maps import found


@action(may=roles.audits, says="removed the log {result}", shared=False)
def remove_log(*, by: Member, log: str) -> EventLog:
    """Its events are deleted: they may hold names of people. Figures taken over from it stay in the register."""
    row = found(by, log)
    row.removed_at, row.content, row.edits = by.engagement.now(), b"", {}
    row.save(update_fields=["removed_at", "content", "edits"])
    return row
