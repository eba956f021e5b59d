"""What people see when something is not there, not theirs, too late or broken: a page in the house's look that says what to do."""

from __future__ import annotations

from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.test import Client, RequestFactory

pytestmark = [pytest.mark.django_db]


@pytest.fixture
def as_in_production(settings: Any) -> None:
    settings.DEBUG = False


def test_an_address_without_a_page_leads_on(client_of: Callable[[str], Any], as_in_production: None) -> None:
    for address in ("/nothing/here", "/e/NONE/", "/e/HAR/items/NO-SUCH-ITEM"):
        answer = client_of("agent").get(address)
        page = answer.content.decode()
        assert answer.status_code == 404
        assert "There is no page at this address, or it is not yours to see." in page and "remit/parts.css" in page
        assert 'href="/"' in page and 'href="/search"' in page


def test_a_stranger_is_led_to_the_sign_in(client: Any, workspace: None, as_in_production: None) -> None:
    page = client.get("/nothing/here").content.decode()
    assert "/account/login/" in page and 'href="/search"' not in page


def test_a_form_that_was_open_too_long_says_that_nothing_was_sent(place: Callable[[str], Any], as_in_production: None) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(place("finance").user, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.post("/e/HAR/do/workspace/comment", {"text": "late"})
    assert answer.status_code == 403 and b"The page was open too long" in answer.content and b"remit/parts.css" in answer.content


def test_trouble_of_the_server_keeps_the_look_and_asks_the_database_for_nothing(django_assert_num_queries: Any) -> None:
    from remit.web.trouble import trouble

    with django_assert_num_queries(0):
        try:
            raise KeyError("broken")
        except KeyError:
            answer = trouble(RequestFactory().get("/e/HAR/"))
    page = answer.content.decode()
    assert answer.status_code == 500 and "Something went wrong inside Remit." in page and "Nothing was changed." in page
    assert all(f"/static/remit/{sheet}.css" in page for sheet in ("tokens", "shell", "parts"))


def test_what_is_not_yours_to_see_is_said_once(client_of: Callable[[str], Any]) -> None:
    page = client_of("agent").get("/e/HAR/staff-transfer/").content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    assert main.count("does not include this page") == 1 and "what you entered" not in main


def test_a_refusal_on_a_page_of_its_own_says_once_that_nothing_was_changed(client_of: Callable[[str], Any]) -> None:
    given = {"process": "x", "person": "Sam", "days": "two"}
    page = client_of("owner").post("/e/HAR/do/needs/invite_interview", given).content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    assert main.count("Nothing was changed.") == 1 and "is no whole number" in main


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("day", "5 May", "'5 May' is no day; write it as 2026-07-20."),
        ("day", "2026-02-30", "'2026-02-30' is no day; write it as 2026-07-20."),
        ("monthly", "1,200", "'1,200' is no number; write it as 1200.50, without a sign for thousands."),
        ("people", "1.5", "'1.5' is no whole number; write it as 12."),
        ("monthly", "", "is missing; fill it in."),
    ],
)
def test_what_cannot_be_read_is_said_in_the_readers_words(client_of: Callable[[str], Any], field: str, typed: str, said: str) -> None:
    given = {"name": "Night desk", "outcome": "leaves", "day": "2026-12-31", "monthly": "1200", "people": "2"} | {field: typed}
    answer = client_of("owner").post("/e/HAR/do/needs/plan_role", given, headers={"HX-Request": "true"})
    assert answer.status_code == 422 and f'data-field="{field}"' in answer.content.decode()
    assert said in unescape(answer.content.decode())
