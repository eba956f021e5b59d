"""Who may sign in: people who were invited. Nobody signs up by themselves; single sign-on only opens a place that is there."""

from __future__ import annotations

import logging
import re
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.utils import user_pk_to_url_str
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest
from django.urls import reverse

from remit.records import row_level
from remit.records.models.user import User
from remit.stages.workspace.accept_invitation import Unusable, open_invitation

_LOG = logging.getLogger("remit.sign_in")


class Accounts(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class SingleSignOn(DefaultSocialAccountAdapter):
    """Whom a person who comes from the provider is taken for: whoever came from there before; else whoever has the address, where the
    provider has verified it; else nobody, unless an invitation to that address is being opened."""

    def authenticate_by_email(self, sociallogin: Any) -> Any:
        """An address is taken over once: when a provider gives it to somebody else later, that person is not let into the account."""
        from allauth.socialaccount.models import SocialAccount

        _believe_only_verified(sociallogin)
        found = super().authenticate_by_email(sociallogin)
        if found and SocialAccount.objects.filter(user=found[0], provider=sociallogin.account.provider).exists():
            _LOG.warning("Single sign-on refused: %s belongs to another subject of the provider.", found[1])
            return None
        return found

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Only for the person whom an invitation's link, to which they return, was sent: the secret and the verified address together."""
        wanted = re.fullmatch(r"/invitation/([A-Za-z0-9_-]+)/([^/?#]+)", sociallogin.get_redirect_url(request) or "")
        if wanted is None:
            return False
        try:
            with row_level.directory():
                row = open_invitation(wanted[1], wanted[2])
        except Unusable:
            return False
        addresses = [one.email.lower() for one in sociallogin.email_addresses if one.verified]
        return addresses == [row.email] and not User.objects.filter(email=row.email).exists()

    def populate_user(self, request: HttpRequest, sociallogin: Any, data: Any) -> Any:
        user = sociallogin.user
        user.email = str(data.get("email") or "").lower()
        name = " ".join(str(data.get("name") or "").split())
        user.name = name[:120] if name.isprintable() else ""
        return user

    def on_authentication_error(self, request: HttpRequest, provider: Any, error: Any = None, exception: Any = None, **more: Any) -> None:
        _LOG.warning("Single sign-on failed: %s", exception or error or "unknown")


def _believe_only_verified(sociallogin: Any) -> None:
    """Some providers write the word false, which is not false to a program."""
    for one in sociallogin.email_addresses:
        one.verified = one.verified is True or str(one.verified).lower() == "true"


def link_to_set_password(user: User) -> str:
    """The path of a link that sets a password and signs in: once, until `PASSWORD_RESET_TIMEOUT` has passed."""
    from allauth.account.forms import default_token_generator  # it asks for the models, which may not be there yet when this is imported

    named = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    return str(reverse("account_reset_password_from_key", kwargs=named))
