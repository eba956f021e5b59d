"""Lists that were brought into the directory of providers, and a new one."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from remit.records.models.directory_batch import DirectoryBatch
from remit.records.scoping import visible
from remit.stages import roles
from remit.stages.selection.directory_file import FIELDS
from remit.stages.selection.provider_rows import KINDS
from remit.values.period import moment
from remit.web.page import Visit, page

PAGE = page("providers/imports/", may=roles.is_client, label="Lists", under="shortlist", visible_to="client")


@PAGE.reads
def read(visit: Visit) -> dict[str, Any]:
    """The newest first."""
    rows = (
        visible(DirectoryBatch, visit.by).exclude(state="dropped").defer("content").select_related("brought_by__user").order_by("-number")
    )
    return {
        "answer": _answer(rows.count()),
        "rows": rows,
        "kinds": KINDS,
        "fields": list(FIELDS),
        "today": moment(visit.now, visit.engagement.zone).date(),
        "may_run": roles.runs_selection(visit.by),
    }


def _answer(count: int) -> str:
    if not count:
        return _("A list from a directory comes in with its date, and merges with what is known.")
    return ngettext("%(n)d list was brought in.", "%(n)d lists were brought in.", count) % {"n": count}
