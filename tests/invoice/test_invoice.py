"""An invoice is held against the statement to the penny; what Remit writes keeps the rules of EN 16931, and broken ones are found."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from remit.exchange import invoice_table, ubl
from remit.exchange.folder import Folder
from remit.invoice import differences
from remit.statement import Statement
from remit.values.fault import Refused
from remit.values.period import Month

PAPER = ubl.Paper(
    "HAR-2026-07-1",
    date(2026, 8, 5),
    date(2026, 9, 16),
    ubl.Party("Salt River Desk (Pty) Ltd", "ZA", "Cape Town", "ZA4123456789"),
    ubl.Party("Harbour & Pine Limited", "GB", "Bristol", "GB123456789"),
    order="HP-4471",
    contract="Customer contact and order entry",
)


@pytest.fixture(scope="module")
def july(demo: Folder) -> Statement:
    return demo.versions(Month(2026, 7))[0]


def csv(path: Path, statement: Statement, **changed: str) -> Path:
    """The statement as the provider's spreadsheet; single amounts changed by clause."""
    rows = ["clause,description,quantity,unit price,amount"]
    for line in statement.lines:
        amount = changed.get(line.clause, f"{line.amount}")
        rows.append(f"{line.clause},{line.title},{line.quantity if line.quantity is not None else ''},,{amount}")
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


@pytest.mark.row(102)
def test_a_statement_as_an_invoice_keeps_the_rules_and_reads_back(july: Statement) -> None:
    content = ubl.write(july, PAPER)
    assert ubl.faults(content) == ()
    found = ubl.read(content)
    assert found.total == july.total == Decimal("17160.96")
    assert differences(found, july) == ()
    assert b"VATEX-EU-AE" in content


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        (b'<cbc:LineExtensionAmount currencyID="GBP">12272.00<', b'<cbc:LineExtensionAmount currencyID="GBP">12272.01<', "BR-CO-10"),
        (b'<cbc:PayableAmount currencyID="GBP">17160.96<', b'<cbc:PayableAmount currencyID="GBP">17160.97<', "BR-CO-16"),
        (b"<cbc:CompanyID>ZA4123456789<", b"<cbc:CompanyID><", "BR-AE-02"),
        (b"<cbc:DueDate>2026-09-16</cbc:DueDate>", b"", "BR-CO-25"),
        (b"<cbc:DocumentCurrencyCode>GBP</cbc:DocumentCurrencyCode>", b"", "BR-05"),
        (b"<cbc:TaxExemptionReasonCode>VATEX-EU-AE</cbc:TaxExemptionReasonCode>", b"", ""),
    ],
)
def test_a_broken_rule_is_named(july: Statement, old: bytes, new: bytes, rule: str) -> None:
    content = ubl.write(july, PAPER)
    assert old in content
    told = [str(fault) for fault in ubl.faults(content.replace(old, new))]
    assert (any(rule in one for one in told)) if rule else not told


def test_less_than_before_is_a_credit_note(demo: Folder, july: Statement) -> None:
    content = ubl.write(july, PAPER, lines=(("8.3", "entry accuracy", Decimal("-677.12")),))
    assert ubl.faults(content) == ()
    assert b"CreditNoteTypeCode>381<" in content
    assert ubl.read(content).total == Decimal("-677.12")


@pytest.mark.row(89)
def test_an_invoice_is_held_against_the_statement_line_by_line(tmp_path: Path, july: Statement) -> None:
    same = invoice_table.read(csv(tmp_path / "same.csv", july), "INV-7", "GBP")
    assert differences(same, july) == ()
    other = invoice_table.read(csv(tmp_path / "other.csv", july, **{"10.1": "12372.00", "11.1": ""}), "INV-8", "GBP")
    told = [one.said for one in differences(other, july)]
    assert told == [
        "10.1 customer contact: invoiced at £12,372.00, £100.00 more than the £12,272.00 settled.",
        "11.1 service credits / email first reply: settled at −£715.04, and the invoice lacks it.",
        "The invoice asks for £17,976.00, £815.04 more than the £17,160.96 settled.",
    ]


def test_a_cell_that_is_no_number_refuses_the_invoice(tmp_path: Path, july: Statement) -> None:
    path = csv(tmp_path / "bad.csv", july, **{"10.2": "about 4000"})
    with pytest.raises(Refused, match="'about 4000' is not an exact number"):
        invoice_table.read(path, "INV-9", "GBP")


def test_an_invoice_with_entities_is_refused() -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><Invoice/>'
    with pytest.raises(Refused, match="declares a document type"):
        ubl.read(bomb)
