"""The rows of an import that cannot be read, as CSV: each as it stands in the file, with what is wrong and what to write."""

from __future__ import annotations

from collections import defaultdict

from django.http import Http404, HttpResponse

from remit.intake import dry_run, reading, uploads
from remit.stages import roles
from remit.stages.operations import batches
from remit.values.fault import Refused
from remit.web.csv import download
from remit.web.page import Visit, page

PAGE = page("imports/<slug:number>/failures.csv", may=roles.brings_work, label="Failing rows", under="imports", visible_to=None)
MOST = 100_000
"""So many faults of one column are listed; a file with more needs another mapping, not mended rows."""


@PAGE.reads
def read(visit: Visit, number: str) -> HttpResponse:
    """The failing rows, to be mended in the source and exported again; the column `row` says where each stands."""
    batch = batches.one(visit.by, number)
    if batch is None or batch.kind != "work" or not uploads.path(batch).is_file():
        raise Http404
    reasons: dict[int, list[str]] = defaultdict(list)
    try:
        dry_run.read(batch, MOST)
    except Refused as refused:
        for fault in refused.faults:
            if fault.place.row is not None:
                column = f"{fault.place.column}: " if fault.place.column else ""
                reasons[fault.place.row].append(f"{column}{fault.what}; {fault.remedy}")
    table = reading.source(uploads.path(batch), batch.file)
    rows = table.rows.filter(table.rows["row"].is_in(list(reasons)))
    lines = ([*row, " · ".join(reasons[row[0]])] for row in rows.iter_rows())
    return download(f"{batch.file.split('.')[0]}-failures", ["row", *table.columns, "reason"], lines)
