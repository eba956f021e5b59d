"""Single sign-on against a provider that runs: who is let in, who is not, and what a provider may not get away with."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest

from tests.web.conftest import copied, running_server
from tests.web.oidc import CLIENT, SECRET, Identity, serving

pytestmark = [pytest.mark.django_db, pytest.mark.both]


@pytest.fixture(scope="module")
def running() -> Iterator[Identity]:
    with serving() as identity:
        yield identity


@pytest.fixture
def identity(running: Identity, settings: Any, workspace: None, place: Callable[[str], Any]) -> Identity:
    """The provider, configured in this process as `REMIT_OIDC` configures it."""
    app = {"provider_id": "sso", "name": "Example ID", "client_id": CLIENT, "secret": SECRET, "settings": {"server_url": running.address}}
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
    running.wrong = ""
    running.people = {"s-1": {"email": place("finance").user.email, "email_verified": True, "name": "Whoever She Is"}}
    return running


def signed_on(identity: Identity, client: Any, subject: str = "s-1", then: str = "", **changed: str) -> Any:
    """The answer of the way back, after the person has said at the provider who they are."""
    there = client.get(f"/account/oidc/sso/login/?{urlencode({'next': then})}" if then else "/account/oidc/sso/login/")
    assert there.status_code == 302 and there["Location"].startswith(identity.address), there.content
    back = urlsplit(identity.authorise(dict(parse_qsl(urlsplit(there["Location"]).query)), subject))
    return client.get(f"{back.path}?{urlencode({**dict(parse_qsl(back.query)), **changed})}")


def who(client: Any) -> str:
    """The address of whoever is signed in."""
    from remit.records.models.user import User

    number = client.session.get("_auth_user_id")
    return User.objects.get(pk=number).email if number else ""


def test_a_verified_address_opens_the_account_and_later_the_subject_does(identity: Identity, client: Any, place: Any) -> None:
    from django.test import Client

    email = place("finance").user.email
    answer = signed_on(identity, client, then="/e/HAR/statements/")
    assert (answer.status_code, answer["Location"], who(client)) == (302, "/e/HAR/statements/", email)
    assert client.get("/e/HAR/statements/").status_code == 200
    identity.people["s-1"]["email"] = "married@harbourpine.example"
    again = Client()
    assert signed_on(identity, again).status_code == 302 and who(again) == email


@pytest.mark.parametrize("verified", [False, "false", None, 0, "no"])
def test_an_address_that_the_provider_did_not_verify_opens_nothing(identity: Identity, client: Any, verified: Any) -> None:
    from allauth.socialaccount.models import SocialAccount

    identity.people["s-1"]["email_verified"] = verified
    answer = signed_on(identity, client)
    assert "Nobody was signed in" in answer.content.decode() and who(client) == ""
    assert not SocialAccount.objects.exists()


def test_an_address_given_to_somebody_else_later_does_not_open_the_account(identity: Identity, client: Any) -> None:
    from django.test import Client

    signed_on(identity, client)
    identity.people = {"s-2": identity.people["s-1"] | {"name": "The Successor"}}
    successor = Client()
    assert "Nobody was signed in" in signed_on(identity, successor, "s-2").content.decode() and who(successor) == ""


@pytest.mark.parametrize(
    "wrong",
    [
        "nonce",
        "no nonce",
        "issuer",
        "discovery issuer",
        "audience",
        "party",
        "expired",
        "signature",
        "unsigned",
        "shared secret",
        "unknown key",
        "subject",
    ],
)
def test_a_token_that_proves_nothing_lets_nobody_in(identity: Identity, client: Any, wrong: str, caplog: Any) -> None:
    there = client.get("/account/oidc/sso/login/")
    identity.wrong = wrong
    back = urlsplit(identity.authorise(dict(parse_qsl(urlsplit(there["Location"]).query)), "s-1"))
    answer = client.get(f"{back.path}?{back.query}")
    assert who(client) == "" and answer.status_code < 500
    assert "nobody was signed in" in answer.content.decode()
    assert "Single sign-on failed" in caplog.text, "the administrator must find the reason"


def test_a_way_back_that_this_browser_did_not_begin_is_refused(identity: Identity, client: Any) -> None:
    from django.test import Client

    assert "nobody was signed in" in signed_on(identity, client, state="another").content.decode() and who(client) == ""
    there = Client().get("/account/oidc/sso/login/")
    back = urlsplit(identity.authorise(dict(parse_qsl(urlsplit(there["Location"]).query)), "s-1"))
    assert "nobody was signed in" in client.get(f"{back.path}?{back.query}").content.decode() and who(client) == ""
    assert client.post("/account/oidc/sso/login/", {"process": "connect"}).status_code == 405


def test_a_provider_that_does_not_answer_is_said_to_fail(identity: Identity, client: Any, settings: Any) -> None:
    settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["settings"]["server_url"] = "http://127.0.0.1:9"
    answer = client.get("/account/oidc/sso/login/")
    assert answer.status_code < 500 and "did not work" in answer.content.decode()
    assert client.get("/account/oidc/other/login/").status_code == 404


def test_the_second_factor_is_asked_for_all_the_same(identity: Identity, client: Any, place: Any) -> None:
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    TOTP.activate(place("finance").user, generate_totp_secret())
    answer = signed_on(identity, client)
    assert answer["Location"].endswith("/account/2fa/authenticate/") and who(client) == ""


@pytest.fixture
def invited(place: Any, settings: Any, django_capture_on_commit_callbacks: Any) -> str:
    from tests.web.test_people import _invited

    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    return _invited(place, django_capture_on_commit_callbacks)


def test_an_invited_person_takes_the_place_by_the_link_and_the_same_address(identity: Identity, client: Any, invited: str) -> None:
    from remit.records.models.member import Member

    page = client.get(invited).content.decode()
    assert "Sign in with Example ID instead" in page
    identity.people["s-9"] = {"email": "New@HarbourPine.example", "email_verified": True, "name": "Nora  New"}
    assert "Nobody was signed in" in signed_on(identity, client, "s-9").content.decode(), "without the link"
    assert "Nobody was signed in" in signed_on(identity, client, "s-9", then=invited[:-1] + "x").content.decode()
    answer = signed_on(identity, client, "s-9", then=invited)
    assert answer.status_code == 302 and answer["Location"] == invited and who(client) == "new@harbourpine.example"
    assert "Take the place" in client.get(invited).content.decode()
    assert client.post(invited).status_code == 302
    member = Member.objects.select_related("user").get(user__email="new@harbourpine.example")
    assert (member.role, member.user.name, member.user.has_usable_password()) == ("finance", "Nora New", False)


@pytest.mark.parametrize(
    "known", [{"email": "other@harbourpine.example", "email_verified": True}, {"email": "new@harbourpine.example", "email_verified": False}]
)
def test_an_invitation_is_not_taken_by_another_or_unverified_address(
    identity: Identity, client: Any, invited: str, known: dict[str, Any]
) -> None:
    from remit.records.models.user import User

    count = User.objects.count()
    identity.people["s-9"] = {**known, "name": "Nora New"}
    answer = signed_on(identity, client, "s-9", then=invited)
    assert "Nobody was signed in" in answer.content.decode() and who(client) == "" and User.objects.count() == count


def test_in_a_browser(running: Identity, seeded: Path, tmp_path: Path, browser: Any, place: Any) -> None:
    """From the page of sign-in to the provider and back, with the settings as they are written in the environment."""
    running.wrong, wrong = "", []
    running.people = {"s-1": {"email": place("finance").user.email, "email_verified": True, "name": "Whoever She Is"}}
    with running_server(copied(seeded, tmp_path), REMIT_OIDC=f"Example ID,{CLIENT},{SECRET},{running.address}") as server:
        context = browser.new_context(base_url=server.address)
        page = context.new_page()
        page.on("console", lambda message: wrong.append(message.text) if _is_ours(message, server.address) else None)
        page.goto("/e/HAR/statements/")
        page.get_by_role("link", name="Sign in with Example ID").click()
        page.get_by_role("link", name="Whoever She Is").click()
        page.wait_for_url("**/e/HAR/statements/")
        assert page.locator("h1").inner_text() and wrong == []
        context.close()


def _is_ours(message: Any, address: str) -> bool:
    """An error on one of our own pages; the provider's page has no icon."""
    return message.type == "error" and message.location["url"].startswith(address)
