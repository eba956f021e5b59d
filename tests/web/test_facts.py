"""Facts recorded in the browser: append-only, corrected by a further one, approved by the role that the contract names."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

pytestmark = [pytest.mark.django_db, pytest.mark.both]


def previewed(member: Any) -> Any:
    from remit import closing
    from remit.intake.knowledge import knowledge
    from remit.values.period import Month

    member.engagement.refresh_from_db()
    return closing.settle(knowledge(member.engagement), Month(2026, 11), member.engagement.now(), preview=True)


def line(statement: Any, name: str) -> Any:
    return next((one for one in statement.lines if one.name == name), None)


def test_a_correction_is_a_further_fact_and_the_first_still_stands_in_the_list(place: Callable[[str], Any]) -> None:
    from remit.stages.operations import recorded_facts
    from remit.stages.operations.record_fact import record_fact
    from remit.values.fault import Refused

    by = place("process-owner")
    given = {"kind": "rate", "subject": "rand rate", "day": "2026-11-09", "unit": "ZAR for 1 GBP", "source": "bulletin of 9 November"}
    first = record_fact(by=by, value="22.10", **given)
    with pytest.raises(Refused, match="recorded already"):
        record_fact(by=by, value="22.10", **given)
    second = record_fact(by=by, value="22.20", **given)
    third = record_fact(by=by, value="22.10", **given)  # the correction was wrong: the first value comes back
    rows = recorded_facts.recorded(by, [first, second, third])
    assert [one.replaced for one in rows] == [True, True, False]
    assert rows[0].row.recorded_by == by


def test_every_fault_of_the_form_is_told(place: Callable[[str], Any]) -> None:
    from remit.stages.operations.record_fact import record_fact
    from remit.values.fault import Refused

    with pytest.raises(Refused) as refused:
        record_fact(by=place("process-owner"), kind="rate", subject="rand rate", day="9 November", value="about 22", source="bulletin")
    assert [fault.place.column for fault in refused.value.faults] == ["day", "value"]


def test_hours_bill_once_the_role_of_the_contract_approves_them(place: Callable[[str], Any]) -> None:
    from remit.stages.operations.approve_fact import approve_fact
    from remit.stages.operations.record_fact import record_fact
    from remit.values.fault import Refused

    manager, owner = place("delivery-manager"), place("owner")
    hours = record_fact(by=manager, kind="hours", subject="extra training", day="2026-11-05", value="8", unit="hour", source="time sheet")
    assert "10.7 extra training: 0 hours approved at £32.00; 8 hours without approval are not billed." in previewed(manager).notes
    with pytest.raises(Refused, match="wants the approval of the operations director, and your role is delivery manager"):
        approve_fact(by=manager, fact=hours.fact_id)
    approve_fact(by=owner, fact=hours.fact_id)
    after = line(previewed(manager), "extra training")
    assert after.amount == Decimal("256.00") and "without approval" not in after.because
    with pytest.raises(Refused, match="waits for no approval"):
        approve_fact(by=owner, fact=hours.fact_id)


def test_an_approved_receipt_is_one_receipt(place: Callable[[str], Any]) -> None:
    from remit.stages.operations.approve_fact import approve_fact
    from remit.stages.operations.record_fact import record_fact

    manager, finance = place("delivery-manager"), place("finance")
    name = "helpdesk licences"
    given = {"kind": "receipt", "subject": name, "day": "2026-11-03", "unit": "GBP"}
    receipt = record_fact(by=manager, value="900.00", source="invoice 4711", **given)
    before = line(previewed(manager), name)
    assert before.because.startswith("1 receipt for") and before.amount == 150
    approve_fact(by=finance, fact=receipt.fact_id)
    after = line(previewed(manager), name)
    assert after.because.startswith("1 receipt for") and after.amount == 900


def test_a_file_of_facts_is_looked_at_and_brought_in(visit: Callable[..., Any], tmp_path: Path) -> None:
    path = tmp_path / "rates.csv"
    path.write_text("kind,subject,day,value,unit,source\nrate,rand rate,2026-11-16,22.4,ZAR for 1 GBP,bulletin\n")
    page = visit("process-owner", "/e/HAR/facts/?new=forecast")
    assert page.locator("#subjects option").count() >= 2
    page.get_by_label("Which service").fill("customer contact")
    page.get_by_label("Day, or month").fill("2027-02")
    page.get_by_label("Forecast volume").fill("4600")
    page.get_by_label("Where it comes from").fill("forecast sheet of 12 November")
    page.get_by_role("button", name="Record it").click()
    page.locator("tbody tr", has_text="1 Feb 2027").wait_for()
    page.set_input_files("#file", path)
    page.get_by_role("button", name="Look at it").click()
    page.locator("h1", has_text="would record 1 new fact").wait_for()
    page.get_by_role("button", name="Bring it in").click()
    page.locator("h1", has_text="brought in 1 new fact").wait_for()


def test_the_page_says_what_the_running_month_lacks(place: Callable[[str], Any], client: Any) -> None:
    from remit.intake.store import touch
    from remit.records.models.fact_record import FactRecord

    by = place("process-owner")
    client.force_login(by.user)
    assert "November 2026 has every fact" in client.get("/e/HAR/facts/").content.decode()
    FactRecord.objects.filter(engagement=by.engagement, kind__in=("rate", "mean"), day__gte="2026-11-01").delete()
    by.engagement.undone += 1
    by.engagement.save(update_fields=["undone"])
    touch(by.engagement)
    text = client.get("/e/HAR/facts/").content.decode()
    assert "November 2026 still lacks" in text and "rand rate" in text
