"""The requests of an engagement: where each stands, with its deadline and how many bids are in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from remit.records.models.bid import Bid
from remit.records.models.request import Request
from remit.records.scoping import visible
from remit.stages import roles
from remit.stages.selection.request_templates import TEMPLATES
from remit.web.page import Visit, page
from remit.web.pages.selection.bid import time_left

PAGE = page("requests/", may=roles.is_client, label="Requests", place=2, visible_to="client")


@dataclass(frozen=True, slots=True)
class Line:
    """A request with its bidders and the bids that are in."""

    request: Request
    bidders: int
    bids: int
    left: str


@PAGE.reads
def read(visit: Visit) -> dict[str, Any]:
    """The newest first."""
    rows = visible(Request, visit.by).order_by("-number")
    lines = [_line(visit, row) for row in rows]
    return {
        "answer": _answer(lines),
        "lines": lines,
        "templates": TEMPLATES.items(),
        "may_run": roles.runs_selection(visit.by),
    }


def _line(visit: Visit, row: Request) -> Line:
    bids = visible(Bid, visit.by).filter(request=row).exclude(state="withdrawn").count()
    running = row.state == "published" and visit.now < (row.deadline_at or 0)
    return Line(row, row.bidders.filter(declined_at=None).count(), bids, time_left(row.deadline_at, visit.now) if running else "")


def _answer(lines: list[Line]) -> str:
    running = next((one for one in lines if one.left), None)
    if running is not None:
        words = {"title": running.request.title, "bids": running.bids, "bidders": running.bidders, "left": running.left}
        said = ngettext(
            "“%(title)s” has %(bids)d of %(bidders)d bid, and %(left)s left.",
            "“%(title)s” has %(bids)d of %(bidders)d bids, and %(left)s left.",
            running.bidders,
        )
        return said % words
    if not lines:
        return _("Nothing was asked of providers yet.")
    opened = sum(one.request.state == "opened" for one in lines)
    return ngettext("%(n)d request was opened; none is with bidders.", "%(n)d requests were opened; none is with bidders.", opened) % {
        "n": opened
    }
