"""A file of an opened bid: always a download, never shown, whatever it claims to be."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.utils.http import content_disposition_header

from remit.stages import roles
from remit.web.page import Answered, Visit, page
from remit.web.pages.selection.opened_bid import opened_bid

PAGE = page(
    "requests/<int:number>/bids/<slug:bidder>/<slug:file>", may=roles.is_client, label="File", under="requests", visible_to="client"
)


@PAGE.reads
def read(visit: Visit, number: int, bidder: str, file: str) -> Answered:
    """The bytes as they were sealed."""
    row = opened_bid(visit, number, bidder).files.filter(public_id=file).first()
    if row is None:
        raise Http404
    answer = HttpResponse(bytes(row.content), content_type=row.media_type)
    answer["Content-Disposition"] = content_disposition_header(True, row.name) or "attachment"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cross-Origin-Resource-Policy"] = "same-origin"
    return answer
