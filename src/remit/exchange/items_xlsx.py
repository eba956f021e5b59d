"""A list of items as a workbook of one sheet; text stays text, so opening the file never runs anything."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

from remit.exchange.statement_xlsx import harmless


def write(name: str, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """The workbook's bytes: heads in the first row, which stays in sight; whole numbers as numbers.

    >>> write("items", ["item", "late by, seconds"], [["HAR-1", 60]])[:2]
    b'PK'
    """
    import xlsxwriter

    memory = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(memory, options)
    sheet = book.add_worksheet(name[:31])
    bold = book.add_format({"bold": True})
    for column, head in enumerate(heads):
        sheet.write_string(0, column, head, bold)
    for place, row in enumerate(rows, 1):
        for column, cell in enumerate(row):
            if isinstance(cell, int) and not isinstance(cell, bool):
                sheet.write_number(place, column, cell)
            elif cell is not None:
                sheet.write_string(place, column, harmless(str(cell)))
    sheet.freeze_panes(1, 1)
    sheet.set_column(0, max(len(heads) - 1, 0), 20)
    book.close()
    return memory.getvalue()
