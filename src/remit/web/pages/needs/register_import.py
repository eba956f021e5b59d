"""A sheet of processes before it counts: which column is which, what is new, what changes, what is wrong; then bring in, drop, or undo."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from remit.choice.audit import RATINGS
from remit.exchange.register import ROLES
from remit.exchange.statement_words import Answer
from remit.intake import uploads
from remit.records.models.batch import Batch
from remit.records.scoping import visible
from remit.stages import roles
from remit.stages.needs.register_batches import KIND, table_of
from remit.web.csv import download
from remit.web.page import Answered, Visit, page

PAGE = page("processes/import/<slug:number>", may=roles.is_client, label="Sheet", under="register", visible_to="client")
SAID = {
    "figures_from": "where the figures come from",
    "hours": "hours a month",
    "tools": "cost of its tools",
    "minutes": "minutes each",
    "volume": "units a month",
    "rate": "a loaded hour",
    "management_hours": "hours of managers",
    "baseline": "compared per",
}


@PAGE.reads
def read(visit: Visit, number: str) -> Answered:
    """What stands in the batch; `form=csv` gives the failing rows, each with what is wrong with it."""
    rows = visible(Batch, visit.by).select_related("brought_by__user", "engagement").filter(kind=KIND, public_id=number)
    batch = rows.first()
    if batch is None:
        raise Http404
    is_open = batch.state == "checked" and uploads.path(batch).is_file()
    if visit.asked("form") == "csv" and is_open:
        return failures(batch)
    report = batch.report
    may = roles.audits(visit.by)
    columns = report.get("columns", {})
    named = [(name, SAID.get(name, RATINGS[name][0].lower() if name in RATINGS else name), columns.get(name, "")) for name in ROLES]
    found: dict[str, Any] = {
        "answer": _said(batch),
        "batch": batch,
        "report": report,
        "is_open": is_open and may,
        "can_bring": is_open and may and not batch.faults,
        "may_undo": batch.state == "done" and may,
        "roles": named,
        "roles_found": [one for one in named if one[2]],
        "roles_lacking": [one for one in named if not one[2]],
        "failing": any(fault.get("row") for fault in batch.faults),
    }
    return found


def _said(batch: Batch) -> str | Answer:
    told = {"file": batch.file, "new": batch.new, "known": batch.known}
    if batch.state == "done":
        return _("%(file)s is in: %(new)s processes were added, %(known)s got its figures.") % told
    if batch.state == "undone":
        return _("%(file)s was undone: the register is as it was before.") % told
    if batch.faults:
        count = len(batch.faults)
        fault = ngettext("%(count)s fault", "%(count)s faults", count) % {"count": count}
        return Answer(_("%(file)s cannot be brought in yet because of ") % told, fault, _("; nothing of it is kept."), "missed")
    if not batch.new:
        return _("%(file)s would change the figures of %(known)s.") % told
    if not batch.known:
        return ngettext("%(file)s would add %(new)s process.", "%(file)s would add %(new)s processes.", batch.new) % told
    return (
        ngettext(
            "%(file)s would add %(new)s process and change the figures of %(known)s.",
            "%(file)s would add %(new)s processes and change the figures of %(known)s.",
            batch.new,
        )
        % told
    )


def failures(batch: Batch) -> HttpResponse:
    """The rows that cannot be read, as they stand in the sheet, each with its faults."""
    table = table_of(batch)
    wrong: dict[int, list[str]] = {}
    for fault in batch.faults:
        if fault.get("row"):
            wrong.setdefault(int(fault["row"]), []).append(f"{fault['column']}: {fault['what']}; {fault['remedy']}")
    rows = (
        (cells["row"], *(cells[name] for name in table.columns), " | ".join(wrong[cells["row"]]))
        for cells in table.rows.iter_rows(named=True)
        if cells["row"] in wrong
    )
    return download(f"failures-{batch.public_id}", ("row", *table.columns, "what is wrong"), rows)
