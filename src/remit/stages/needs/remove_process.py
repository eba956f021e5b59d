"""Take a process out of the register; what was recorded of it stays in the log."""

from __future__ import annotations

from remit.records.models.member import Member
from remit.records.models.process import Process
from remit.stages import roles
from remit.stages.action import action
from remit.stages.needs.register_fields import found


@action(may=roles.audits, says="removed the process {result} from the register", shared=False)
def remove_process(*, by: Member, process: str) -> Process:
    """It counts no longer, in the register, the pictures and the business case."""
    row = found(by, process)
    row.removed_at = by.engagement.now()
    row.save(update_fields=["removed_at"])
    return row
