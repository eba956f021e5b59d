"""Look at a file of providers before it is brought in: which column is which, what is new, what merges, what is wrong. Nothing is added."""

from __future__ import annotations

from datetime import date

from remit.records.models.directory_batch import DirectoryBatch
from remit.records.models.member import Member
from remit.records.scoped import CLIENT
from remit.stages import roles
from remit.stages.action import action
from remit.stages.inputs import FileParameter
from remit.stages.selection import directory_file
from remit.stages.selection.provider_rows import faults_of_source
from remit.stages.workspace.attach_file import plain_name
from remit.values.fault import Fault, Place, Refused
from remit.values.period import moment

LARGEST = 4 << 20


@action(may=roles.runs_selection, says="looked at the list {file}", shared=False)
def check_directory(*, by: Member, file: FileParameter, kind: str, title: str, dated: date) -> DirectoryBatch:
    """`kind`, `title` and `dated` become the source of every line: which directory or report it is, and as of which day."""
    faults = list(faults_of_source(kind, title, dated, moment(by.engagement.now(), by.engagement.zone).date()))
    if not file.content or len(file.content) > LARGEST:
        faults.append(Fault(Place(column="file"), f"a list has up to {LARGEST >> 20} MB, and is not empty", "choose another"))
    if faults:
        raise Refused(faults)
    columns, _ = directory_file.table(file.name, file.content)
    last = DirectoryBatch.objects.filter(engagement=by.engagement).order_by("-number").values_list("number", flat=True).first()
    return DirectoryBatch.objects.create(
        engagement=by.engagement,
        visible_to=CLIENT,
        number=(last or 0) + 1,
        file=plain_name(file.name),
        content=file.content,
        digest=file.digest,
        kind=kind,
        title=title,
        dated=dated,
        mapping=directory_file.suggested(columns),
        brought_by=by,
        brought_at=by.engagement.now(),
    )
