"""Look at a file before it counts: choose or suggest its mapping and run it dry. Nothing of it is stored but the file itself."""

from __future__ import annotations

from hashlib import sha256

from django.db import transaction

from remit.intake import reading, uploads
from remit.intake.dry_run import asked, dry_run
from remit.records.models.batch import Batch
from remit.records.models.member import Member
from remit.records.scoping import visible
from remit.stages import roles
from remit.stages.action import action
from remit.stages.inputs import FileParameter
from remit.stages.operations.import_job import AT_ONCE, carry_out
from remit.values.fault import Fault, Place, Refused


@action(may=roles.brings_work, says="checked {result} before bringing it in", says_queued="queued {result} to be checked", shared=False)
def check_import(
    *,
    by: Member,
    file: FileParameter | None = None,
    batch: str = "",
    mapping: str = "",
    text: str = "",
    answers: dict[str, str] | None = None,
    totals: dict[str, int] | None = None,
) -> Batch:
    """A dry run of a new `file`, or again of a checked `batch`. Its mapping is the one named, else the one that recognises the columns,
    else one that is suggested; `text` is a mapping as somebody edited it. `answers` answer the questions that a suggestion asks (zone,
    dates, item ...). `totals` are the source's own counts. Faults of the file do not refuse the check: they are what it finds."""
    row = _again(by, batch) if batch else _new(by, file)
    try:
        with uploads.by_its_own_name(row):
            _look(row, by, mapping, text, answers, totals)
    except Exception:
        if not batch:
            uploads.remove(row)
        raise
    row.save()
    return row


def _look(row: Batch, by: Member, mapping: str, text: str, answers: dict[str, str] | None, totals: dict[str, int] | None) -> None:
    """Chooses the mapping and reads the file with it, at once or in a job."""
    if text:
        row.mapping_text, row.report["questions"] = text.replace("\r\n", "\n"), []
    elif mapping:
        row.mapping, (row.mapping_text, _) = mapping, reading.mapping_for(by.engagement, mapping)
    elif answers is not None or not row.mapping_text:
        given = {**row.report.get("answers", {}), **(answers or {})}
        row.mapping, row.mapping_text, still_open = reading.chosen(by.engagement, uploads.path(row), row.file, given)
        row.report |= {"questions": asked(still_open, by.engagement.zone), "answers": given}
    if totals is not None:
        row.report["typed"] = totals
    row.received_at = by.engagement.now()
    if row.report["size"] > AT_ONCE and not row.report["questions"]:
        row.state = "waiting"
        transaction.on_commit(lambda: carry_out.enqueue(row.public_id, "check"))
    else:
        row.state = "checked"
        dry_run(row)


def _new(by: Member, file: FileParameter | None) -> Batch:
    if file is None:
        raise Refused([Fault(Place(column="file"), "no file was chosen", f"choose one: {uploads.FORMATS}")])
    row = Batch(
        engagement=by.engagement,
        kind="work",
        file=file.name,
        digest=f"sha256:{sha256(file.content).hexdigest()}",
        state="checked",
        report={"size": len(file.content), "questions": []},
        brought_by=by,
        visible_to=by.side,
        received_at=by.engagement.now(),
    )
    uploads.keep(row, file.content)
    return row


def _again(by: Member, number: str) -> Batch:
    row = visible(Batch, by).select_related("engagement").filter(public_id=number, state__in=("checked", "failed"), kind="work").first()
    if row is None or not uploads.path(row).is_file():
        raise Refused([Fault(Place(), "this import is no longer open", "choose its file again")])
    return row
