"""Imports: choose a file, see what came in and when, and from which system each service level takes its truth."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet, Sum

from remit.intake.uploads import FORMATS
from remit.records.models.batch import Batch
from remit.stages import roles
from remit.stages.operations import batches
from remit.values.period import moment
from remit.web.download import as_file
from remit.web.page import Answered, Visit, page

PAGE = page("imports/", may=roles.is_party, label="Imports", place=4)
STATES = ("done", "checked", "waiting", "running", "failed", "undone")
HEADS = ("file", "received", "by", "kind", "mapping", "new", "known", "state", "digest")


@PAGE.reads
def read(visit: Visit) -> Answered:
    """The form, the imports, the newest first, and the sources of the levels. `kind`, `state` and `file` narrow the list, `form` gives it
    as a file."""
    every = batches.imports(visit.by)
    done = every.filter(state="done")
    rows = _narrowed(visit, every)
    if (file := as_file(visit, "imports", HEADS, (_cells(visit, row) for row in rows.iterator()))) is not None:
        return file
    new = done.filter(kind="work").aggregate(sum=Sum("new"))["sum"] or 0
    found: dict[str, Any] = {
        "answer": _said(visit, done.count(), new, done.first()),
        "leaf": Paginator(rows, 20).get_page(visit.asked("page", "1")),
        "sources": batches.sources(visit.by, visit.now),
        "formats": FORMATS,
        "may_bring": roles.brings_work(visit.by),
        "asked": {name: visit.asked(name) for name in ("kind", "state", "file")},
        "states": STATES,
        "columns": HEADS,
    }
    return found


def _narrowed(visit: Visit, rows: QuerySet[Batch]) -> QuerySet[Batch]:
    for name, column in (("kind", "kind"), ("state", "state"), ("file", "file__icontains")):
        if wanted := visit.asked(name).replace("\x00", ""):
            rows = rows.filter(**{column: wanted})
    return rows


def _cells(visit: Visit, row: Batch) -> tuple[object, ...]:
    received = f"{moment(row.received_at, visit.engagement.zone):%Y-%m-%d %H:%M:%S}"
    by = row.brought_by.user.name if row.brought_by is not None else ""
    return row.file, received, by, row.kind, row.mapping, row.new, row.known, row.state, row.digest


def _said(visit: Visit, files: int, events: int, last: Batch | None) -> str:
    if last is None:
        return "Nothing has been brought in yet: choose a file, and see what it holds before anything of it counts."
    when = moment(last.received_at, visit.engagement.zone)
    came = f"{when:%A} {when.day} {when:%B}"
    return f"{files:,} file{'s' if files != 1 else ''} brought in {events:,} events; the last, {last.file}, came on {came}."
