"""What a browser is asked to sign with a passkey: the digest of a change request's amendment."""

from __future__ import annotations

from django.http import Http404, JsonResponse

from remit.stages import roles
from remit.stages.contract import changes
from remit.web.page import Visit, page
from remit.web.signing import options

PAGE = page("changes/<int:number>/passkey", may=roles.approves_changes, label="Passkey", visible_to=None)


@PAGE.reads
def read(visit: Visit, number: int) -> JsonResponse:
    """404 where there is no such request, or it has no price yet."""
    row = changes.numbered(visit.by, number)
    if row is None or row.draft is None:
        raise Http404
    return options(visit, row.draft.digest)
