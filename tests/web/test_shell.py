"""What stands around every page: the overview it leads to, keys, phone, themes, languages, both directions, print; accessible by axe."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.django_db]
BACKEND = "django.contrib.auth.backends.ModelBackend"
AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
PAGES = ("/e/HAR/", "/inbox", "/search?q=october", "/e/HAR/statements/", "/e/HAR/disputes/1")


def test_an_engagement_leads_to_its_overview(client: Any, place: Callable[[str], Any]) -> None:
    client.force_login(place("delivery-manager").user, backend=BACKEND)
    page = client.get("/e/HAR/").content.decode()
    assert "2 decisions wait for Harbour &amp; Pine and nothing waits for Salt River Desk; " in page
    assert "chat answered is between minimum and target" in page
    assert "To the first statement" not in page and "£18,754.80" in page


def test_a_new_engagement_has_a_checklist_that_leads_on(client: Any, workspace: None) -> None:
    from remit.records.models.organisation import Organisation
    from remit.records.models.user import User
    from remit.stages.workspace.create_engagement import create_engagement

    user = User.objects.create_user("new@example.com", None, name="New Owner")
    own = Organisation.objects.create(name="Own", short_name="Own")
    create_engagement(user=user, name="New work", code="NEW", client=own, provider=None, side="client", role="owner")
    client.force_login(user, backend=BACKEND)
    page = client.get("/e/NEW/").content.decode()
    assert "0 of 5 steps to the first statement are done; next: sign the contract." in page
    assert page.count(">to do<") == 5 and "No date lies within" in page


def test_language_and_zone_follow_the_person(client: Any, place: Callable[[str], Any]) -> None:
    finance = place("finance")
    finance.user.language, finance.user.zone = "ar", "Asia/Manila"
    finance.user.save()
    client.force_login(finance.user, backend=BACKEND)
    page = client.get("/inbox").content.decode()
    assert '<html lang="ar" dir="rtl"' in page and "لا شيء ينتظرك." in page
    assert 'class="own">Manila' in page
    finance.user.language, finance.user.zone = "en-gb", "Europe/London"
    finance.user.save()
    page = client.get("/inbox").content.decode()
    assert '<html lang="en-gb" dir="ltr"' in page and 'class="own"' not in page


def test_the_compiled_words_are_those_of_the_text(tmp_path: Path) -> None:
    """Whoever changes the Arabic text compiles it again."""
    import gettext
    import re

    from remit.settings import WEB

    folder = WEB / "locale" / "ar" / "LC_MESSAGES"
    with (folder / "django.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    pairs = re.findall(r'^msgid "(.+)"\nmsgstr "(.+)"$', (folder / "django.po").read_text(encoding="utf-8"), re.M)
    assert len(pairs) > 150
    assert [said for said, meant in pairs if compiled.gettext(said) != meant] == []


@pytest.fixture
def arabic(server: Any) -> Any:
    """The process owner of the running server reads Arabic, in the dark."""
    import sqlite3

    def to(language: str, theme: str) -> None:
        with sqlite3.connect(server.home / "remit.sqlite3", timeout=30) as rows:
            rows.execute("UPDATE records_user SET language = ?, theme = ? WHERE persona = 'process-owner'", (language, theme))

    to("ar", "dark")
    yield
    to("en-gb", "system")


def test_right_to_left_nothing_runs_out_of_the_page(visit: Callable[..., Any], arabic: None) -> None:
    page = visit("process-owner", "/e/HAR/")
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 844})
        for path in ("/e/HAR/", "/inbox", "/e/HAR/statements/", "/e/HAR/statements/2026-10"):
            page.goto(path)
            assert page.evaluate("document.dir") == "rtl"
            assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), (width, path)
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto("/e/HAR/statements/")
    assert page.evaluate("document.querySelector('.rail').getBoundingClientRect().left") > 700
    amount = page.locator("main .figure").first
    assert amount.get_attribute("dir") == "ltr" and amount.inner_text().startswith("£")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(16, 20, 21)"


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing(visit: Callable[..., Any], dark: bool) -> None:
    if not AXE.exists():
        pytest.skip("axe-core is not installed (npm ci)")
    page = visit("owner", "/e/HAR/", dark=dark)
    page.keyboard.press("?")
    assert axe(page, "#keys") == []
    for path in PAGES:
        page.goto(path)
        assert axe(page, "body") == [], path
    page.goto("/e/HAR/")
    page.keyboard.press("Control+k")
    page.keyboard.type("thandi")
    page.locator("#palette .found li").first.wait_for()
    assert axe(page, "#palette") == []


def axe(page: Any, within: str) -> list[str]:
    """Violations of WCAG 2.2 A and AA, each with where it stands. Run through the debugger, because the pages allow no foreign script."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
    found = page.evaluate("([within, rules]) => axe.run(within, {runOnly: rules})", [within, rules])
    return [f"{one['id']}: {[node['target'] for node in one['nodes']][:3]}" for one in found["violations"]]


def test_the_phone_menu_takes_and_gives_back_the_focus(visit: Callable[..., Any]) -> None:
    page = visit("owner", "/e/HAR/", width=390, height=844)
    more = page.locator("[data-more]")
    more.click()
    assert more.get_attribute("aria-expanded") == "true"
    assert page.evaluate("document.querySelector('#rail').contains(document.activeElement)")
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.activeElement.hasAttribute('data-more')")
    page.keyboard.press("Escape")
    assert more.get_attribute("aria-expanded") == "false" and not page.locator("#rail").is_visible()
    assert page.evaluate("document.activeElement.hasAttribute('data-more')")


def test_the_first_stop_of_the_keyboard_skips_to_the_content(visit: Callable[..., Any]) -> None:
    page = visit("owner", "/inbox")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_a_statement_prints_on_one_page(visit: Callable[..., Any]) -> None:
    page = visit("finance", "/e/HAR/statements/2026-10", dark=True)
    assert page.pdf(format="A4").count(b"/Type /Page\n") == 1
    page.emulate_media(media="print")
    assert not page.locator(".rail").is_visible() and not page.locator("#conversation").is_visible()
    assert page.locator(".lines").is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
