"""A signature that was made with a key, as its text: with the amendment it is all that `remit verify` needs."""

from __future__ import annotations

from django.http import Http404, HttpResponse

from remit.stages import roles
from remit.stages.contract import queries
from remit.web.page import Visit, page
from remit.web.pages.contract.draft import found

PAGE = page("contract/drafts/<int:number>/<slug:side>.sig.txt", may=roles.is_party, label="Signature", under="contract", visible_to=None)


@PAGE.reads
def read(visit: Visit, number: int, side: str) -> HttpResponse:
    """404 where the side has not signed with a key."""
    signed = next((one for one in queries.signatures(visit.by, found(visit, number)) if one.side == side and one.method == "key"), None)
    if signed is None:
        raise Http404
    answer = HttpResponse(signed.proof["text"], content_type="text/plain; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{visit.engagement.code}-draft-{number}-{side}-signature.txt"'
    return answer
