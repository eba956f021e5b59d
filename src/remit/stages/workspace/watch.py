"""Watch a record: hear of every comment on it that one may see."""

from __future__ import annotations

from remit.records.models.member import Member
from remit.records.models.watcher import Watcher
from remit.stages import roles
from remit.stages.action import action
from remit.stages.workspace import subjects


@action(may=roles.is_party, says="watches {subject}", shared=False)
def watch(*, by: Member, subject: str) -> Watcher:
    """`subject` is a record by kind and number, such as dispute:8k2… Watching twice changes nothing."""
    name = subjects.subject(by, subject).name
    row, _new = Watcher.objects.get_or_create(member=by, subject=name, defaults={"engagement": by.engagement, "visible_to": by.side})
    return row
