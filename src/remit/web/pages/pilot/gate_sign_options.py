"""What a browser is asked to sign with a passkey: the digest of a decided gate."""

from __future__ import annotations

from django.http import JsonResponse

from remit.records.models.gate import Gate
from remit.records.scoping import visible
from remit.stages import roles
from remit.web.page import Visit, page
from remit.web.signing import options

PAGE = page("gates/<int:number>/passkey", may=roles.signs_gates, label="Passkey", visible_to=None)


@PAGE.reads
def read(visit: Visit, number: int) -> JsonResponse:
    """404 where there is no such decided gate."""
    row = visible(Gate, visit.by).filter(number=number).exclude(decision="").first()
    return options(visit, row.digest if row is not None else None)
