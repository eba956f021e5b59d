"""The receipt of one submitted bid as a file: what came in, when, in which version, signed by the installation."""

from __future__ import annotations

from django.http import Http404, HttpResponse

from remit.records.models.bid import Bid
from remit.records.scoping import visible
from remit.stages import roles
from remit.web.page import Answered, Visit, page
from remit.web.pages.selection.bid import bidder_for

PAGE = page("bid/<int:number>/receipt-<int:version>.json", may=roles.bids, label="Receipt", under="bids", visible_to="bidder")


@PAGE.reads
def read(visit: Visit, number: int, version: int) -> Answered:
    """The receipt alone: it holds the digest of the bid, and nothing that the bid says."""
    bid = visible(Bid, visit.by).filter(bidder=bidder_for(visit, number), version=version).first()
    if bid is None:
        raise Http404
    return file(f"receipt-{number}-{version}.json", bytes(bid.receipt))


def file(name: str, content: bytes) -> HttpResponse:
    """A JSON file to keep."""
    answer = HttpResponse(content, content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
