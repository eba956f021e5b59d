"""Bring a file of work in: read by a mapping, checked whole, stored whole or not at all."""

from __future__ import annotations

import tempfile
from dataclasses import asdict
from pathlib import Path

from django.db import transaction

from remit.intake import dry_run as dry
from remit.intake import reading, uploads
from remit.intake.store import add_events
from remit.records.models.batch import Batch
from remit.records.models.member import Member
from remit.records.scoped import BOTH
from remit.records.scoping import visible
from remit.stages import roles
from remit.stages.action import action
from remit.stages.inputs import FileInput, FileParameter
from remit.stages.operations.import_job import AT_ONCE, carry_out
from remit.values.fault import Fault, Place, Refused


@action(may=roles.brings_work, says="brought in {result}", says_queued="queued {result} to be brought in", happening="import done")
def import_work(
    *, by: Member, file: FileParameter | None = None, mapping: str = "", totals: dict[str, int] | None = None, batch: str = ""
) -> Batch:
    """Stores the new events of a `file`, read with the mapping of that name (the engagement's own, else a ready-made one), or those of a
    `batch` that was checked before.

    `totals` are the source's own counts (rows, items, events, or a word), compared with what was read. With any fault nothing is kept,
    and all faults are told at once (`Refused`). The same file again changes nothing. A large checked file is stored in the background.
    """
    if batch:
        return _checked(by, batch)
    if file is None or not mapping:
        raise Refused([Fault(Place(column="file"), "a file and the name of its mapping are needed", "give both, or a checked batch")])
    return _at_once(by, file, mapping, totals)


def _at_once(by: Member, file: FileInput, mapping: str, totals: dict[str, int] | None) -> Batch:
    engagement, received = by.engagement, by.engagement.now()
    text, read_with = reading.mapping_for(engagement, mapping)
    with tempfile.TemporaryDirectory(prefix="remit-import-") as folder:
        path = Path(folder) / f"upload{uploads.ending(file.name) or Path(file.name).suffix[-8:]}"
        path.write_bytes(file.content)
        made, report = reading.events_of(path, file.name, read_with, received, totals)
    batch = Batch.objects.create(
        engagement=engagement,
        kind="work",
        file=file.name,
        digest=file.digest,
        mapping=mapping,
        mapping_text=text,
        record=read_with.record,
        report=dry.plain(asdict(report)),
        brought_by=by,
        received_at=received,
    )
    appended = add_events(engagement, made, batch)
    batch.new, batch.known = appended.new, appended.known
    batch.save(update_fields=["new", "known"])
    return batch


def _checked(by: Member, number: str) -> Batch:
    row = visible(Batch, by).select_related("engagement").filter(public_id=number, kind="work").first()
    if row is None or row.state not in ("checked", "failed") or not uploads.path(row).is_file():
        raise Refused([Fault(Place(), "this import is no longer open", "choose its file again")])
    if row.report.get("questions"):
        raise Refused([Fault(Place(), "the mapping leaves questions open", "answer them, then check the file again")])
    row.brought_by, row.received_at, row.visible_to = by, by.engagement.now(), BOTH
    if row.report["size"] > AT_ONCE:
        row.state = "waiting"
        transaction.on_commit(lambda: carry_out.enqueue(row.public_id, "import"))
    else:
        _, made, report = dry.read(row)
        appended = add_events(by.engagement, made, row)
        row.new, row.known, row.state = appended.new, appended.known, "done"
        row.report |= dry.plain(asdict(report))
        transaction.on_commit(lambda: uploads.remove(row))
    row.save()
    return row
