"""What a browser is asked to sign with a passkey: the digest of a decided gate, as the challenge."""

from __future__ import annotations

from django.http import Http404, JsonResponse

from remit.records.models.gate import Gate
from remit.records.scoping import visible
from remit.stages import roles
from remit.stages.workspace import passkey
from remit.web.page import Visit, page

PAGE = page("gates/<int:number>/passkey", may=roles.signs_gates, label="Passkey", visible_to=None)


@PAGE.reads
def read(visit: Visit, number: int) -> JsonResponse:
    """The options as JSON; 404 where there is no such decided gate, or the person has no passkey."""
    row = visible(Gate, visit.by).filter(number=number).exclude(decision="").first()
    if row is None or not passkey.has_passkey(visit.user):
        raise Http404
    return JsonResponse(passkey.options(visit.user, row.digest))
