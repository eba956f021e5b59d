"""The process audit in the browser: what a person does from an empty register to the scope, each row of the specification by its check."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from remit.values.fault import Refused

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.django_db]
SHEET = """Process,Unit,Volume per month,Minutes each,Hourly rate,Managers' hours,Parts
Supplier complaints,complaint,120,25,27,2,receive; judge
Live chat,chat,1800,9.75,24,,
Warranty repairs,repair,40,ninety,23,,
"""


@pytest.mark.row(10)
@pytest.mark.row(15)
def test_the_dearest_few_lead_and_the_toggle_changes_their_order(visit: Callable[..., Page]) -> None:
    """£21,600 of £52,200 by hand; by hours supplier negotiation falls behind, because its hours are dear; each row opens its own sum."""
    page = visit("owner", "/e/HAR/processes/")
    assert page.locator("h1").inner_text() == (
        "Customer email, live chat and order data entry cost £21,600 a month, 41 % of the total, and none of them is core."
    )
    assert page.locator("#pareto h2").inner_text() == "Five of ten processes carry 68 % of the cost."
    by_cost = page.locator(".pareto tbody td:first-child a").all_inner_texts()
    assert page.locator(".pareto tr.total").inner_text().split()[-2:] == ["52,200", "2,010"]
    page.get_by_role("link", name="Hours").click()
    by_hours = page.locator(".pareto tbody td:first-child a").all_inner_texts()
    assert sorted(by_cost) == sorted(by_hours) and by_cost != by_hours
    assert by_cost.index("Product merchandising") < by_cost.index("Order data entry")
    assert by_hours.index("Product merchandising") > by_hours.index("Order data entry")
    page.get_by_role("link", name="Customer email").first.click()
    assert "2,400 emails × 10.5 min ÷ 60 = 420 h; 420 h × £24.00 = £10,080.00" in page.locator("#figures").inner_text()
    page.get_by_label("Minutes each").fill("7")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("2,400 emails × 7 min ÷ 60 = 280 h; 280 h × £24.00 = £6,720.00").wait_for()
    page.get_by_label("Minutes each").fill("10.5")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("420 h × £24.00").wait_for()


@pytest.mark.row(11)
@pytest.mark.row(12)
def test_a_rating_moves_the_quadrant_and_hours_of_managers_make_a_candidate(visit: Callable[..., Page]) -> None:
    """Core 3 with our own specialists is kept; rated as lacking them, with a reason, the same process suits. A new one that is not core
    becomes a candidate by its managers' hours; merchandising is flagged to stay whatever it costs them."""
    page = visit("process-owner", "/e/HAR/processes/")
    page.get_by_role("button", name="Add a process").click()
    page.locator("#p-name").fill("Catalogue translation")
    page.get_by_role("button", name="Add it").click()
    page.get_by_text("Added. What is still missing stands below.").wait_for()
    for name, value in {"core": 3, "specialist": 1, "describe": 4, "check": 4, "teach": 4}.items():
        page.locator(f"input[name='ratings.{name}'][value='{value}']").check()
    page.get_by_role("button", name="Rate", exact=True).click()
    page.locator("#place h2", has_text="keep, but standardise").wait_for()
    page.locator("input[name='ratings.specialist'][value='5']").check()
    page.get_by_role("button", name="Rate", exact=True).click()
    page.get_by_text("say why it is rated otherwise now").wait_for()
    page.get_by_label("Why, where a rating changes").fill("Nobody here reads Polish")
    page.get_by_role("button", name="Rate", exact=True).click()
    page.locator("#place h2", has_text="suits outsourcing").wait_for()
    for name, value in {"core": 1, "describe": 1, "check": 1}.items():
        page.locator(f"input[name='ratings.{name}'][value='{value}']").check()
    page.get_by_label("Why, where a rating changes").fill("Looked again")
    page.get_by_role("button", name="Rate", exact=True).click()
    page.locator("#place h2", has_text="improve first").wait_for()
    assert "candidate" not in page.locator("#place").inner_text()
    page.get_by_label("Hours of managers a month").fill("16")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Not core, and managers lose 16 h a month to it: a candidate.").wait_for()
    page.goto("/e/HAR/suitability/")
    table = page.locator("#table")
    assert "candidate: distracts managers" in table.locator("tr", has_text="Catalogue translation").inner_text()
    assert "core, retain" in table.locator("tr", has_text="Product merchandising").inner_text()


@pytest.mark.row(9)
@pytest.mark.row(92)
def test_a_vague_or_critical_choice_is_stopped_until_somebody_says_why(visit: Callable[..., Page]) -> None:
    page = visit("owner", "/e/HAR/processes/")
    page.get_by_role("button", name="Add a process").click()
    page.locator("#p-name").fill("Odds and ends")
    page.get_by_role("button", name="Add it").click()
    page.get_by_text("Added.").wait_for()
    page.goto("/e/HAR/suitability/")
    page.get_by_role("link", name="Begin with one function").click()
    assert "To begin with one function that is not critical: Order data entry." in page.locator("#scope").inner_text()
    chosen = page.locator("#scope input[name=proposed]:checked")
    assert chosen.count() == 1 and "Order data entry" in page.locator("#scope tr:has(input:checked)").inner_text()
    page.get_by_role("checkbox", name="Payroll").check()
    page.get_by_role("checkbox", name="Odds and ends").check()
    page.get_by_role("button", name="Select this scope").click()
    faults = page.locator("#scope-faults")
    faults.get_by_text("Odds and ends is vague: nobody has said what one unit of it is, what it begins with").wait_for()
    assert "Payroll is critical: its risk is rated 4 of 5" in faults.inner_text()
    page.get_by_text("Although something speaks against one").click()
    page.get_by_label("Why all the same").fill("The clerk retires in March")
    page.get_by_role("button", name="Select this scope").click()
    page.locator(".warned", has_text="The clerk retires in March").wait_for()
    assert "something speaks against Payroll and Odds and ends" in page.locator("h1").inner_text().replace("  ", " ")


@pytest.mark.row(2)
def test_templates_fill_in_what_is_the_same_in_most_firms_and_no_figure(visit: Callable[..., Page]) -> None:
    page = visit("owner", "/e/HAR/processes/")
    page.get_by_role("button", name="Add a process").click()
    offered = page.locator("#p-template option").all_inner_texts()
    assert [text.split(":")[0] for text in offered[1:]] == ["Customer support", "Back office", "Accounting", "Payroll", "IT"]
    page.locator("#p-template").select_option("accounting")
    page.locator("#p-name").fill("Supplier invoices")
    page.get_by_role("button", name="Add it").click()
    page.get_by_text("Added. What is still missing stands below.").wait_for()
    assert page.get_by_label("It begins with").input_value() == "an invoice arrives or falls due"
    assert "match" in page.get_by_label("Its parts, one a line").input_value()
    assert (
        page.get_by_label("Units a month").input_value() == "" and "Next: how many units a month." in page.locator("#missing").inner_text()
    )


@pytest.mark.row(14)
def test_a_sheet_is_looked_at_mapped_mended_brought_in_and_undone(visit: Callable[..., Page], tmp_path: Path) -> None:
    """One bad row stops it and comes back as a file; mended, two processes are new and one changes; undoing puts everything back."""
    page = visit("finance", "/e/HAR/processes/")
    before = page.locator(".pareto tr.total").inner_text()
    for name, text in (("sheet.csv", SHEET), ("mended.csv", SHEET.replace("ninety", "90"))):
        (tmp_path / name).write_text(text, encoding="utf-8")
    page.get_by_role("button", name="Bring a sheet in").click()
    page.get_by_label("CSV or XLSX").set_input_files(tmp_path / "sheet.csv")
    page.get_by_role("button", name="Look at it").click()
    page.get_by_text("cannot be brought in yet because of").wait_for()
    assert "'ninety' is no exact number" in page.locator("#faults").inner_text().replace("’", "'")
    assert page.locator("#m-volume").input_value() == "Volume per month"
    with page.expect_download() as download:
        page.get_by_role("link", name="Failing rows as CSV").click()
    failing = Path(download.value.path()).read_text(encoding="utf-8-sig")
    assert "Warranty repairs" in failing and "ninety" in failing and "Live chat" not in failing
    page.get_by_role("button", name="Drop it").click()
    page.get_by_text("Dropped; nothing of the sheet is kept.").wait_for()
    page.get_by_role("button", name="Bring a sheet in").click()
    page.get_by_label("CSV or XLSX").set_input_files(tmp_path / "mended.csv")
    page.get_by_role("button", name="Look at it").click()
    page.get_by_text("would add 2 processes and change the figures of 1").wait_for()
    assert "changes volume" in page.locator("#preview tr", has_text="Live chat").inner_text()
    page.get_by_role("button", name="Bring it in").click()
    page.get_by_text("mended.csv is in the register.").wait_for()
    row = page.locator(".pareto tr", has_text="Supplier complaints")
    assert "1,350" in row.inner_text() and "answers missing" in row.inner_text()
    complete = page.locator(".eyebrow").first.inner_text()
    assert (found := re.search(r"(\d+) % of the register is complete", complete)) and int(found[1]) < 100
    page.locator("#imports a", has_text="mended.csv").click()
    page.get_by_role("button", name="Undo it").click()
    page.get_by_text("was undone: the register is as it was before.").wait_for()
    page.goto("/e/HAR/processes/")
    assert page.locator(".pareto tr.total").inner_text().split()[-2:] == before.split()[-2:]


@pytest.mark.row(16)
def test_somebody_answers_by_a_link_without_signing_in_and_the_suggestion_stands_on_the_process(visit: Callable[..., Page]) -> None:
    page = visit("process-owner", "/e/HAR/interviews/?process=8#ask")
    assert page.get_by_label("About").locator("option:checked").inner_text() == "Returns and warranty"
    page.get_by_label("Whom").fill("Nia Powell")
    page.get_by_role("button", name="Make the link").click()
    link = page.locator("code").inner_text()
    stranger = visit(None, re.sub(r"^https?://[^/]+", "", link))
    assert "Priya Nair of Harbour & Pine asks you about: Returns and warranty." in stranger.locator("h1").inner_text()
    stranger.get_by_label("What would you change?").fill("Print the label with the parcel")
    stranger.get_by_role("button", name="Send the answers").click()
    stranger.get_by_text("Thank you: your answers are in.").wait_for()
    stranger.goto(re.sub(r"^https?://[^/]+", "", link))
    assert "cannot be used" in stranger.locator("h1").inner_text()  # one answer set
    page.goto("/e/HAR/processes/8/")
    suggested = page.locator("#suggestions", has_text="Print the label with the parcel")
    suggested.get_by_text("Answer it").click()
    suggested.get_by_role("button", name="Decline").click()
    page.get_by_text("say why, to whoever made it").wait_for()
    suggested.get_by_label("Why").fill("The printer is at the warehouse")
    suggested.get_by_role("button", name="Decline").click()
    page.locator("#suggestions", has_text="declined, Priya Nair: The printer is at the warehouse").wait_for()


@pytest.mark.row(107)
def test_nobody_is_asked_before_the_people_were_told(place: Any) -> None:
    """Without an announcement the link is refused; a reason is an override that stays with the interview."""
    from remit.records.models.process import Process
    from remit.records.models.staff_interview import Announcement, StaffInterview
    from remit.stages.needs.invite_interview import invite_interview

    by = place("process-owner")
    process = Process.objects.get(name="Payroll").public_id
    Announcement.objects.all().delete()
    with pytest.raises(Refused, match="record what they were told first"):
        invite_interview(by=by, process=process, person="Sam Reeve")
    assert not StaffInterview.objects.filter(person="Sam Reeve").exists()
    invite_interview(by=by, process=process, person="Sam Reeve", despite="He asked for it himself")
    assert StaffInterview.objects.get(person="Sam Reeve").despite == "He asked for it himself"


def test_a_link_is_kept_as_a_hash_expires_and_is_tried_twenty_times_a_minute_at_most(place: Any, client: Any) -> None:
    from remit.records.models.audit_entry import AuditEntry
    from remit.records.models.process import Process
    from remit.records.models.staff_interview import StaffInterview
    from remit.stages.needs.invite_interview import invite_interview
    from remit.web.interview_view import TRIES

    TRIES.forget()
    made = invite_interview(by=place("owner"), process=Process.objects.get(name="Payroll").public_id, person="Sam Reeve", days=1)
    secret = made.shown_once.rsplit("/", 1)[-1]
    path = f"/interview/{made.row.public_id}/{secret}"
    assert secret not in str(list(StaffInterview.objects.values())) and secret not in str(
        list(AuditEntry.objects.values("said", "subject"))
    )
    assert client.get(path).status_code == 200
    assert client.get(path[:-1] + ("A" if path[-1] != "A" else "B")).status_code == 410
    StaffInterview.objects.filter(pk=made.row.pk).update(expires_at=1)
    assert client.get(path).status_code == 410
    assert [client.get(path).status_code for _ in range(20)][-1] == 429
    TRIES.forget()


def test_the_provider_finds_nothing_of_the_audit(place: Any, client_of: Callable[[str], Any]) -> None:
    for persona in ("delivery-manager", "agent", "bidder"):
        client = client_of(persona)
        for path in ("processes/", "processes/4/", "suitability/", "interviews/"):
            answer = client.get(f"/e/HAR/{path}")
            assert answer.status_code == 403 and b"Order data entry" not in answer.content
    searched = client_of("delivery-manager").get("/search?q=merchandising").content
    assert b"Product merchandising" not in searched
