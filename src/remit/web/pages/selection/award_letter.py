"""The letter to a losing bidder as a file, with its own reasons."""

from __future__ import annotations

from django.http import Http404, HttpResponse

from remit.stages import roles
from remit.stages.selection.letters import letter, losers
from remit.web.page import Visit, page
from remit.web.pages.selection.award_memo import found, written

PAGE = page(
    "award/<slug:award>/letters/<slug:bidder>.<slug:form>", may=roles.is_client, label="Letter", under="comparison", visible_to=None
)


@PAGE.reads
def read(visit: Visit, award: str, bidder: str, form: str) -> HttpResponse:
    """Its place and total, where it was better and where not; no other loser, and nobody's price."""
    row = found(visit, award)
    one = next((loser for loser in losers(row) if loser["number"] == bidder), None)
    if one is None:
        raise Http404
    return written(row, f"Your bid for “{row.request.title}”", letter(row, one), form, f"{visit.engagement.code}-letter-{bidder}")
