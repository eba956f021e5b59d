"""What a browser is asked to sign with a passkey: the digest of one version of a month's statement."""

from __future__ import annotations

from django.http import JsonResponse

from remit.records.models.issued_statement import IssuedStatement
from remit.records.scoping import visible
from remit.stages import roles
from remit.values.period import Month
from remit.web.page import Visit, page
from remit.web.signing import options

PAGE = page("statements/<month:month>/v<int:version>/passkey", may=roles.accepts_statements, label="Passkey", visible_to=None)


@PAGE.reads
def read(visit: Visit, month: Month, version: int) -> JsonResponse:
    """404 where there is no such version."""
    row = visible(IssuedStatement, visit.by).filter(month=str(month), version=version).first()
    return options(visit, row.digest if row is not None else None)
