"""The words of a request as they were frozen when it was published: the bytes whose digest stands in every receipt."""

from __future__ import annotations

from django.http import Http404

from remit.records.models.request import Request
from remit.records.scoping import visible
from remit.stages import roles
from remit.web.page import Answered, Visit, page
from remit.web.pages.selection.receipt import file

PAGE = page("requests/<int:number>/request.json", may=roles.is_client_or_bidder, label="Request", under="requests", visible_to="tender")


@PAGE.reads
def read(visit: Visit, number: int) -> Answered:
    """Canonical JSON; none of a request that is still a draft."""
    request = visible(Request, visit.by).filter(number=number, visible_to="tender").first()
    if request is None or not request.content:
        raise Http404
    return file(f"request-{number}.json", bytes(request.content))
