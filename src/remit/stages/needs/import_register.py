"""Bring a checked spreadsheet into the register: new processes are added, known ones get the sheet's figures; it can be undone."""

from __future__ import annotations

from django.db import transaction

from remit.intake import uploads
from remit.records.models.batch import Batch
from remit.records.models.member import Member
from remit.records.scoped import CLIENT
from remit.stages import roles
from remit.stages.action import action
from remit.stages.needs.register_batches import applied, fields, kept, look, opened
from remit.stages.needs.register_fields import made, named
from remit.values.fault import Fault, Place, Refused


@action(may=roles.audits, says="brought {result} into the register", shared=False)
def import_register(*, by: Member, batch: str) -> Batch:
    """All of the sheet, or nothing with every fault told. Empty cells clear nothing; rows are known by the name of the process."""
    row = opened(by, batch)
    found = look(row, row.report.get("columns"))
    if found.faults:
        raise Refused(found.faults[:50])
    if not found.rows:
        raise Refused([Fault(Place(file=row.file), "the sheet has no process", "choose another file")])
    now, before = by.engagement.now(), {}
    row.state, row.received_at, row.visible_to, row.brought_by = "done", now, CLIENT, by
    row.save()
    for one in found.rows:
        standing = named(by, one.values["name"])
        if standing is None:
            new = made(by, fields(one.values))
            new.batch = row
            new.save(force_insert=True)
        else:
            before[standing.public_id] = kept(standing)
            applied(standing, one.values, now).save()
    row.report |= {"before": before, "at": by.engagement.now()}
    row.save(update_fields=["report"])
    transaction.on_commit(lambda: uploads.remove(row))
    return row
