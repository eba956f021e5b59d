"""A statement as a workbook: sheets Statement, Lines, Levels and Items behind. Numbers are numbers, texts are texts.

No cell is a formula: text that would begin one (`=`, `+`, `-`, `@`, a tab or a line break) is data from somebody else's system, and is
written as text behind an apostrophe, so that opening the file never runs anything. Sums stand as the statement says them. Money has the
contract's decimals; a double holds fifteen digits, so an amount beyond that is written as text rather than rounded.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from remit.exchange import statement_words as say
from remit.exchange.statement_json import Envelope, digest
from remit.statement import Statement
from remit.terms.words import SIGN_OF
from remit.values.period import HOUR, moment

_DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
_LONGEST = 32_767
"""Characters that a cell holds."""
_ROWS = 1_048_575
"""Rows that a sheet holds below its head."""
_STATUS = {"missed": "#A8240F", "amber": "#855300"}

Items = Mapping[str, Sequence[Mapping[str, Any]]]
"""The items behind each service level, by its clause: rows with the same columns."""


def write(statement: Statement, envelope: Envelope | None = None, items: Items | None = None) -> bytes:
    """The workbook's bytes; the date inside is that of issue (or the cut), so the same arguments give the same bytes."""
    import xlsxwriter

    memory = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(memory, options)
    issued = envelope.issued_at if envelope is not None and envelope.issued_at is not None else statement.cut
    created = moment(issued).replace(tzinfo=None, microsecond=0)
    book.set_properties(
        {"title": f"Statement {statement.month.name}", "author": statement.provider, "created": max(created, datetime(1980, 1, 1))}
    )
    sheets = _Sheets(book, statement)
    sheets.statement()
    sheets.lines()
    sheets.levels()
    if items is not None:
        sheets.items(items)
    book.close()
    return memory.getvalue()


def harmless(text: str) -> str:
    """Text that no spreadsheet takes for a formula.

    >>> harmless("=HYPERLINK(1)"), harmless("order entry"), harmless("-2+3")
    ("'=HYPERLINK(1)", 'order entry', "'-2+3")
    """
    cut = text[: _LONGEST - 1]
    return f"'{cut}" if cut.lstrip(" ").startswith(_DANGEROUS) else cut


class _Sheets:
    """The sheets of one workbook, with the formats they share."""

    def __init__(self, book: Any, statement: Statement) -> None:
        self.book, self.of = book, statement
        places = max(0, -int(statement.rounding.to.normalize().as_tuple().exponent))
        sign = SIGN_OF.get(statement.currency, f"{statement.currency} ")
        number = "#,##0" + (f".{'0' * places}" if places else "")
        body = {"font_name": "Calibri", "font_size": 10.5, "valign": "top"}
        money = {**body, "num_format": f'"{sign}"{number};[Red]\u2212"{sign}"{number}'}
        self.text = book.add_format({**body, "text_wrap": True})
        self.plain = book.add_format(body)
        self.head = book.add_format({**body, "font_color": "#5F6B71", "bottom": 1})
        self.title = book.add_format({**body, "font_name": "Cambria", "font_size": 16, "text_wrap": True})
        self.bold = book.add_format({**body, "bold": True})
        self.money = book.add_format(money)
        self.sum = book.add_format({**money, "bold": True, "top": 1})
        self.figure = book.add_format({**body, "num_format": "#,##0.######"})
        self.percent = book.add_format({**body, "num_format": "0.00%"})
        self.status = {status: book.add_format({**body, "font_color": colour, "bold": True}) for status, colour in _STATUS.items()}

    def put(self, sheet: Any, row: int, column: int, value: Any, form: Any = None) -> None:
        """One cell: numbers as numbers while they are exact as doubles, all else as harmless text."""
        if isinstance(value, bool) or value is None or value == "":
            sheet.write_blank(row, column, None, form or self.plain) if value in (None, "") else sheet.write_boolean(row, column, value)
        elif isinstance(value, int | Decimal | Fraction):
            digits = len(str(value).lstrip("-").replace(".", "").lstrip("0")) if not isinstance(value, Fraction) else 0
            if digits > 15:
                sheet.write_string(row, column, str(value), form or self.plain)
            else:
                sheet.write_number(row, column, value, form or self.figure)
        else:
            sheet.write_string(row, column, harmless(str(value)), form or self.text)

    def table(self, name: str, heads: Sequence[tuple[str, int]]) -> Any:
        """A sheet whose first row is its head, frozen; widths in characters."""
        sheet = self.book.add_worksheet(name)
        for column, (head, width) in enumerate(heads):
            sheet.set_column(column, column, width)
            sheet.write_string(0, column, head, self.head)
        sheet.freeze_panes(1, 0)
        return sheet

    def statement(self) -> None:
        """The first sheet: the answer, the lines with their sums, what it rests on."""
        of, sheet = self.of, self.book.add_worksheet("Statement")
        sheet.hide_gridlines(2)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        for column, width in enumerate((9, 46, 12, 14, 24, 16)):
            sheet.set_column(column, column, width)
        sheet.merge_range(0, 0, 0, 5, "", self.title)
        self.put(sheet, 0, 0, str(say.answer(of)), self.title)
        sheet.set_row(0, 46)
        facts = [
            ("Month", f"{of.month.name}, version {of.version}"),
            ("Provider", of.provider),
            ("Client", of.client),
            ("Contract", of.terms_title),
            ("Counts", f"what was known on {say.cut(of)}"),
        ]
        for row, (name, fact) in enumerate(facts, 2):
            self.put(sheet, row, 0, name, self.head)
            self.put(sheet, row, 1, fact)
        row = len(facts) + 3
        for column, head in enumerate(("Clause", "Line", "Quantity", "Unit", "Rate", "Amount")):
            sheet.write_string(row, column, head, self.head)
        row = self._bill(sheet, row + 1)
        for note in (say.tax_note(of), say.accounts(of), *of.notes):
            if note:
                self.put(sheet, row + 1, 1, note)
                row += 1
        for name, value in [("this statement", digest(of)), *say.rests_on(of)]:
            self.put(sheet, row + 2, 0, name, self.head)
            self.put(sheet, row + 2, 1, value, self.plain)
            row += 1

    def _bill(self, sheet: Any, row: int) -> int:
        of = self.of
        base = [line for line in of.lines if line.base_charge]
        for group, name, total in (
            (base, "Base charges", of.base),
            ([line for line in of.lines if not line.base_charge], "Total due", of.total),
        ):
            for line in group:
                cells = (line.clause, say.title(line), line.quantity, say.unit(line), say.rate(line, of.currency))
                for column, value in enumerate(cells):
                    self.put(sheet, row, column, value)
                self.put(sheet, row, 5, line.amount, self.money)
                row += 1
            if group or name == "Total due":
                self.put(sheet, row, 1, name, self.bold)
                self.put(sheet, row, 5, total, self.sum)
                row += 1
        if of.disputed:
            for name, amount in (("of it agreed", of.agreed), ("of it disputed", of.disputed)):
                self.put(sheet, row, 1, name)
                self.put(sheet, row, 5, amount, self.money)
                row += 1
        return row

    def lines(self) -> None:
        """Every figure of every line, for pivoting and for the ledger."""
        heads = (
            *(("Clause", 9), ("Name", 28), ("Part", 26), ("Kind", 12), ("Quantity", 12), ("Unit", 12), ("Rate", 24), ("Base", 14)),
            *(("Asked", 14), ("Amount", 14), ("Month", 10), ("Level", 8), ("Service", 8), ("Tax", 16), ("Cost centre", 14)),
            *(("Purchase order", 16), ("Because", 90)),
        )
        sheet = self.table("Lines", heads)
        for row, line in enumerate(self.of.lines, 1):
            for column, value in enumerate((line.clause, line.name, line.part, line.kind, line.quantity, line.unit, line.rate)):
                self.put(sheet, row, column, value)
            for column, amount in ((7, line.base), (8, line.asked), (9, line.amount)):
                self.put(sheet, row, column, amount, self.money)
            rest = (line.month, line.level, line.volume, line.tax, line.cost_centre, line.purchase_order, line.because)
            for column, value in enumerate(rest, 10):
                self.put(sheet, row, column, value)
        sheet.autofilter(0, 0, max(1, len(self.of.lines)), len(heads) - 1)

    def levels(self) -> None:
        """Every service level with its figures; percentages as such, times in hours."""
        heads = (
            *(("Clause", 9), ("Level", 32), ("Result", 12), ("Unit", 10), ("Target", 12), ("Minimum", 12), ("Status", 20)),
            *(
                ("Items", 10),
                ("Evidence", 20),
                ("Excused", 10),
                ("Undecided", 10),
                ("More may miss", 14),
                ("Short by", 10),
                ("Owed by", 12),
            ),
        )
        sheet = self.table("Levels", heads)
        for row, level in enumerate(self.of.scorecard.levels, 1):
            form = self.percent if level.result == "percentage" else self.figure
            scale = HOUR if level.result == "time" else 1
            self.put(sheet, row, 0, level.clause)
            self.put(sheet, row, 1, level.name)
            for column, number in ((2, level.measure.value), (4, level.target), (5, level.minimum)):
                self.put(sheet, row, column, None if number is None else number / scale, form)
            self.put(sheet, row, 3, {"time": "hours", "percentage": "%"}.get(level.result, level.result))
            self.put(sheet, row, 6, level.status, self.status.get(level.status))
            rest = (
                level.measure.count,
                say.evidence(level),
                level.excused,
                level.undecided,
                level.misses_left,
                level.short_by,
                level.owed_by,
            )
            for column, value in enumerate(rest, 7):
                self.put(sheet, row, column, value)

    def items(self, items: Items) -> None:
        """The items behind the levels, one sheet; the columns are those of the first row of all."""
        columns = list(dict.fromkeys(name for rows in items.values() for row in rows for name in row))
        sheet = self.table("Items behind", [("Level", 9), *[(name, 22) for name in columns]])
        place = 0
        for clause, rows in items.items():
            for item in rows:
                place += 1
                if place > _ROWS:
                    self.put(sheet, _ROWS, 0, "There are more items than a sheet holds; the bundle has all of them.")
                    return
                self.put(sheet, place, 0, clause)
                for column, name in enumerate(columns, 1):
                    self.put(sheet, place, column, item.get(name))
