"""Who may sign in: people who were invited. Nobody signs up by themselves; single sign-on only opens a place that is there."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.utils import user_pk_to_url_str
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest
from django.urls import reverse

from remit.records.models.user import User


class Accounts(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class SingleSignOn(DefaultSocialAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        return False


def link_to_set_password(user: User) -> str:
    """The path of a link that sets a password and signs in: once, until `PASSWORD_RESET_TIMEOUT` has passed."""
    from allauth.account.forms import default_token_generator  # it asks for the models, which may not be there yet when this is imported

    named = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    return str(reverse("account_reset_password_from_key", kwargs=named))
