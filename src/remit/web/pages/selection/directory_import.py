"""One list of providers, before it is brought in and after: which column is which, and what becomes of every line."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _

from remit.records.models.directory_batch import DirectoryBatch
from remit.records.scoping import visible
from remit.stages import roles
from remit.stages.selection import directory_file
from remit.stages.selection.directory_file import FIELDS, Line
from remit.values.fault import Refused
from remit.web.csv import download
from remit.web.page import Answered, Visit, page

PAGE = page("providers/imports/<int:number>/", may=roles.is_client, label="List", under="shortlist", visible_to="client")
SHOWN = 200


@PAGE.reads
def read(visit: Visit, number: int) -> Answered:
    """A dry run as long as it is not in; `wrong=csv` gives the lines that are wrong, to mend and send again."""
    row = visible(DirectoryBatch, visit.by).filter(number=number).select_related("brought_by__user").first()
    if row is None:
        raise Http404
    try:
        columns, rows = directory_file.table(row.file, bytes(row.content))
    except Refused:
        columns, rows = [], []
    found = list(directory_file.lines(visit.by, row.file, rows, row.mapping)) if row.state == "checked" and "name" in row.mapping else []
    if visit.asked("wrong"):
        return _wrong(columns, found)
    count = {word: sum(line.word == word for line in found) for word in ("new", "merged", "twice", "wrong")}
    return {
        "answer": _answer(row, count),
        "row": row,
        "columns": columns,
        "fields": [(name, row.mapping.get(name, "")) for name in FIELDS],
        "lines": found[:SHOWN],
        "count": count,
        "may_run": roles.runs_selection(visit.by),
    }


def _answer(row: DirectoryBatch, count: dict[str, int]) -> str:
    if row.state == "done":
        return _("%(new)s new and %(merged)s merged came in from %(title)s.") % {
            "new": row.report.get("new", 0),
            "merged": row.report.get("merged", 0) + row.report.get("twice", 0),
            "title": row.title,
        }
    if row.state != "checked":
        return _("This list was undone.")
    if not any(count.values()):
        return _("Say which column is the name, and see what would come in.")
    words = {"new": count["new"], "merged": count["merged"] + count["twice"], "wrong": count["wrong"]}
    return _("%(new)d would be new, %(merged)d would merge, %(wrong)d cannot be read.") % words


def _wrong(columns: list[str], found: list[Line]) -> HttpResponse:
    wrong = [line for line in found if line.faults]
    rows = [[*(line.cells.get(one, "") for one in columns), "; ".join(str(fault) for fault in line.faults)] for line in wrong]
    return download("wrong-lines", [*columns, "what is wrong"], rows)
