"""What a browser is asked to sign with a passkey: the digest of one version of a month's statement, as the challenge."""

from __future__ import annotations

from django.http import Http404, JsonResponse

from remit.records.models.issued_statement import IssuedStatement
from remit.records.scoping import visible
from remit.stages import roles
from remit.stages.workspace import passkey
from remit.values.period import Month
from remit.web.page import Visit, page

PAGE = page("statements/<month:month>/v<int:version>/passkey", may=roles.accepts_statements, label="Passkey", visible_to=None)


@PAGE.reads
def read(visit: Visit, month: Month, version: int) -> JsonResponse:
    """The options as JSON; 404 where there is no such version, or the person has no passkey."""
    row = visible(IssuedStatement, visit.by).filter(month=str(month), version=version).first()
    if row is None or not passkey.has_passkey(visit.user):
        raise Http404
    return JsonResponse(passkey.options(visit.user, row.digest))
