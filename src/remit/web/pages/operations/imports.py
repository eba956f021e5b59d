"""Imports: choose a file, see what came in and when, and from which system each service level takes its truth."""

from __future__ import annotations

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Sum

from remit.intake.uploads import FORMATS
from remit.records.models.batch import Batch
from remit.stages import roles
from remit.stages.operations import batches
from remit.values.period import moment
from remit.web.page import Visit, page

PAGE = page("imports/", may=roles.is_party, label="Imports", place=4)


@PAGE.reads
def read(visit: Visit) -> dict[str, Any]:
    """The form, the imports, the newest first, and the sources of the levels."""
    rows = batches.imports(visit.by)
    done = rows.filter(state="done")
    new = done.filter(kind="work").aggregate(sum=Sum("new"))["sum"] or 0
    return {
        "answer": _said(visit, done.count(), new, done.first()),
        "leaf": Paginator(rows, 20).get_page(visit.asked("page", "1")),
        "sources": batches.sources(visit.by, visit.now),
        "formats": FORMATS,
        "may_bring": roles.brings_work(visit.by),
    }


def _said(visit: Visit, files: int, events: int, last: Batch | None) -> str:
    if last is None:
        return "Nothing has been brought in yet: choose a file, and see what it holds before anything of it counts."
    when = moment(last.received_at, visit.engagement.zone)
    came = f"{when:%A} {when.day} {when:%B}"
    return f"{files:,} file{'s' if files != 1 else ''} brought in {events:,} events; the last, {last.file}, came on {came}."
