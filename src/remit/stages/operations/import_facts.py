"""Bring a file of facts in: forecasts, rates, receipts, hours, counts, each dated and with its source."""

from __future__ import annotations

import tempfile
from pathlib import Path

from remit.exchange import facts as exchange_facts
from remit.exchange import table
from remit.intake.store import add_facts
from remit.records.models.batch import Batch
from remit.records.models.member import Member
from remit.stages import roles
from remit.stages.action import action
from remit.stages.inputs import FileParameter


@action(may=roles.records_facts, says="brought in the facts of {file}", happening="import done")
def import_facts(*, by: Member, file: FileParameter) -> Batch:
    """Stores the new facts of a file; `Refused` with every fault, and then nothing is kept."""
    engagement, received = by.engagement, by.engagement.now()
    with tempfile.TemporaryDirectory(prefix="remit-import-") as folder:
        path = Path(folder) / f"upload{Path(file.name).suffix[-8:]}"
        path.write_bytes(file.content)
        facts = exchange_facts.facts(table.read(path), received, zone=engagement.zone)
    batch = Batch.objects.create(
        engagement=engagement, kind="facts", file=file.name, digest=file.digest, brought_by=by, received_at=received
    )
    appended = add_facts(engagement, facts, batch, by=by)
    batch.new, batch.known = appended.new, appended.known
    batch.report = {"rows": appended.new + appended.known}
    batch.save(update_fields=["new", "known", "report"])
    return batch
