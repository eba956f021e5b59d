"""A bidder's requests: what each still needs, and by when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from remit.records.models.bid import Bid
from remit.records.models.bidder import Bidder
from remit.records.models.request import Request
from remit.stages import roles
from remit.stages.selection.bidding import checklist, draft_of, invited_to, standing
from remit.web.page import Visit, page

PAGE = page("bid/", may=roles.bids, label="Your bids", place=5, visible_to="bidder")


@dataclass(frozen=True, slots=True)
class Line:
    """A request with where the bid stands; `left` of `count` things have no answer yet."""

    request: Request
    bidder: Bidder
    bid: Bid | None
    left: int
    count: int

    @property
    def is_open(self) -> bool:
        return self.request.state == "published" and self.bidder.declined_at is None


@PAGE.reads
def read(visit: Visit) -> dict[str, Any]:
    """Those that are open first, the soonest deadline on top."""
    lines = []
    for one in invited_to(visit.by):
        draft = draft_of(one.bidder)
        items = list(checklist(one.request, draft.answered if draft is not None else []))
        lines.append(Line(one.request, one.bidder, standing(one.bidder), sum(not item.done for item in items), len(items)))
    waiting = [one for one in lines if one.is_open and visit.now < (one.request.deadline_at or 0)]
    return {"answer": _answer(waiting, len(lines)), "lines": lines, "open": waiting}


def _answer(waiting: list[Line], count: int) -> str:
    if not count:
        return _("You were not invited to a request yet.")
    if not waiting:
        return _("No request waits for a bid of yours.")
    first = waiting[0]
    if first.bid is not None:
        return _("Your bid for “%(title)s” is in; it can be changed until the deadline.") % {"title": first.request.title}
    words = {"n": first.left, "title": first.request.title}
    return ngettext("“%(title)s” waits for %(n)d more answer.", "“%(title)s” waits for %(n)d more answers.", first.left) % words
