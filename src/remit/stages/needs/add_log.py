"""Bring a log of events in, from which the map of a process is discovered: what the system recorded, not what people remember."""

from __future__ import annotations

import tempfile
from pathlib import Path

from django.db.models import Max

from remit.exchange import event_log
from remit.exchange.event_log import Reading
from remit.intake import reading as files
from remit.intake import uploads
from remit.records.models.event_log import EventLog
from remit.records.models.member import Member
from remit.records.scoped import CLIENT
from remit.stages import roles
from remit.stages.action import action
from remit.stages.inputs import FileInput, FileParameter, TextsInput
from remit.stages.lengths import line
from remit.stages.needs.register_fields import found
from remit.values.fault import Fault, Place, Refused

LARGEST = 64 << 20
"""The largest file, in bytes as it is sent."""


@action(may=roles.audits, says="brought in the log {file}", shared=False)
def add_log(
    *,
    by: Member,
    file: FileParameter,
    name: str = "",
    process: str = "",
    zone: str = "",
    case: str = "",
    activity: str = "",
    at: str = "",
    began: str = "",
    resource: str = "",
    form: str = "",
    attributes: TextsInput | None = None,
) -> EventLog:
    """CSV, XLSX, Parquet, JSON lines or XES. Columns that are not named are suggested by the file: `case` (the number of what is worked
    on), `activity` (what happened, or the state), `at`, `began` (when the step began, which tells work from waiting), `resource` (who),
    and `attributes` of the case. `zone` is needed where dates carry no offset; `form` is how dates are written, in words."""
    if len(file.content) > LARGEST:
        raise Refused([Fault(Place(file=file.name), f"the file has {len(file.content):,} bytes", f"a log here has at most {LARGEST:,}")])
    if faults := list(line("name", name, 120)):
        raise Refused(faults)
    owner = found(by, process) if process else None
    given = Reading(case, activity, at, began, resource, form, zone, tuple(attributes or ()))
    with tempfile.TemporaryDirectory(prefix="remit-log-") as folder:
        table = files.source(_kept(Path(folder), file), file.name)
    used = event_log.suggested(table, given)
    events = event_log.read(table, used)
    last = EventLog.objects.filter(engagement=by.engagement).aggregate(last=Max("number"))["last"] or 0
    return EventLog.objects.create(
        engagement=by.engagement,
        visible_to=CLIENT,
        number=last + 1,
        name=name or (owner.name if owner is not None else file.name[:120]),
        process=owner,
        file=file.name[:200],
        digest=file.digest,
        reading=used.plain,
        content=event_log.to_bytes(events),
        events=events.height,
        cases=events["case"].n_unique(),
        brought_by=by,
        brought_at=by.engagement.now(),
    )


def _kept(folder: Path, file: FileInput) -> Path:
    """The file under a name of ours, with the ending that tells its format."""
    ending = uploads.ending(file.name)
    if not ending:
        raise Refused([Fault(Place(file=file.name), "there is no reader for this kind of file", f"export it as {uploads.FORMATS}")])
    path = folder / f"log{ending}"
    path.write_bytes(file.content)
    return path
