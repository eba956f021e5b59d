"""Single sign-on by OpenID Connect, with what the framework leaves out: the token's signature, its nonce, and the issuer's own name.

The flow is the code flow with PKCE. Everything that a provider says is held to its signed token (OpenID Connect Core 1.0, 3.1.3.7;
Discovery 1.0, 4.3); what the user-info endpoint adds counts only where it speaks of the same subject (Core, 5.3.2). Whom a person is
taken for is said in `web.sign_in`. A refusal tells the visitor that it failed, and the log why.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from typing import Any

import jwt
from allauth.account.utils import get_next_redirect_url
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET
from requests import RequestException

SIGNED_WITH = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA")
"""Signatures that only the holder of a private key can make; a token without one, or with a shared secret, is refused."""
LEEWAY_SECONDS = 60
"""So far may the clocks of the two machines be apart."""
ENDPOINTS = ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")


class Provider(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]  # allauth has no types
    """The configured provider as one sign-in meets it; `nonce` is the one that this sign-in was begun with."""

    nonce = ""

    @property
    def openid_config(self) -> dict[str, Any]:
        """What the provider says of itself; the issuer must be the address under which it is configured, or its tokens prove nothing."""
        try:
            found: dict[str, Any] = super().openid_config
        except ValueError as error:  # no JSON
            raise OAuth2Error(f"the discovery document cannot be read: {error}") from error
        lacking = [name for name in ENDPOINTS if not isinstance(found.get(name), str)]
        if lacking:
            raise OAuth2Error(f"the discovery document has no {', '.join(lacking)}")
        address = self.get_provider().app.settings["server_url"]
        if found["issuer"].rstrip("/") != address.partition("/.well-known/")[0].rstrip("/"):
            raise OAuth2Error(f"the issuer calls itself {found['issuer']}, and {address} is configured")
        return found

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **more: Any) -> Any:
        signed = more["response"].get("id_token")
        if not isinstance(signed, str):
            raise OAuth2Error("the provider gave no id_token")
        said = {"id_token": proved(signed, self._keys(), self.openid_config["issuer"], app.client_id, self.nonce)}
        if "userinfo_endpoint" in self.openid_config:
            told = self._fetch_user_info(token.token)
            if told.get("sub") != said["id_token"]["sub"]:
                raise OAuth2Error("the user-info endpoint speaks of another subject than the token")
            said["userinfo"] = {**said["id_token"], **told}
        return self.get_provider().sociallogin_from_response(request, said)

    def _keys(self) -> Mapping[str, Any]:
        with get_adapter().get_requests_session() as session:
            answer = session.get(self.openid_config["jwks_uri"])
            answer.raise_for_status()
        found: Mapping[str, Any] = answer.json()
        return found


def proved(token: str, keys: Mapping[str, Any], issuer: str, client_id: str, nonce: str) -> dict[str, Any]:
    """What a signed token says; `OAuth2Error` unless the issuer signed it, for us, for this sign-in, and it has not expired."""
    try:
        wanted = jwt.get_unverified_header(token).get("kid")
        known = jwt.PyJWKSet.from_dict(dict(keys)).keys
        fitting = [key for key in known if key.key_id == wanted] if wanted is not None else known
        if len(fitting) != 1:
            raise OAuth2Error(f"the token is signed with a key ({wanted}) that the provider does not publish")
        claims: dict[str, Any] = jwt.decode(
            token,
            key=fitting[0],
            algorithms=[*SIGNED_WITH],
            issuer=issuer,
            audience=client_id,
            leeway=LEEWAY_SECONDS,
            options={"require": ["iss", "sub", "aud", "exp", "iat"]},
        )
    except (jwt.PyJWTError, ValueError, TypeError, AttributeError, KeyError) as error:
        raise OAuth2Error(f"the token proves nothing: {error}") from error
    if claims.get("azp", client_id) != client_id or (isinstance(claims["aud"], list) and len(claims["aud"]) > 1 and "azp" not in claims):
        raise OAuth2Error("the token was made for another client")
    if not nonce or not secrets.compare_digest(str(claims.get("nonce", "")), nonce):
        raise OAuth2Error("the token was made for another sign-in: its nonce differs")
    return claims


class _Return(OAuth2CallbackView):  # type: ignore[misc]
    """The way back from the provider."""

    def _get_state(self, request: HttpRequest, provider: Any) -> Any:
        state, answer = super()._get_state(request, provider)
        self.adapter.nonce = str((state or {}).get("nonce", ""))
        return state, answer


@never_cache
@require_GET
def sign_on(request: HttpRequest, provider_id: str) -> HttpResponse:
    """To the provider. Only to sign in: a provider's account is never tied to a session that is there already."""
    provider = _provider(request, provider_id)
    nonce = secrets.token_urlsafe(32)
    try:
        found: HttpResponse = provider.redirect(
            request, AuthProcess.LOGIN, get_next_redirect_url(request), nonce=nonce, auth_params={"nonce": nonce}
        )
    except (OAuth2Error, RequestException) as error:
        return _failed(request, provider, error)
    return found


@never_cache
@require_GET
def returned(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Back from the provider."""
    provider = _provider(request, provider_id)
    try:
        found: HttpResponse = _Return.adapter_view(Provider(request, provider_id))(request)
    except (OAuth2Error, RequestException) as error:
        return _failed(request, provider, error)
    return found


def _provider(request: HttpRequest, provider_id: str) -> Any:
    try:
        found = get_adapter().get_provider(request, provider=provider_id)
    except SocialApp.DoesNotExist:
        raise Http404 from None
    found.oauth2_adapter_class = Provider
    return found


def _failed(request: HttpRequest, provider: Any, error: Exception) -> HttpResponse:
    try:
        answer: HttpResponse = render_authentication_error(request, provider, exception=error)
    except ImmediateHttpResponse as other:
        answer = other.response
    return answer
