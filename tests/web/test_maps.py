"""Real logs as process audits in the browser: map, times, ways through, waiting by state, filters, edits, BPMN, figures taken over."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from remit.exchange import bpmn
from remit.values.fault import Refused
from tests.shared import shared

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = [pytest.mark.django_db]


def bring(page: Page, path: Path, name: str, **columns: str) -> None:
    page.get_by_label("File", exact=True).set_input_files(path)
    page.locator("#l-name").fill(name)
    if columns:
        page.get_by_text("Which column is which").click()
        for column, word in columns.items():
            page.locator(f"#l-{column}").fill(word)
    page.get_by_role("button", name="Discover the map").click()
    page.get_by_text("This is how the work runs, by the log.").wait_for(timeout=60_000)


def test_the_servicenow_log_becomes_a_map_with_waiting_by_state(visit: Callable[..., Page]) -> None:
    """24,918 incidents: the columns are found, half of all time lies after Resolved, and awaiting a user has its own share."""
    page = visit("process-owner", "/e/HAR/maps/?process=7")
    bring(page, shared("logs", "uci_incident_event_log.csv.gz"), "Incidents 2016")
    assert "24,918 cases, 141,712 events" in page.locator(".eyebrow").inner_text()
    assert page.locator("h1").inner_text() == "Every case waits 5.0 days after “Resolved”, where 47 % of all the time goes."
    assert "sys_updated_at" in page.locator("#read").inner_text() and "incident_state" in page.locator("#read").inner_text()
    waiting = page.locator("#times tr", has_text="Awaiting User Info").inner_text()
    assert "14,642" in waiting and "5,471" in waiting and "9,171" in waiting and "15.7 %" in waiting
    assert "3,238" in page.locator("#ways tbody tr").first.inner_text()
    page.get_by_label("Ways through").select_option("50")
    page.get_by_role("button", name="Show").click()
    assert "ways=50" in page.url and int(page.locator("#ways h2").inner_text().split()[0]) < 20
    page.goto(page.url.split("?")[0] + "?attribute=priority&value=1+-+Critical")
    assert "270 cases" in page.locator(".eyebrow").inner_text()


def test_the_italian_help_desk_is_audited_edited_and_leaves_as_bpmn(visit: Callable[..., Page], tmp_path: Path) -> None:
    page = visit("process-owner", "/e/HAR/maps/")
    bring(page, shared("logs", "helpdesk_italian.csv.gz"), "Help desk, Italy")
    assert "4,580 cases, 21,348 events" in page.locator(".eyebrow").inner_text()
    assert "after “Resolve ticket”" in page.locator("h1").inner_text()
    assert "5,060" in page.locator("#times tr", has_text="Take in charge ticket").inner_text()
    where = page.url.split("?")[0]
    page.goto(f"{where}?step=Take+in+charge+ticket#step")
    assert "Value 2" in page.locator("#step table").inner_text()  # who does it
    page.get_by_label("Call it").fill("Take on")
    page.get_by_label("Assign seriousness").check()
    page.get_by_label("Note").fill("Two clicks of one person")
    page.get_by_role("button", name="Change the step").click()
    page.get_by_text("The map is edited; the log stays as it was.").wait_for()
    assert page.locator("#times").get_by_text("Take in charge ticket").count() == 0
    assert "Two clicks of one person" in page.locator("#times tr", has_text="Take on").inner_text()
    with page.expect_download() as download:
        page.get_by_role("link", name="As BPMN").click()
    content = Path(download.value.path()).read_bytes()
    diagram = bpmn.read(content, "map.bpmn")
    assert {"Take on", "Resolve ticket", "Closed"} <= {one.name for one in diagram.shapes}
    page.goto(where)
    page.get_by_role("button", name="Take all edits back").click()
    page.locator("#times tr", has_text="Take in charge ticket").wait_for()
    (tmp_path / "desk.bpmn").write_bytes(content)
    page.goto("/e/HAR/maps/")
    page.get_by_label("BPMN 2.0 file").set_input_files(tmp_path / "desk.bpmn")
    page.locator("#bring-drawing").get_by_role("button", name="Bring it in").click()
    page.get_by_text("The drawing is in.").wait_for()
    assert page.locator("svg.bpmn rect").count() == sum(one.kind == "task" for one in diagram.shapes)


def test_figures_are_taken_over_from_a_log_into_the_register(visit: Callable[..., Page]) -> None:
    page = visit("process-owner", "/e/HAR/maps/1/")
    assert page.locator("h1").inner_text() == "One case in nine waits 5 h 10 for “Ask merchandising”, where 67 % of all waiting goes."
    page.get_by_role("button", name="Take over").click()
    page.get_by_text("Taken over from the log.").wait_for()
    figures = page.locator("#figures").inner_text()
    assert "12,000 order lines" in figures
    assert "order-lines-2025-09.csv, 12,000 cases" in page.get_by_label("Where the figures come from").input_value()


def test_a_log_that_nobody_can_read_is_refused_with_the_reason(place: Any) -> None:
    from remit.stages.inputs import FileInput
    from remit.stages.needs.add_log import add_log

    by = place("process-owner")
    text = b"case,activity,timestamp\n1,open,2025-09-01 10:00\n,close,2025-09-01 11:00\n2,open,soon\n"
    with pytest.raises(Refused) as refused:
        add_log(
            by=by, file=FileInput("log.csv", text), zone="Europe/London", case="case", activity="activity", at="timestamp", form="iso 8601"
        )
    assert [(fault.place.row, fault.place.column) for fault in refused.value.faults] == [(3, "case"), (4, "timestamp")]
    with pytest.raises(Refused, match="give the zone"):
        add_log(by=by, file=FileInput("log.csv", b"case,activity,timestamp\n1,open,2025-09-01 10:00\n1,shut,2025-09-02 10:00\n"))
    with pytest.raises(Refused, match="no such process"):
        add_log(by=by, file=FileInput("log.csv", text), process="nowhere")


def test_a_removed_log_leaves_no_events_behind(place: Any) -> None:
    from remit.records.models.event_log import EventLog
    from remit.stages.needs.remove_log import remove_log

    row = EventLog.objects.get(number=1)
    remove_log(by=place("owner"), log=row.public_id)
    assert bytes(EventLog.objects.get(number=1).content) == b""
