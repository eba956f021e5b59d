"""One item: its clocks with every counted and uncounted minute, who caused it, and how each clause took it."""

from __future__ import annotations

from typing import Any

from django.http import Http404

from remit.stages import roles
from remit.stages.operations import queries
from remit.web.page import Visit, page

PAGE = page("items/<item:number>", may=roles.is_party, label="Item", under="levels")


@PAGE.reads
def read(visit: Visit, number: str) -> dict[str, Any]:
    """The item's stories, one for each record that has this number."""
    stories = queries.item(visit.by, number, visit.now)
    if not stories:
        raise Http404
    return {"answer": f"{number}", "stories": stories, "number": number}
