"""Scope in the browser: what is missing, what is vague, services split into leaves with their own levels, and scope from a spreadsheet."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from remit.stages.inputs import FileInput
from remit.values.fault import Refused
from tests.web.test_negotiation import start

pytestmark = [pytest.mark.django_db]
Place = Callable[[str], Any]
GOOD = """Service,Channel,Which,Tasks,R,A,Informed
Customer contact,phone,channel: phone,answer; call back,team lead,head of customer care,finance manager
Customer contact,email,,first reply; follow-up,team lead,head of customer care,
"""
BAD = """Service,Channel,Which,Tasks,R,A
Customer contact,phone,by phone,answer,team leader,head of customer care
Payroll,run,,run,team lead,head of customer care
Customer contact,,,answer,team lead,head of customer care
Customer contact,phone,,answer,team lead,head of customer care
"""


def checked(by: Any, row: Any, content: bytes, name: str = "scope.csv") -> Any:
    from remit.stages.contract.check_scope import check_scope

    return check_scope(by=by, draft=row.public_id, file=FileInput(name, content))


def parts(by: Any, row: Any) -> dict[str, Any]:
    from remit.stages.contract import queries, scope

    row.refresh_from_db()
    reading = queries.reading(by, row)
    terms = reading.terms
    assert terms is not None, reading.faults
    return {part.name: part for part in scope.parts(terms)}


def test_a_file_of_scope_is_looked_at_brought_in_and_taken_back(place: Place) -> None:
    from remit.stages.contract.import_scope import import_scope
    from remit.stages.contract.undo_scope import undo_scope

    owner = place("owner")
    row = start(owner)
    before = bytes(row.content)
    batch = checked(owner, row, GOOD.encode())
    assert batch.faults == [] and batch.report["components"] == [
        [2, "customer contact", "phone", "changed"],
        [3, "customer contact", "email", "changed"],  # without return approval, which it had
    ]
    row.refresh_from_db()
    assert bytes(row.content) == before  # a look changes nothing
    import_scope(by=owner, batch=batch.public_id)
    phone = parts(owner, row)["phone"]
    assert (phone.which, phone.tasks, phone.responsible) == ("channel: phone", ("answer", "call back"), "team lead")
    assert phone.informed == ("finance manager",)
    assert phone.lacks == ("when: no clock covers it",) and parts(owner, row)["email"].consulted == ("order desk supervisor",)  # as it was
    undo_scope(by=owner, batch=batch.public_id)
    row.refresh_from_db()
    assert bytes(row.content) == before


def test_rows_that_are_wrong_are_named_and_can_be_downloaded(place: Place, client_of: Callable[[str], Any]) -> None:
    from remit.stages.contract.import_scope import import_scope

    owner = place("owner")
    row = start(owner)
    batch = checked(owner, row, BAD.encode())
    assert [(fault["row"], fault["column"], fault["what"]) for fault in batch.faults] == [
        (2, "Which", "'by phone' says no field with its value"),
        (2, "R", "section 1 has no role 'team leader'"),
        (3, "Service", "the contract has no service 'payroll'"),
        (4, "Channel", "it is empty"),
        (5, "Channel", "phone of customer contact stands in row 2 already"),
    ]
    with pytest.raises(Refused, match="no service 'payroll'; write customer contact or order entry"):
        import_scope(by=owner, batch=batch.public_id)
    text = client_of("owner").get(f"/e/HAR/contract/drafts/{row.number}/scope/{batch.public_id}/failures.csv").content.decode("utf-8-sig")
    assert text.splitlines()[0] == "row,Service,Channel,Which,Tasks,R,A,reason" and len(text.splitlines()) == 5
    assert text.splitlines()[2].startswith("3,Payroll,run,") and "no service 'payroll'" in text.splitlines()[2]
    assert client_of("delivery-manager").get(f"/e/HAR/contract/drafts/{row.number}/scope/{batch.public_id}").status_code == 404


def test_a_workbook_with_other_heads_is_mapped_by_hand(place: Place, tmp_path: Path) -> None:
    from remit.stages.contract.check_scope import check_scope
    from remit.stages.contract.import_scope import import_scope
    from remit.stages.contract.undo_scope import undo_scope

    owner = place("owner")
    row = start(owner)
    book = xlsxwriter.Workbook(tmp_path / "raci.xlsx")
    sheet = book.add_worksheet()
    for number, cells in enumerate((("Leistung", "Teil", "Wer"), ("Order entry", "returns", "team lead"))):
        sheet.write_row(number, 0, cells)
    book.close()
    batch = checked(owner, row, (tmp_path / "raci.xlsx").read_bytes(), "raci.xlsx")
    assert batch.faults[0]["what"] == "no column says the service and component"
    batch = check_scope(by=owner, batch=batch.public_id, mapping={"service": "Leistung", "component": "Teil", "responsible": "Wer"})
    assert batch.faults == []
    import_scope(by=owner, batch=batch.public_id)
    assert parts(owner, row)["returns"].responsible == "team lead"
    from remit.stages.contract.add_component import add_component

    add_component(by=owner, draft=row.public_id, service="order entry", component="credits")
    with pytest.raises(Refused, match="the draft was changed since this import"):
        undo_scope(by=owner, batch=batch.public_id)


@pytest.mark.row(30)
@pytest.mark.row(32)
def test_a_service_is_split_and_a_level_attached_to_the_leaf(visit: Callable[..., Any]) -> None:
    page = visit("owner", "/e/HAR/contract/scope")
    page.get_by_role("button", name="Change it in a draft").click()
    page.wait_for_url("**/scope?draft=2")
    page.get_by_label("Component", exact=True).fill("phone")
    page.get_by_label("Its items have the field").fill("channel")
    page.get_by_label("with the value").fill("phone")
    page.get_by_label("Tasks, one a line").fill("answer\ncall back")
    page.get_by_label("Does it").select_option("team lead")
    page.get_by_role("button", name="Split it off").click()
    page.get_by_role("heading", name="1 component of 4 lacks something: phone does not say who answers for it.").wait_for()
    row = page.locator("table.scope tr", has_text="Phone")
    assert "who answers for it; when: no clock covers it" in row.inner_text()
    page.get_by_label("Component", exact=True).fill("phone")
    page.get_by_label("Answers for it").select_option("head of customer care")
    page.get_by_role("button", name="Split it off").click()
    page.get_by_role("heading", name="phone does not say when: no clock covers it").wait_for()
    page.get_by_label("To the component").select_option("phone")
    page.get_by_label("In the hours").select_option("chat hours")
    page.get_by_label("First reply within").fill("60 seconds")
    page.get_by_label("Share that is promised").fill("85 %")
    page.get_by_label("Share below which it is missed").fill("80 %")
    page.get_by_role("button", name="Attach it").click()
    page.get_by_role("heading", name="Every one of 4 components with 10 tasks says who does it").wait_for()
    assert "phone first reply on time" in page.locator("table.scope tr", has_text="Phone").inner_text()
    for other in ("Email", "Chat", "Order lines"):
        assert "phone first reply" not in page.locator("table.scope tr", has_text=other).first.inner_text()


@pytest.mark.row(31)
def test_a_vague_word_is_flagged_beside_its_field_and_on_the_scope(visit: Callable[..., Any]) -> None:
    page = visit("owner", "/e/HAR/contract/drafts/1/clauses/9.1")
    page.get_by_label("Evidence").fill("the file, sent promptly, with best efforts")
    told = page.locator(".field", has=page.get_by_label("Evidence"))
    told.get_by_text("'promptly' has no measure").wait_for()
    assert "within 2 business days" in told.inner_text()
    page.goto("/e/HAR/contract/scope?draft=1")
    page.get_by_label("Component", exact=True).fill("email")
    page.get_by_label("Tasks, one a line").fill("reply as soon as possible")
    page.get_by_role("button", name="Split it off").click()
    page.get_by_role("heading", name="“as soon as possible” in the tasks of email has no measure").wait_for()
    assert "say how long" in page.locator("table.scope tr", has_text="Email").first.inner_text()


def test_a_file_of_scope_in_the_browser(visit: Callable[..., Any], tmp_path: Path) -> None:
    page = visit("delivery-manager", "/e/HAR/contract/scope")
    page.get_by_role("button", name="Change it in a draft").click()
    page.wait_for_url("**/scope?draft=*")
    (tmp_path / "scope.csv").write_text(BAD)
    page.get_by_label("CSV or XLSX with a row for each component").set_input_files(tmp_path / "scope.csv")
    page.get_by_role("button", name="Look through it").click()
    page.get_by_role("heading", name="scope.csv cannot be brought in yet: 5 faults, the first in row 2.").wait_for()
    assert not page.get_by_role("button", name="Bring it in").count()
    page.get_by_role("link", name="The scope of the draft").click()
    (tmp_path / "scope.csv").write_text(GOOD)
    page.get_by_label("CSV or XLSX with a row for each component").set_input_files(tmp_path / "scope.csv")
    page.get_by_role("button", name="Look through it").click()
    page.get_by_role("heading", name="scope.csv has 2 components and no fault").wait_for()
    page.get_by_role("button", name="Bring it in").click()
    page.get_by_role("heading", name="2 components came from scope.csv").wait_for()
    page.get_by_role("button", name="Undo").click()
    page.get_by_role("heading", name="scope.csv was taken back").wait_for()
