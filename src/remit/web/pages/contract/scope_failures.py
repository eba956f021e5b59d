"""The rows of a scope that cannot be brought in, as CSV: each as it stands in the file, with what is wrong and what to write."""

from __future__ import annotations

from collections import defaultdict

from django.http import Http404, HttpResponse

from remit.intake import uploads
from remit.stages import roles
from remit.stages.contract import scope_batches
from remit.web.csv import download
from remit.web.page import Visit, page
from remit.web.pages.contract.draft import found
from remit.web.pages.contract.scope_import import batch_seen

PAGE = page(
    "contract/drafts/<int:number>/scope/<slug:batch>/failures.csv",
    may=roles.writes_terms,
    label="Failing rows",
    under="contract",
    visible_to=None,
)


@PAGE.reads
def read(visit: Visit, number: int, batch: str) -> HttpResponse:
    """To be mended and brought again; the column `row` says where each stands in the file. 404 once the file is gone."""
    one = batch_seen(visit, batch)
    if one.report["draft"] != found(visit, number).public_id or not uploads.path(one).is_file():
        raise Http404
    reasons: dict[int, list[str]] = defaultdict(list)
    for fault in one.faults:
        if fault["row"] is not None:
            reasons[fault["row"]].append(f"{fault['column']}: {fault['what']}; {fault['remedy']}")
    table = scope_batches.contents(one)
    rows = table.rows.filter(table.rows["row"].is_in(list(reasons)))
    lines = ([*row, " · ".join(reasons[row[0]])] for row in rows.iter_rows())
    return download(f"{one.file.split('.')[0]}-failures", ["row", *table.columns, "reason"], lines)
