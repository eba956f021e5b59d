"""A table as a file, the one way for every list: CSV or XLSX, the columns that were chosen, no cell that a spreadsheet would run.

if (file := as_file(visit, "imports", HEADS, rows)) is not None: return file
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.http import HttpResponse

from remit.web import csv
from remit.web.page import Visit

FORMS = ("csv", "xlsx")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_PRECISE = 15
"""A spreadsheet keeps so many digits of a number; longer ones go in as text, so that none is lost."""


def asked_form(visit: Visit) -> str:
    """csv or xlsx where the address asks for the list as a file, otherwise nothing."""
    form = visit.asked("form")
    return form if form in FORMS else ""


def as_file(visit: Visit, name: str, heads: Sequence[str], rows: Iterable[Sequence[object]]) -> HttpResponse | None:
    """The list as a file in the form and the columns that the address asks for, None where it asks for a page. The file is called after the
    engagement, where the page belongs to one."""
    form = asked_form(visit)
    if not form:
        return None
    called = f"{visit.engagement.code}-{name}" if visit.member is not None else name
    return download(called, heads, rows, form, chosen=visit.request.GET.getlist("columns"))


def download(
    name: str, heads: Sequence[str], rows: Iterable[Sequence[object]], form: str = "csv", *, chosen: Sequence[str] = ()
) -> HttpResponse:
    """The rows under their heads as an attachment. `chosen` names the columns that are wanted, all where none is known; their order is
    that of the list."""
    places = [place for place, head in enumerate(heads) if head in chosen] or list(range(len(heads)))
    heads = [heads[place] for place in places]
    picked = ([row[place] for place in places] for row in rows)
    if form != "xlsx":
        return csv.download(name, heads, picked)
    answer = HttpResponse(workbook(heads, picked), content_type=XLSX)
    answer["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return answer


def workbook(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """A sheet with a fixed first row and a filter; texts are written as texts, whatever they begin with."""
    content = io.BytesIO()
    options: dict[str, Any] = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(content, options) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, heads, book.add_format({"bold": True, "bottom": 1}))
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        last = 0
        for last, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                _write(sheet, last, column, cell, day)
        sheet.freeze_panes(1, 0)
        if heads:
            sheet.autofilter(0, 0, last, len(heads) - 1)
            sheet.set_column(0, len(heads) - 1, 18)
    return content.getvalue()


def _write(sheet: Any, row: int, column: int, cell: object, day: Any) -> None:
    if cell is None:
        return
    if isinstance(cell, bool):
        sheet.write_string(row, column, "yes" if cell else "no")
    elif isinstance(cell, int | Decimal) and len(str(cell).strip("-").replace(".", "")) <= _PRECISE:
        sheet.write_number(row, column, cell)
    elif isinstance(cell, date) and not isinstance(cell, datetime):
        sheet.write_datetime(row, column, cell, day)
    else:
        sheet.write_string(row, column, str(cell))
