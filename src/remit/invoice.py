"""An invoice held against a statement: line by line, to the penny. Neither is trusted; every difference is said in a sentence.

A line of an invoice is matched by the clause it cites, else by its words, else by its amount. What the statement has and the invoice
lacks is told as well, and two lines of one invoice for one line of the statement are added first.

>>> from decimal import Decimal
>>> line = InvoiceLine("10.1 customer contact", Decimal("12272.01"), clause="10.1")
>>> line.amount
Decimal('12272.01')
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from remit.line import Line
from remit.statement import Statement
from remit.terms.words import exact, money


@dataclass(frozen=True, slots=True)
class InvoiceLine:
    """One line as the invoice prints it; amounts without tax, in the invoice's currency."""

    description: str
    amount: Decimal
    clause: str = ""
    quantity: Decimal | None = None
    price: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Invoice:
    """An invoice as read: `total` is what it asks for without tax, as printed (not added up here)."""

    number: str
    currency: str
    lines: tuple[InvoiceLine, ...]
    total: Decimal
    issued: date | None = None
    order: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """`clause` of the statement's line (empty for what belongs to none), what each says, and the sentence."""

    clause: str
    title: str
    invoiced: Decimal | None
    settled: Decimal | None
    said: str

    @property
    def amount(self) -> Decimal:
        return (self.invoiced or Decimal(0)) - (self.settled or Decimal(0))


def differences(invoice: Invoice, statement: Statement) -> tuple[Difference, ...]:
    """Every difference, in the order of the statement; empty where the invoice is what was settled."""
    return tuple([*_currency(invoice, statement), *_lines(invoice, statement), *_totals(invoice, statement)])


def _currency(invoice: Invoice, statement: Statement) -> Iterator[Difference]:
    if invoice.currency and invoice.currency != statement.currency:
        said = f"The invoice is in {invoice.currency}, and the contract settles in {statement.currency}."
        yield Difference("", "currency", None, None, said)


def _lines(invoice: Invoice, statement: Statement) -> Iterator[Difference]:
    matched: dict[int, list[InvoiceLine]] = {index: [] for index in range(len(statement.lines))}
    stray: list[InvoiceLine] = []
    for line in invoice.lines:
        place = _place(line, statement.lines, matched)
        if place is None:
            stray.append(line)
        else:
            matched[place].append(line)
    for index, due in enumerate(statement.lines):
        found = matched[index]
        settled = money(due.amount, statement.currency)
        if not found:
            yield Difference(due.clause, due.title, None, due.amount, f"{due.title}: settled at {settled}, and the invoice lacks it.")
            continue
        invoiced = sum((one.amount for one in found), Decimal(0))
        if invoiced != due.amount:
            more = money(abs(invoiced - due.amount), statement.currency)
            word = "more" if invoiced > due.amount else "less"
            why = _why(found, due)
            said = f"{due.title}: invoiced at {money(invoiced, statement.currency)}, {more} {word} than the {settled} settled{why}."
            yield Difference(due.clause, due.title, invoiced, due.amount, said)
    for one in stray:
        said = (
            f"{one.description or 'A line'}: {money(one.amount, statement.currency)} is invoiced, and no line of the statement is like it."
        )
        yield Difference(one.clause, one.description, one.amount, None, said)


def _why(found: Sequence[InvoiceLine], line: Line) -> str:
    """The factor that differs, where one line stands against one."""
    one = found[0]
    if len(found) == 1 and one.quantity is not None and line.quantity is not None and one.quantity != line.quantity:
        return f" (quantity {exact(one.quantity)} against {exact(line.quantity)})"
    if len(found) == 1 and one.price is not None and line.rate is not None and one.quantity == line.quantity:
        return f" (price {exact(one.price)} against {line.rate})"
    return ""


def _totals(invoice: Invoice, statement: Statement) -> Iterator[Difference]:
    added = sum((line.amount for line in invoice.lines), Decimal(0))
    if added != invoice.total:
        said = (
            f"The invoice's lines add up to {money(added, statement.currency)}, and it asks for {money(invoice.total, statement.currency)}."
        )
        yield Difference("", "sum of the invoice", invoice.total, added, said)
    if invoice.total != statement.total:
        asked, settled = (money(one, statement.currency) for one in (invoice.total, statement.total))
        more = money(abs(invoice.total - statement.total), statement.currency)
        word = "more" if invoice.total > statement.total else "less"
        said = f"The invoice asks for {asked}, {more} {word} than the {settled} settled."
        yield Difference("", "total", invoice.total, statement.total, said)


def _place(line: InvoiceLine, lines: Sequence[Line], matched: dict[int, list[InvoiceLine]]) -> int | None:
    """The statement's line that an invoice's line stands for."""
    words = line.description.lower()
    by_clause = [index for index, one in enumerate(lines) if line.clause and one.clause == line.clause]
    if len(by_clause) > 1:
        named = [index for index in by_clause if (lines[index].part or "").lower() in words and lines[index].part]
        by_clause = named or [index for index in by_clause if lines[index].amount == line.amount] or by_clause
    if by_clause:
        return next((index for index in by_clause if not matched[index]), by_clause[0])
    by_words = [index for index, one in enumerate(lines) if one.name.lower() in words and (not one.part or one.part.lower() in words)]
    if by_words:
        return next((index for index in by_words if not matched[index]), by_words[0])
    by_amount = [index for index, one in enumerate(lines) if one.amount == line.amount and not matched[index]]
    return by_amount[0] if len(by_amount) == 1 else None
