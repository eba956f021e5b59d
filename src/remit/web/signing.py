"""What a browser is asked to sign with a passkey: the digest of what is signed, as the challenge."""

from __future__ import annotations

from django.http import Http404, JsonResponse

from remit.stages.workspace import passkey
from remit.web.page import Visit


def options(visit: Visit, digest: str | None) -> JsonResponse:
    """The options as JSON; 404 where there is nothing to sign (no digest), or the person has no passkey."""
    if not digest or not passkey.has_passkey(visit.user):
        raise Http404
    return JsonResponse(passkey.options(visit.user, digest))
