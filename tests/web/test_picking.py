"""Several rows at once: chosen by key, looked at, claimed with one reason, withdrawn; and every list as CSV and XLSX."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest

from remit.values.fault import Refused
from remit.values.period import MINUTE, Month
from tests.web.isolation import NOW, client_of, text_of

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.django_db]
LATE = "/e/HAR/levels/2026-11/8.1?show=late&who=client"


def test_rows_chosen_by_key_are_claimed_for_with_one_reason_and_withdrawn(visit: Callable[..., Page]) -> None:
    page = visit("delivery-manager", LATE)
    page.keyboard.press("j")
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("Shift+X")
    assert page.locator("input[name=pick]:checked").count() == 3
    page.get_by_role("button", name="Claim relief").click()
    preview = page.locator(".sure")
    assert "Relief would be claimed for 3 items of November 2026." in preview.inner_text()
    assert preview.get_by_label("Under which clause").input_value() == "9.2"
    preview.get_by_label("One reason for all of them").fill("The shop answered our question a day late.")
    preview.get_by_role("button", name="Claim relief").click()
    page.get_by_text("Asked; it can be withdrawn here until it is answered.").wait_for()
    assert "Salt River Desk objects to 3 items of November 2026" in page.inner_text("h1")
    client = visit("process-owner", "/")
    assert "Answer dispute 2 of November 2026" in client.inner_text("main")
    page.get_by_role("button", name="Withdraw it").click()
    page.get_by_text("Withdrawn: nothing of it is claimed any more.").wait_for()
    client.reload()
    assert "Answer dispute 2" not in client.inner_text("main")


def test_relief_of_the_running_month_moves_the_level_once_it_is_accepted(place: Callable[[str], Any], monkeypatch: Any) -> None:
    """Three late lines of November leave the turnaround under 9.1: both sides of the level are three less."""
    from remit.records.models.engagement import Engagement
    from remit.stages.improvement import queries
    from remit.stages.improvement.answer_dispute import answer_dispute
    from remit.stages.improvement.claim_relief import claim_relief
    from remit.stages.operations import levels

    at = [NOW + 10 * MINUTE]  # the demo's last file came in while its clock ran on from NOW
    monkeypatch.setattr(Engagement, "now", lambda self: at[0])
    manager, desk, month = place("delivery-manager"), place("process-owner"), Month(2026, 11)

    def turnaround() -> tuple[int, int]:
        measure = queries.preview(manager, month, at[0]).scorecard["8.4"].measure
        return int(measure.value * measure.count), measure.count  # type: ignore[operator]

    good, count = turnaround()
    late = sorted(levels.missed(levels.items_behind(manager, month, "8.4", at[0]))["item"].to_list())[:3]
    with pytest.raises(Refused, match="has a statement already"):
        claim_relief(by=manager, month=Month(2026, 10), relief="9.1", items=late, reason="Broken files.")
    claim = claim_relief(by=manager, month=month, relief="9.1", items=late, reason="Broken files.")
    with pytest.raises(Refused, match="in an open dispute already"):
        claim_relief(by=manager, month=month, relief="9.1", items=late[:1], reason="Broken files.")
    at[0] += MINUTE
    assert turnaround() == (good, count)
    answer_dispute(by=desk, dispute=claim.public_id, verdict="accepted")
    at[0] += MINUTE
    desk.engagement.refresh_from_db()
    manager.engagement.refresh_from_db()
    assert turnaround() == (good, count - 3)


def test_a_file_holds_the_chosen_rows(place: Callable[[str], Any]) -> None:
    client = client_of(place("delivery-manager").user)
    whole = list(csv.reader(io.StringIO(text_of(client.get(f"{LATE}&form=csv")).decode("utf-8-sig"))))
    picked = [row[0] for row in whole[1:3]]
    some = text_of(client.get(f"{LATE}&form=csv&pick={picked[0]}&pick={picked[1]}")).decode("utf-8-sig")
    assert [row[0] for row in csv.reader(io.StringIO(some))] == [whole[0][0], *picked]
    everything = text_of(client.get(f"{LATE}&form=csv&pick={picked[0]}&every=1")).decode("utf-8-sig")
    assert len(list(csv.reader(io.StringIO(everything)))) == len(whole) > 3


LISTS = {
    "engagements/": ("engagements", 1),
    "portfolio": ("portfolio", 1),
    "e/HAR/statements/": ("HAR-statements", 6),
    "e/HAR/statements/2026-07/items?v=1&line=3": ("HAR-2026-07-11.1", 494),
    "e/HAR/levels/2026-07/8.1?show=late": ("HAR-2026-07-8.1", 494),
    "e/HAR/open/": ("HAR-open", 1),
    "e/HAR/audit/": ("HAR-audit", 30),
    "e/HAR/people/": ("HAR-people", 7),
    "e/HAR/imports/": ("HAR-imports", 20),
    "e/HAR/facts/": ("HAR-facts", 100),
    "e/HAR/workspace/calendar": ("HAR-calendar", 5),
    "e/HAR/workspace/webhooks": ("HAR-webhook-messages", 0),
    "e/HAR/margin/": ("HAR-margin", 6),
    "e/HAR/margin/?list=costs": ("HAR-own-costs", 5),
}
"""Every list with the name of its file and how many rows it has at least."""


@pytest.mark.parametrize("address", LISTS)
def test_every_list_is_a_file(place: Callable[[str], Any], address: str) -> None:
    import zipfile

    name, least = LISTS[address]
    client = client_of(place("delivery-manager").user)
    link = f"/{address}{'&' if '?' in address else '?'}form="
    answer = client.get(f"{link}csv")
    rows = list(csv.reader(io.StringIO(text_of(answer).decode("utf-8-sig"))))
    assert answer["Content-Disposition"] == f'attachment; filename="{name}.csv"'
    assert len(rows) - 1 >= least and len({len(row) for row in rows}) == 1
    book = client.get(f"{link}xlsx")
    assert book["Content-Disposition"] == f'attachment; filename="{name}.xlsx"'
    with zipfile.ZipFile(io.BytesIO(book.content)) as archive:
        assert archive.read("xl/worksheets/sheet1.xml").count(b"<row ") == len(rows)
