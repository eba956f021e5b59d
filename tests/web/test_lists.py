"""Lists: filters in the address, views kept under a name, every list as CSV and XLSX."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

pytestmark = [pytest.mark.django_db]
BACKEND = "django.contrib.auth.backends.ModelBackend"


def test_a_view_is_kept_for_oneself_or_for_ones_company(client: Any, place: Callable[[str], Any]) -> None:
    from remit.stages.workspace.save_view import save_view

    finance = place("finance")
    save_view(by=finance, page="improvement/statements", name="Signed ones", query="stands=signed", shared=True)
    save_view(by=finance, page="improvement/statements", name="Mine", query="year=2026")
    save_view(by=finance, page="improvement/statements", name="Mine", query="year=2026&stands=open")
    seen = {}
    for persona in ("finance", "owner", "delivery-manager"):
        client.force_login(place(persona).user, backend=BACKEND)
        page = client.get("/e/HAR/statements/").content.decode()
        seen[persona] = [name for name in ("Signed ones", "Mine") if f">{name}</a>" in page]
    assert seen == {"finance": ["Signed ones", "Mine"], "owner": ["Signed ones"], "delivery-manager": []}
    client.force_login(place("finance").user, backend=BACKEND)
    assert "?year=2026&amp;stands=open" in client.get("/e/HAR/statements/").content.decode()


def test_nobody_drops_the_view_of_another(place: Callable[[str], Any]) -> None:
    from remit.records.models.saved_view import SavedView
    from remit.stages.workspace.drop_view import drop_view
    from remit.stages.workspace.save_view import save_view
    from remit.values.fault import Refused

    view = save_view(by=place("finance"), page="operations/imports", name="Facts", query="kind=facts", shared=True)
    with pytest.raises(Refused, match="not yours"):
        drop_view(by=place("owner"), view=view.public_id)
    drop_view(by=place("finance"), view=view.public_id)
    assert not SavedView.objects.exists()


def test_a_list_is_downloaded_as_it_is_filtered_with_the_columns_chosen(client: Any, place: Callable[[str], Any]) -> None:
    client.force_login(place("finance").user, backend=BACKEND)
    asked = {"stands": "signed", "form": "csv", "columns": ["month", "total due"]}
    lines = client.get("/e/HAR/statements/", asked).content.decode("utf-8-sig").splitlines()
    assert lines[:3] == ["month,total due", "2026-09,17439.62", "2026-08,17387.00"]
    asked = {"kind": "work", "form": "xlsx"}
    book = CalamineWorkbook.from_filelike(io.BytesIO(client.get("/e/HAR/imports/", asked).content))
    rows = book.get_sheet_by_index(0).to_python()
    assert rows[0][:3] == ["file", "received", "by"] and all(row[3] == "work" for row in rows[1:])
    assert isinstance(rows[1][5], float) and rows[1][0].endswith(".csv")


def test_no_cell_of_a_workbook_is_a_formula() -> None:
    """A spreadsheet shows the text of each cell; none is run, whatever a source wrote into it."""
    import zipfile

    from remit.web.download import workbook

    cells = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "{=1}", "http://evil.example/?=1"]
    content = workbook(["a"], [[cell] for cell in cells])
    sheet = zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>" not in sheet and "hyperlink" not in sheet
    assert [row[0] for row in CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()[1:]] == cells


def test_a_view_is_saved_from_the_address_and_opens_it_again(visit: Callable[..., Any]) -> None:
    page = visit("finance", "/e/HAR/statements/")
    page.select_option("#f-stands", "open")
    page.get_by_role("button", name="Filter").click()
    assert page.locator("main tbody tr").count() == 1
    page.get_by_text("Save this view").click()
    page.fill("#view-name", "Open now")
    page.get_by_role("button", name="Save", exact=True).click()
    page.locator(".saved-views a", has_text="Open now").wait_for()
    page.goto("/e/HAR/statements/")
    page.locator(".saved-views a", has_text="Open now").click()
    assert "stands=open" in page.url and page.locator("main tbody tr").count() == 1
