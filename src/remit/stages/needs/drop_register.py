"""Drop a spreadsheet that was only looked at; nothing of it is kept."""

from __future__ import annotations

from django.db import transaction

from remit.intake import uploads
from remit.records.models.batch import Batch
from remit.records.models.member import Member
from remit.stages import roles
from remit.stages.action import action
from remit.stages.needs.register_batches import opened


@action(may=roles.audits, says="dropped {result}", shared=False)
def drop_register(*, by: Member, batch: str) -> Batch:
    """Nothing of the file counted yet, so nothing else changes."""
    row = opened(by, batch)
    gone = Batch(public_id=row.public_id, file=row.file, engagement=row.engagement, visible_to=row.visible_to)
    row.delete()
    transaction.on_commit(lambda: uploads.remove(gone))
    return gone
