"""Hold the provider's invoice against the statement: every difference is told, and the invoice is kept with them."""

from __future__ import annotations

import tempfile
from pathlib import Path

from remit.exchange import invoice_table, ubl
from remit.invoice import Invoice as Read
from remit.invoice import differences
from remit.records.models.invoice import Invoice
from remit.records.models.issued_statement import IssuedStatement
from remit.records.models.member import Member
from remit.records.scoping import visible
from remit.stages import roles
from remit.stages.action import action
from remit.stages.improvement import queries
from remit.stages.inputs import FileInput, FileParameter
from remit.values.fault import Fault, Place, Refused


@action(may=roles.checks_invoices, says="checked {result}")
def check_invoice(*, by: Member, statement: str, file: FileParameter, number: str = "") -> Invoice:
    """Reads CSV, XLSX or UBL 2.1 and compares it with the statement, line by line. `number` is the invoice's number where the file does not
    say it. The same number twice is refused, because one invoice is paid once. `Refused` with every fault of the file."""
    row = visible(IssuedStatement, by).filter(public_id=statement).first()
    if row is None:
        raise Refused([Fault(Place(column="statement"), f"there is no statement {statement}", "open it again from the list")])
    form, found = _read(file, number, row.currency)
    if not found.number:
        raise Refused([Fault(Place(column="number"), "the invoice has no number", "type it in; it stands on the paper")])
    if Invoice.objects.filter(engagement=by.engagement, number=found.number).exists():
        what = f"invoice {found.number} was checked already"
        raise Refused([Fault(Place(column="number"), what, "a corrected invoice has a number of its own")])
    value = queries.issued(by, row)
    return Invoice.objects.create(
        engagement=by.engagement,
        statement=row,
        number=found.number,
        form=form,
        lines=[[line.clause, line.description, str(line.amount)] for line in found.lines],
        differences=[[one.clause, one.title, str(one.amount), one.said] for one in differences(found, value)],
        total=found.total,
        currency=found.currency or row.currency,
        brought_by=by,
        brought_at=by.engagement.now(),
    )


def _read(file: FileInput, number: str, currency: str) -> tuple[str, Read]:
    ending = Path(file.name).suffix.lower()[-6:]
    if ending == ".xml":
        return "ubl", ubl.read(file.content, file.name)
    with tempfile.TemporaryDirectory(prefix="remit-invoice-") as folder:
        path = Path(folder) / f"invoice{ending}"
        path.write_bytes(file.content)
        return ending.lstrip("."), invoice_table.read(path, number, currency)
