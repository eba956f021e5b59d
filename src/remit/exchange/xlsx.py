"""Workbooks (xlsx), read by calamine. Date cells become `2026-05-04 09:30:00`, numbers their shortest exact text, empty cells nothing.

A workbook is a ZIP of XML, so it is looked through before it is opened: what it unpacks to, and how far its cells reach, because one cell
in the last corner of a sheet would make any reader lay out seventeen thousand million of them. Entities are never expanded.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Sequence
from datetime import date, datetime, time
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from remit.exchange.table import ROW, Table, headed, numbered, refused, unpacked

MOST_CELLS = 60_000_000
_REFERENCE = re.compile(rb'\br=["\']([A-Z]{1,3})(\d{1,7})["\']')
_OVERLAP = 64


def read(path: Path, columns: tuple[str, ...] | None = None, sheet: str | None = None) -> Table:
    """One sheet as text: the named one, or the first that holds anything. Raises `Refused`."""
    _look_through(path)
    try:
        workbook = CalamineWorkbook.from_path(str(path))
        names = workbook.sheet_names
    except (CalamineError, OSError, ValueError) as error:
        raise refused(path.name, f"the workbook cannot be opened ({error})", "save it again as .xlsx") from None
    if sheet is not None and sheet not in names:
        raise refused(path.name, f"there is no sheet '{sheet}'; the workbook has {', '.join(names)}", "name one of them under 'sheet'")
    for name in names if sheet is None else [sheet]:
        try:
            rows = workbook.get_sheet_by_name(name).to_python(skip_empty_area=False)
        except (CalamineError, ValueError) as error:
            raise refused(path.name, f"the sheet '{name}' cannot be read ({error})", "save the workbook again as .xlsx") from None
        if rows:
            return _table(path.name, name, rows, columns)
    raise refused(path.name, "the workbook holds nothing", "export it again, with a heading and its rows")


def _table(file: str, sheet: str, rows: Sequence[Sequence[object]], columns: tuple[str, ...] | None) -> Table:
    names = headed(file, [text(cell) for cell in rows[0]])
    wanted = [index for index, name in enumerate(names) if columns is None or name in columns]
    held = {names[index]: [text(row[index]) if index < len(row) else None for row in rows[1:]] for index in range(len(names))}
    frame = numbered(held, 2)
    kept = [number for number, row in enumerate(rows[1:], 2) if any(cell not in ("", None) for cell in row)]
    frame = frame.filter(frame[ROW].is_in(kept)).select(ROW, *[names[index] for index in wanted])
    return Table(file, frame, (f"{frame.height:,} rows of {len(names)} columns in the sheet '{sheet}'",), typed_dates=True)


def text(cell: object) -> str | None:
    """A cell as text.

    >>> text(3.0), text(2.7), text(datetime(2026, 5, 4, 9, 30)), text("")
    ('3', '2.7', '2026-05-04 09:30:00', None)
    """
    if cell is None or cell == "":
        return None
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime | date | time):
        return cell.isoformat(" ") if isinstance(cell, datetime) else cell.isoformat()
    return str(cell)


def _look_through(path: Path) -> None:
    """Unpacks every part once, counting; refuses what is damaged, too large, or reaches too far."""
    size = path.stat().st_size
    total = 0
    try:
        with zipfile.ZipFile(path) as archive:
            for entry in archive.infolist():
                columns = rows = 0
                before = b""
                with archive.open(entry) as part:
                    while piece := part.read(1 << 20):
                        total += len(piece)
                        unpacked(path.name, total, size)
                        if entry.filename.startswith("xl/worksheets/"):
                            for letters, number in _REFERENCE.findall(before + piece):
                                columns, rows = max(columns, _column(letters)), max(rows, int(number))
                            before = piece[-_OVERLAP:]
                if columns * rows > MOST_CELLS:
                    what = f"a sheet reaches to row {rows:,} and column {columns:,}, which are {columns * rows:,} cells"
                    raise refused(path.name, what, f"delete what stands far outside the table; {MOST_CELLS:,} cells are read at most")
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise refused(path.name, f"this is not a whole workbook ({error})", "save it again as .xlsx") from None


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
