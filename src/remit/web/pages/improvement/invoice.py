"""An invoice beside the statement it asks payment for: what agrees, what differs, by how much."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import Http404

from remit.records.models.invoice import Invoice
from remit.records.scoping import visible
from remit.stages import roles
from remit.stages.improvement import queries
from remit.terms.words import money
from remit.values.period import Month
from remit.web.page import Visit, page

PAGE = page("invoices/<slug:number>", may=roles.is_party, label="Invoice", under="statements")


@PAGE.reads
def read(visit: Visit, number: str) -> dict[str, Any]:
    """The invoice's lines and every difference in a sentence. `number` is its public number, not the one printed on it."""
    invoice = visible(Invoice, visit.by).filter(public_id=number).select_related("statement", "brought_by__user").first()
    if invoice is None:
        raise Http404
    value = queries.issued(visit.by, invoice.statement)
    month = Month.read(invoice.statement.month)
    count = len(invoice.differences)
    asked = money(invoice.total, invoice.currency)
    if not count:
        said = f"Invoice {invoice.number} asks for {asked}: exactly what was settled for {month.name}, line by line."
    else:
        apart = money(abs(invoice.total - value.total), value.currency)
        word = "more than" if invoice.total > value.total else "less than"
        places = f"{count} place{'s' if count != 1 else ''}"
        said = f"Invoice {invoice.number} asks for {asked}, {apart} {word} was settled for {month.name}, and differs in {places}."
    lines = [(clause, words, Decimal(amount)) for clause, words, amount in invoice.lines]
    apart_lines = [(clause, title, Decimal(amount), sentence) for clause, title, amount, sentence in invoice.differences]
    return {"answer": said, "invoice": invoice, "value": value, "month": month, "lines": lines, "differences": apart_lines}
