"""Search and the palette: what a member may see is found, by everybody it concerns and nobody else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def found(member: Any, words: str) -> dict[str, list[str]]:
    from remit.stages.workspace.search import search

    hits: dict[str, list[str]] = {}
    for hit in search(member, words):
        hits.setdefault(hit.kind, []).append(hit.title)
    return hits


def test_every_kind_of_record_is_found(place: Callable[[str], Any]) -> None:
    finance = place("finance")
    assert found(finance, "har-48950") == {"items": ["HAR-48950"]}
    assert found(finance, "48950")["items"] == ["HAR-48950", "SO-648950"]
    assert found(finance, "october statement")["statements"] == ["October 2026 statement"]
    assert found(finance, "break the AGREED format")["disputes"] == ["Dispute 1 of September 2026, accepted"]
    assert found(finance, "SO-659832")["disputes"] == ["Dispute 1 of September 2026, accepted"]
    assert found(finance, "thandi")["people"] == ["Thandi Mokoena"]
    assert found(finance, "helpdesk-2026-05")["imports"] == ["helpdesk-2026-05.csv"]
    assert "facts" in found(finance, "forecast") and "audit log" in found(finance, "closed september 2026")
    assert found(finance, "x") == {}


def test_files_are_found_by_their_text_and_only_by_their_side(place: Callable[[str], Any]) -> None:
    from remit.records.models.attachment import Attachment

    finance = place("finance")
    more = {"content": b"", "size": 0, "media_type": "text/plain", "digest": "", "added_by": finance, "added_at": 0}
    Attachment.objects.create(
        engagement=finance.engagement, visible_to="client", subject="statement:2026-10", name="note.txt", text="The Zanzibar clause", **more
    )
    assert found(finance, "zanzibar") == {"files": ["note.txt of the October 2026 statement"]}
    assert found(place("delivery-manager"), "zanzibar") == {}


def test_a_bidder_finds_nothing_of_the_two_companies(client: Any, place: Callable[[str], Any]) -> None:
    bidder = place("bidder")
    for words in ("HAR-48950", "october", "thandi", "format"):
        assert found(bidder, words) == {}
    client.force_login(bidder.user, backend="django.contrib.auth.backends.ModelBackend")
    assert (
        "Statements" not in client.get("/search", {"q": "statements"}).content.decode().partition("<main")[2].partition('class="found"')[2]
    )


def test_the_palette_finds_and_goes_by_keys_alone(visit: Callable[..., Any]) -> None:
    page = visit("finance", "/e/HAR/statements/")
    page.keyboard.press("Control+k")
    page.keyboard.type("HAR-48950")
    page.locator("#palette .found a").first.wait_for()
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.getAttribute('href')") == "/e/HAR/items/HAR-48950"
    page.keyboard.press("Enter")
    page.wait_for_url("**/e/HAR/items/HAR-48950")
    page.keyboard.press("?")
    assert page.locator("#keys").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("#keys").is_visible()


def test_search_works_as_a_plain_page(browser: Any, visit: Callable[..., Any]) -> None:
    page = visit("finance", "/search?q=statements", java_script_enabled=False)
    assert page.locator(".found a", has_text="Statements").first.get_attribute("href") == "/e/HAR/statements/"
    page.fill("#words", "no such thing anywhere")
    page.locator("main form button").click()
    assert page.locator("h1").inner_text() == "Nothing that you may see holds “no such thing anywhere”."
