"""Bring a list of providers in: new companies are added, those that are there already get its source, and what they did not say yet."""

from __future__ import annotations

from typing import Any

from remit.records.models.directory_batch import DirectoryBatch
from remit.records.models.member import Member
from remit.records.models.provider import Provider
from remit.records.scoped import CLIENT
from remit.stages import roles
from remit.stages.action import action
from remit.stages.selection import directory_file
from remit.stages.selection.directory_file import Line
from remit.stages.selection.map_directory import checked_batch
from remit.stages.selection.merge_providers import LISTS, SINGLE, filled
from remit.stages.selection.provider_rows import key_of, new_source, next_number, same
from remit.values.fault import Fault, Place, Refused

TAKEN = ("name", "web", "town", "country", "zone", "hours", "people", "more_people", "about", *LISTS)


@action(may=roles.runs_selection, says="brought in the list {result}", shared=False)
def import_directory(*, by: Member, batch: str, without_wrong: bool = False) -> DirectoryBatch:
    """Refused while a line is wrong, unless `without_wrong` leaves those out. What was there stays as it was said: a list only adds. It can
    be undone."""
    row = checked_batch(by, batch)
    _, rows = directory_file.table(row.file, bytes(row.content))
    found = list(directory_file.lines(by, row.file, rows, row.mapping))
    wrong = [fault for line in found for fault in line.faults]
    if wrong and not without_wrong:
        raise Refused(wrong[:50])
    if "name" not in row.mapping:
        raise Refused([Fault(Place(column="columns.name"), "no column is the name", "map the columns first")])
    earlier = [changed for line in found if line.word != "wrong" if (changed := _stored(by, row, line)) is not None]
    words = [line.word for line in found]
    row.report = {word: words.count(word) for word in ("new", "merged", "twice", "wrong")}
    row.earlier, row.state, row.done_at = earlier, "done", by.engagement.now()
    row.save(update_fields=["report", "earlier", "state", "done_at"])
    return row


def _stored(by: Member, batch: DirectoryBatch, line: Line) -> dict[str, Any] | None:
    """Adds or merges one line; gives what a merged row was, for undoing."""
    given = {name: value for name, value in line.given.items() if name in TAKEN and value not in ("", None)}
    known = same(by, line.given["name"], str(line.given.get("web", "")))
    earlier = None
    if known is None:
        name = given["name"]
        known = Provider.objects.create(
            engagement=by.engagement,
            visible_to=CLIENT,
            number=next_number(by),
            key=key_of(name),
            short_name=name[:60],
            batch=batch,
            added_by=by,
            added_at=by.engagement.now(),
            **given,
        )
    else:
        if known.batch_id != batch.pk:
            earlier = {"provider": known.public_id, **{name: getattr(known, name) for name in (*LISTS, *SINGLE, "zone")}}
        filled(known, given)
        if known.zone == "UTC" and given.get("zone"):
            known.zone = given["zone"]
        known.save()
    new_source(by, known, batch.kind, batch.title, batch.dated, str(line.given.get("said", "")), batch=batch)
    return earlier
