"""An invoice from a spreadsheet: one row a line, with the columns clause, description, quantity, price, amount; the rest is ignored.

Other headings that mean the same are known (`item`, `text`, `net amount`, `unit price`). A row without an amount is
left out; one whose words are "total" gives the total, else the lines are added.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path

from remit.exchange import table
from remit.invoice import Invoice, InvoiceLine
from remit.values.fault import Fault, Place, Refused

_HEADS: Mapping[str, tuple[str, ...]] = {
    "clause": ("clause", "clause number", "contract clause"),
    "description": ("description", "item", "text", "line", "service", "name", "title"),
    "quantity": ("quantity", "qty", "units", "number"),
    "price": ("price", "unit price", "rate"),
    "amount": ("amount", "net amount", "line total", "net", "sum", "total"),
}
_CLAUSE = re.compile(r"^\s*(\d{1,2}\.\d{1,3}[A-Z]?)\b")


def read(path: Path, number: str, currency: str) -> Invoice:
    """The invoice of a CSV or XLSX file; `Refused` with a fault for each cell that is no exact number."""
    source = table.read(path)
    columns = {name: _column(source.columns, heads) for name, heads in _HEADS.items()}
    if columns["amount"] is None:
        there = ", ".join(source.columns)
        raise Refused([Fault(Place(file=path.name), "no column holds the amounts", f"name one 'amount'; the file has {there}")])
    lines: list[InvoiceLine] = []
    faults: list[Fault] = []
    total: Decimal | None = None
    for row in source.rows.iter_rows(named=True):
        cells = {name: (row[column] or "").strip() if column else "" for name, column in columns.items()}
        if not cells["amount"]:
            continue
        values = {name: _exact(cells[name]) for name in ("quantity", "price", "amount")}
        for name in ("quantity", "price", "amount"):
            if cells[name] and values[name] is None:
                place = Place(file=path.name, row=row[table.ROW], column=columns[name])
                faults.append(Fault(place, f"'{cells[name]}' is not an exact number", "write it as 1234.50"))
        amount = values["amount"] or Decimal(0)
        if re.fullmatch(r"(grand |net )?total( due)?", cells["description"].lower()):
            total = amount
            continue
        clause = cells["clause"] or (found[1] if (found := _CLAUSE.match(cells["description"])) else "")
        lines.append(InvoiceLine(cells["description"], amount, clause, values["quantity"], values["price"]))
    if faults:
        raise Refused(faults)
    if not lines:
        raise Refused([Fault(Place(file=path.name), "the file holds no line with an amount", "export the invoice again, one row a line")])
    return Invoice(number, currency, tuple(lines), total if total is not None else sum((line.amount for line in lines), Decimal(0)))


def _column(columns: tuple[str, ...], heads: tuple[str, ...]) -> str | None:
    return next((column for head in heads for column in columns if column.strip().lower() == head), None)


def _exact(text: str) -> Decimal | None:
    """A printed number: `£1,450.00`, `−715.04`, `(715.04)`."""
    plain = text.replace("−", "-").replace(" ", "").replace(",", "").strip("£€$ ")
    plain = re.sub(r"^-?[£€$]", lambda found: "-" if found[0].startswith("-") else "", plain)
    if plain.startswith("(") and plain.endswith(")"):
        plain = f"-{plain[1:-1]}"
    try:
        value = Decimal(plain)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None
