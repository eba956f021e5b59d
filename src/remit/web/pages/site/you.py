"""One's own account: name, zone, language, colours, keys; how one signs in; sessions; tokens."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings

from remit.records.models.user import User
from remit.records.scoping import places
from remit.records.sessions import sessions_of
from remit.stages import roles
from remit.stages.workspace.change_account import THEMES
from remit.stages.workspace.make_token import offered
from remit.stages.workspace.queries import tokens_of
from remit.values.period import zones
from remit.web.page import Visit, page, signed_in

PAGE = page("you", may=signed_in, label="Your account", place=None, visible_to=None)


@PAGE.reads
def read(visit: Visit) -> dict[str, Any]:
    """What the person can change about themselves."""
    user = visit.user
    factors = list(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    passkeys, has_app = factors.count(Authenticator.Type.WEBAUTHN), Authenticator.Type.TOTP in factors
    own = list(places(user))
    return {
        "answer": _said(user, passkeys, has_app),
        "passkeys": passkeys,
        "has_app": has_app,
        "has_codes": Authenticator.Type.RECOVERY_CODES in factors,
        "sessions": len(sessions_of(user)),
        "zones": zones(),
        "languages": settings.LANGUAGES,
        "themes": THEMES,
        "own_places": own,
        "tokens": list(tokens_of(user)),
        "may_have_tokens": [(place, offered(place)) for place in own if roles.is_party(place)],
    }


def _said(user: User, passkeys: int, has_app: bool) -> str:
    ways = [f"{passkeys} passkey{'s' if passkeys != 1 else ''}"] if passkeys else []
    ways += ["an authenticator app"] if has_app else []
    if ways:
        return f"You sign in as {user.email}, guarded by {' and '.join(ways)}."
    return f"You sign in as {user.email} without a second factor: your signatures are recorded as clicks."
