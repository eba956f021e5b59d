"""The demo relationship, played through the actions, comes to the figures of the spec; the browser shows them."""

from __future__ import annotations

from decimal import Decimal

import pytest

pytestmark = [pytest.mark.django_db]

TOTALS = {
    ("2026-05", 1): "15248.00",
    ("2026-06", 1): "15731.00",
    ("2026-07", 1): "17160.96",
    ("2026-08", 1): "17387.00",
    ("2026-09", 1): "16762.50",
    ("2026-09", 2): "17439.62",
    ("2026-10", 1): "18754.80",
}


def test_every_statement_to_the_penny(workspace: None) -> None:
    from remit.records.models.issued_statement import IssuedStatement

    found = {(row.month, row.version): row.total for row in IssuedStatement.objects.all()}
    assert found == {key: Decimal(total) for key, total in TOTALS.items()}


def test_the_audit_chain_holds(workspace: None) -> None:
    from remit.records.audit import breaks
    from remit.records.models.audit_entry import AuditEntry

    entries = list(AuditEntry.objects.filter(engagement__code="HAR").select_related("engagement").order_by("sequence"))
    assert len(entries) > 50
    assert breaks(entries) == []
    entries[3].subject = "something else"
    assert [one.sequence for one in breaks(entries)] == [4]


@pytest.mark.row(38)
def test_july_leads_from_the_credit_to_its_late_tickets(visit) -> None:  # type: ignore[no-untyped-def]
    page = visit("finance", "/e/HAR/statements/2026-07")
    assert "£17,160.96 is due" in page.locator("h1").inner_text()
    page.get_by_role("link", name="11.1").click()
    page.locator(".proof").wait_for()
    assert "494 late items" in page.locator(".proof").inner_text()
    assert "56 more in time" in page.locator(".proof").inner_text()
    page.locator(".proof a", has_text="HAR-32117").click()
    page.wait_for_url("**/items/HAR-32117")
