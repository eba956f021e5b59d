"""Mark notices of one's own inbox as done, or take that back."""

from __future__ import annotations

from remit.records.models.member import Member
from remit.records.models.notice import Notice
from remit.stages import roles
from remit.stages.action import action
from remit.stages.inputs import ItemsInput
from remit.stages.workspace.own_notices import own_notices


@action(may=roles.has_place, says="finished {notices} notices", shared=False)
def finish_notice(*, by: Member, notices: ItemsInput, undo: bool = False) -> int:
    """How many notices changed. Only one's own can be named; with `undo` they come back into the inbox. A decision that waits is done by
    deciding it, so it cannot be finished here."""
    found = own_notices(by, notices)
    now = by.engagement.now()
    return Notice.objects.filter(pk__in=[one.pk for one in found]).update(done_at=None if undo else now, snoozed_until=None)
