"""What a browser is asked to sign with a passkey: the digest of an offered amendment."""

from __future__ import annotations

from django.http import JsonResponse

from remit.stages import roles
from remit.web.page import Visit, page
from remit.web.pages.contract.draft import found
from remit.web.signing import options

PAGE = page("contract/drafts/<int:number>/passkey", may=roles.signs_terms, label="Passkey", visible_to=None)


@PAGE.reads
def read(visit: Visit, number: int) -> JsonResponse:
    """404 where there is no such draft, or it is not offered yet."""
    return options(visit, found(visit, number).digest)
