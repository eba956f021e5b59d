"""A spreadsheet of scope on its way into a draft: its columns, what it would change, and what is wrong in which row."""

from __future__ import annotations

from typing import Any

from django.http import Http404

from remit.exchange.scope_table import COLUMNS, NEEDED
from remit.records.models.batch import Batch
from remit.records.models.draft import Draft
from remit.records.scoping import visible
from remit.stages import roles
from remit.stages.contract import scope_batches
from remit.stages.contract.sentences import count
from remit.web.page import Visit, page
from remit.web.pages.contract.draft import found

PAGE = page(
    "contract/drafts/<int:number>/scope/<slug:batch>", may=roles.writes_terms, label="Scope from a file", under="contract", visible_to=None
)


@PAGE.reads
def read(visit: Visit, number: int, batch: str) -> dict[str, Any]:
    row, one = found(visit, number), batch_seen(visit, batch)
    if one.report["draft"] != row.public_id:
        raise Http404
    mapping = one.report["mapping"]
    return {
        "answer": _answer(one, row),
        "row": row,
        "batch": one,
        "mapping": [(name, mapping.get(name, ""), name in NEEDED) for name in COLUMNS],
        "faults": one.faults if one.state == "checked" else [],
        "components": one.report.get("components", []) if not one.faults else [],
        "may_write": row.state == "draft" and row.side == visit.by.side,
        "may_undo": one.state == "done" and row.state == "draft" and row.revision == one.report.get("after"),
    }


def batch_seen(visit: Visit, number: str) -> Batch:
    one = visible(Batch, visit.by).filter(public_id=number, kind=scope_batches.KIND).first()
    if one is None:
        raise Http404
    return one


def _answer(one: Batch, row: Draft) -> str:
    rows = count(one.report.get("rows", 0), "component")
    if one.state == "done":
        return f"{rows} came from {one.file} into {row.title}."
    if one.state == "undone":
        return f"{one.file} was taken back; {row.title} reads as before."
    if one.faults:
        first = one.faults[0]
        return f"{one.file} cannot be brought in yet: {count(len(one.faults), 'fault')}, the first in row {first['row'] or 1}."
    if not one.report.get("changes"):
        return f"{one.file} says what {row.title} says already."
    new = sum(bool(change) for *_, change in one.report["components"])
    return f"{one.file} has {rows} and no fault; {new} of them would change {row.title}."
