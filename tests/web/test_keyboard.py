"""Without a mouse, and with what goes wrong: dialogs give the focus back, an opened line keeps it, and what was typed is not lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

pytestmark = [pytest.mark.django_db]
FOCUSED = "document.activeElement.textContent.trim()"


def test_a_dialog_closes_with_escape_and_gives_the_focus_back(visit: Callable[..., Any]) -> None:
    page = visit("finance", "/e/HAR/statements/2026-07")
    page.get_by_role("button", name="Check an invoice").focus()
    page.keyboard.press("Enter")
    assert page.locator("dialog#invoice").is_visible() and page.evaluate("document.activeElement.closest('dialog')?.id") == "invoice"
    page.keyboard.press("Escape")
    assert not page.locator("dialog#invoice").is_visible() and page.evaluate(FOCUSED) == "Check an invoice"


def test_a_line_opened_with_enter_keeps_the_focus(visit: Callable[..., Any]) -> None:
    page = visit("finance", "/e/HAR/statements/2026-07")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    page.locator("tr.proof").wait_for()
    assert page.evaluate(FOCUSED) == "10.1"
    page.keyboard.press("Enter")
    page.locator("tr.proof").wait_for(state="detached")
    assert page.evaluate(FOCUSED) == "10.1"


def test_what_was_typed_outlives_a_reload_and_goes_once_it_is_sent(visit: Callable[..., Any]) -> None:
    page = visit("finance", "/e/HAR/statements/2026-06")
    page.fill("#comment-text", "The rand share is right; the licences are not.")
    page.reload()
    assert page.input_value("#comment-text") == "The rand share is right; the licences are not."
    page.goto("/e/HAR/statements/2026-05")
    assert page.input_value("#comment-text") == ""
    page.go_back()
    assert page.input_value("#comment-text").startswith("The rand share")
    page.get_by_role("button", name="Write for Harbour & Pine only").click()
    page.get_by_text("Your comment stands here.").wait_for()
    page.reload()
    assert page.input_value("#comment-text") == ""


def test_an_opened_line_takes_the_width_of_a_phone(visit: Callable[..., Any]) -> None:
    page = visit("finance", "/e/HAR/statements/2026-07?line=3", width=390, height=844)
    assert page.locator("tr.proof .inside").bounding_box()["width"] > 320
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_a_choice_stands_beside_its_word_on_a_phone(visit: Callable[..., Any]) -> None:
    page = visit("owner", "/engagements/new", width=390, height=844)
    button, label = (
        page.locator("input[type=radio]").first.bounding_box(),
        page.locator("label:has(input[type=radio])").first.bounding_box(),
    )
    assert button["height"] <= 24 and label["height"] <= 32
    assert abs((button["y"] + button["height"] / 2) - (label["y"] + label["height"] / 2)) < 4


def test_what_stands_alone_is_at_least_24_high(visit: Callable[..., Any]) -> None:
    small = """(() => {
      const all = "main button, main input:not([type=hidden]), main select, main summary, main td > a, .rail a, .path a";
      const height = (one) => one.getBoundingClientRect().height;
      const high = (one) => height(one) >= 23.5 || [...(one.labels ?? [])].some((label) => height(label) >= 23.5);
      const low = [...document.querySelectorAll(all)].filter((one) => one.checkVisibility() && !high(one));
      return low.map((one) => one.outerHTML.slice(0, 90));
    })()"""
    for persona, address in (
        ("finance", "/e/HAR/statements/2026-07?line=3"),
        ("owner", "/e/HAR/workspace/webhooks"),
        ("agent", "/e/HAR/open/"),
    ):
        assert visit(persona, address).evaluate(small) == [], address


def test_a_file_that_cannot_be_read_is_named_as_the_person_named_it(client_of: Callable[[str], Any]) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    client = client_of("delivery-manager")
    for name, content in (("tickets.xlsx", b"PK\x03\x04nothing"), ("tickets.csv", bytes(range(256)))):
        answer = client.post(
            "/e/HAR/do/operations/check_import", {"file": SimpleUploadedFile(name, content)}, headers={"HX-Request": "true"}
        )
        assert answer.status_code == 422 and f"{name}: " in answer.content.decode()


def test_a_figure_with_more_digits_than_any_contract_has_is_refused(client_of: Callable[[str], Any]) -> None:
    given = {"kind": "forecast", "subject": "customer contact", "day": "2027-03", "value": "9" * 40, "unit": "ticket", "source": "a slip"}
    answer = client_of("process-owner").post("/e/HAR/do/operations/record_fact", given, headers={"HX-Request": "true"})
    assert answer.status_code == 422 and "has more than 24 digits" in answer.content.decode()
