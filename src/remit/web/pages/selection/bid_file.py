"""The bid that was submitted last, with its receipt, as one file that proves itself: for who has the draft's key in this browser."""

from __future__ import annotations

from django.http import Http404

from remit.stages import roles
from remit.web.page import Answered, Visit, page
from remit.web.pages.selection.bid import bidder_for, unlocked
from remit.web.pages.selection.receipt import file

PAGE = page("bid/<int:number>/bid.json", may=roles.bids, label="Bid", under="bids", visible_to="bidder")


@PAGE.reads
def read(visit: Visit, number: int) -> Answered:
    """From the locked draft, which remembers what was sent; the sealed bid itself is not opened for it."""
    bidder = bidder_for(visit, number)
    _, said = unlocked(visit, bidder)
    if said is None or not said.submitted:
        raise Http404
    return file(f"bid-{number}.json", said.submitted.encode())
