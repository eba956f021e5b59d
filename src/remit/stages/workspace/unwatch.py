"""Watch a record no longer; mentions still arrive."""

from __future__ import annotations

from remit.records.models.member import Member
from remit.records.models.watcher import Watcher
from remit.stages import roles
from remit.stages.action import action


@action(may=roles.is_party, says="watches {subject} no longer", shared=False)
def unwatch(*, by: Member, subject: str) -> int:
    """How many watches ended: one, or none where there was none."""
    return Watcher.objects.filter(member=by, subject=subject).delete()[0]
