"""Prices without surprises, in the browser: licences and training beyond their limits need an approval, and every line names its clause."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

pytestmark = [pytest.mark.django_db]


def recorded(page: Any, kind: str, value: str, source: str) -> None:
    page.goto(f"/e/HAR/facts/?new={kind}")
    page.get_by_label("Day, or month").fill("2026-11-05")
    page.locator("#value").fill(value)
    page.get_by_label("Where it comes from").fill(source)
    page.get_by_role("button", name="Record it").click()
    page.locator(".notes", has_text="Recorded.").wait_for()


def amount(page: Any, clause: str) -> str:
    """What the running month bills under a clause, as the preview shows it."""
    page.goto("/e/HAR/statements/2026-11")
    row = (
        page.get_by_role("row")
        .filter(has=page.get_by_role("cell", name=clause, exact=True))
        .or_(page.get_by_role("row").filter(has_text=re.compile(rf"^\s*{re.escape(clause)}\b")))
    )
    found = re.findall(r"£[\d,.]+", row.first.inner_text()) if row.count() else []
    return found[-1] if found else ""


@pytest.mark.row(87)
def test_licences_above_their_limit_wait_for_an_approval(visit: Callable[..., Any]) -> None:
    provider, finance = visit("delivery-manager"), visit("finance")
    recorded(provider, "receipt", "900.00", "invoice 4711, six seats more")
    assert amount(provider, "10.6") == "£150.00"  # the limit of a month, and no penny more
    provider.goto("/e/HAR/facts/?kind=receipt")
    provider.get_by_text("for the finance manager").first.wait_for()
    assert not provider.get_by_role("button", name="Approve").count()
    finance.goto("/e/HAR/facts/?kind=receipt")
    finance.get_by_role("button", name="Approve").first.click()
    finance.locator(".notes", has_text="Approved.").wait_for()
    assert amount(finance, "10.6") == "£900.00"


@pytest.mark.row(88)
def test_training_hours_bill_once_they_are_approved_and_up_to_their_cap(visit: Callable[..., Any]) -> None:
    provider, owner = visit("delivery-manager"), visit("owner")
    recorded(provider, "hours", "60", "quote 12: product training for six agents, ten hours each")
    assert amount(provider, "10.7") in ("", "£0.00")
    assert provider.get_by_text("60 hours without approval are not billed").count()
    owner.goto("/e/HAR/facts/?kind=hours")
    owner.get_by_role("button", name="Approve").first.click()
    owner.locator(".notes", has_text="Approved.").wait_for()
    assert amount(owner, "10.7") == "£1,500.00"  # 60 x £32.00 is £1,920.00; the contract caps a quarter


@pytest.mark.row(89)
def test_every_line_of_a_statement_opens_its_clause(visit: Callable[..., Any]) -> None:
    page = visit("finance", "/e/HAR/statements/2026-10")
    places = [one.get_attribute("id").removeprefix("line-") for one in page.locator("a[id^='line-']").all()]
    assert len(places) == 7  # three base charges, the rand, licences, earn back, bonus
    cited = set()
    for place in places:
        page.goto(f"/e/HAR/statements/2026-10?line={place}")
        said = page.locator("summary", has_text="in full")
        said.wait_for()
        cited.add(re.findall(r"\b1[01]\.\d+\b", said.inner_text())[0])
    page.goto("/e/HAR/contract/")
    numbers = set(re.findall(r"\b1[01]\.\d+\b", page.locator(".contract-text").inner_text()))
    assert cited <= numbers
