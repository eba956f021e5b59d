"""The pages people use every day, in Arabic: their words are in the catalogue, and figures keep their order from left to right."""

from __future__ import annotations

import gettext
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import remit
from remit.exchange.statement_words import ANSWERS

pytestmark = [pytest.mark.django_db]
WEB = Path(remit.__file__).parent / "web"
PAGES = ("site/home", "site/inbox", "improvement/statement", "improvement/_line", "operations/levels", "operations/item", "operations/open")
LITERAL = re.compile(r"""{%\s*translate\s+(["'])(.*?)\1""")
ARABIC = re.compile(r"[\u0600-\u06ff]")


@pytest.fixture(autouse=True)
def english_afterwards() -> Iterator[None]:
    """A request leaves its language behind in this thread; in a server the next one sets its own."""
    from django.utils import translation

    yield
    translation.activate("en-gb")


@pytest.fixture(scope="module")
def catalogue() -> dict[Any, str]:
    with (WEB / "locale" / "ar" / "LC_MESSAGES" / "django.mo").open("rb") as file:
        return gettext.GNUTranslations(file)._catalog  # type: ignore[attr-defined, no-any-return]


@pytest.mark.parametrize("page", PAGES)
def test_every_word_of_the_daily_pages_is_in_the_catalogue(page: str, catalogue: dict[Any, str]) -> None:
    words = {found[1].replace("%", "%%") for found in LITERAL.findall((WEB / "pages" / f"{page}.html").read_text(encoding="utf-8"))}
    assert sorted(word for word in words if word not in catalogue) == []


def test_every_answer_of_a_statement_is_in_the_catalogue_with_the_same_places(catalogue: dict[Any, str]) -> None:
    place = re.compile(r"{\w+}")
    wrong = [one for one in ANSWERS if sorted(place.findall(catalogue.get(one, ""))) != sorted(place.findall(one))]
    assert wrong == []


@pytest.mark.parametrize(
    ("persona", "address", "says"),
    [
        ("owner", "/", "قراران ينتظرانك"),
        ("owner", "/inbox", "قراران ينتظرانك"),
        ("finance", "/e/HAR/statements/2026-07?line=3", "المستحق"),
        ("delivery-manager", "/e/HAR/levels/", "تحقق خمسة مستويات أهدافها."),
        ("agent", "/e/HAR/items/HAR-32117", "تم الرد"),
    ],
)
def test_the_answer_of_a_page_is_said_in_arabic(client_of: Callable[[str], Any], persona: str, address: str, says: str) -> None:
    from remit.records.models.user import User

    client = client_of(persona)
    User.objects.filter(persona=persona).update(language="ar")
    page = client.get(address).content.decode()
    heading = page[page.index("<h1>") : page.index("</h1>")]
    assert 'dir="rtl"' in page[:600] and says in heading
    english = re.sub(r"<[^>]*>", " ", heading)
    assert len(ARABIC.findall(english)) > 15


def test_amounts_and_lengths_keep_their_order(client_of: Callable[[str], Any]) -> None:
    from remit.records.models.user import User

    User.objects.update(language="ar")
    statement = client_of("finance").get("/e/HAR/statements/2026-07").content.decode()
    assert '<bdi dir="ltr">£17,160.96</bdi>' in statement[statement.index("<h1>") : statement.index("</h1>")]
    item = client_of("agent").get("/e/HAR/items/HAR-32117").content.decode()
    assert '<bdi dir="ltr">4 h 36</bdi>' in item[item.index("<h1>") : item.index("</h1>")]
