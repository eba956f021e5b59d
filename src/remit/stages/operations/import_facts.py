"""Bring a file of facts in: forecasts, rates, receipts, hours, counts, each dated and with its source."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.db import transaction

from remit.exchange import facts as exchange_facts
from remit.intake import facts_dry_run, reading, uploads
from remit.intake.store import add_facts
from remit.records.models.batch import Batch
from remit.records.models.member import Member
from remit.records.scoped import BOTH
from remit.records.scoping import visible
from remit.stages import roles
from remit.stages.action import action
from remit.stages.inputs import FileInput, FileParameter
from remit.values.fault import Fault, Place, Refused


@action(may=roles.records_facts, says="brought in the facts of {result}", happening="import done")
def import_facts(*, by: Member, file: FileParameter | None = None, batch: str = "") -> Batch:
    """Stores the new facts of a file, or of a batch that was checked before; `Refused` with every fault, and then nothing is kept."""
    if batch:
        return _checked(by, batch)
    if file is None:
        raise Refused([Fault(Place(column="file"), "no file was chosen", f"choose one: {uploads.FORMATS}")])
    return _at_once(by, file)


def _at_once(by: Member, file: FileInput) -> Batch:
    engagement, received = by.engagement, by.engagement.now()
    with tempfile.TemporaryDirectory(prefix="remit-import-") as folder:
        path = Path(folder) / f"upload{uploads.ending(file.name) or Path(file.name).suffix[-8:]}"
        path.write_bytes(file.content)
        facts = exchange_facts.facts(reading.source(path, file.name), received, zone=engagement.zone)
    batch = Batch.objects.create(
        engagement=engagement, kind="facts", file=file.name, digest=file.digest, brought_by=by, received_at=received
    )
    appended = add_facts(engagement, facts, batch, by=by)
    batch.new, batch.known = appended.new, appended.known
    batch.report = {"rows": appended.new + appended.known}
    batch.save(update_fields=["new", "known", "report"])
    return batch


def _checked(by: Member, number: str) -> Batch:
    row = visible(Batch, by).select_related("engagement").filter(public_id=number, kind="facts", state="checked").first()
    if row is None or not uploads.path(row).is_file():
        raise Refused([Fault(Place(), "this import is no longer open", "choose its file again")])
    row.brought_by, row.received_at, row.visible_to = by, by.engagement.now(), BOTH
    appended = add_facts(by.engagement, facts_dry_run.read(row), row, by=by)
    row.new, row.known, row.state = appended.new, appended.known, "done"
    row.save()
    transaction.on_commit(lambda: uploads.remove(row))
    return row
