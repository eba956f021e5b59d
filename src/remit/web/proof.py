"""Proof that the person at the keyboard is still the one who signed in: asked for before a signature or an opening.

Somebody with a second factor (an authenticator app or a passkey) must have used it within the last fifteen minutes. Somebody without one
is not stopped, because there is nothing to ask for: the signature is recorded as a click, and the page of one's account says so.
"""

from __future__ import annotations

import time

from allauth.account.internal.flows.login import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

_FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]


def has_second_factor(user: object) -> bool:
    """Whether the person has an authenticator app or a passkey."""
    return bool(is_mfa_enabled(user, _FACTORS))


def proof_is_stale(request: HttpRequest) -> bool:
    """Whether the person has a second factor and has not used it in this session for fifteen minutes."""
    if not has_second_factor(request.user):
        return False
    used = [record["at"] for record in get_authentication_records(request, request.user) if record.get("method") == "mfa"]
    return not used or time.time() - max(used) > settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def confirmation(request: HttpRequest) -> str:
    """The page that asks for the second factor: the passkey's where there is no authenticator app."""
    app = is_mfa_enabled(request.user, [Authenticator.Type.TOTP])
    return reverse("mfa_reauthenticate" if app else "mfa_reauthenticate_webauthn")
