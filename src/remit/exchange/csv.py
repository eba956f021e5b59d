"""CSV and its relatives (tab, semicolon, bar), as help desks and spreadsheets write them; everything is read as text.

Encoding and separator are found out and said: a byte-order mark decides, then UTF-16 by its zero bytes, then valid UTF-8; what remains is
read as Windows-1252 (of which Latin-1 is a part). A row with another number of cells than the heading is a fault with its row.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from pathlib import Path

import polars as pl

from remit.exchange.table import ROW, Table, contents, headed, refused
from remit.values.fault import Fault, Place, Refused

SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
MOST_FAULTS = 100
LARGE = 64 << 20
"""From this size on, in bytes, a file is streamed where its encoding allows."""
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def read(path: Path, columns: tuple[str, ...] | None = None) -> Table:
    """The file as a table of text; `columns` limits it to those, where they exist. Raises `Refused`."""
    streamed = _streamed(path, columns) if path.stat().st_size > LARGE else None
    return streamed or parsed(contents(path), path.name, columns)


def heads(path: Path) -> tuple[str, ...]:
    """The names of the columns alone."""
    head = _plain_head(path) if path.stat().st_size > LARGE else None
    start = head if head is not None else _begun(contents(path), path.name)[1]
    return tuple(_names(start, _separator(start), path.name))


def parsed(content: bytes, name: str, columns: tuple[str, ...] | None = None) -> Table:
    """As `read`, from bytes."""
    text, start, encoding = _begun(content, name)
    separator = _separator(start)
    names = _names(start, separator, name)
    heading = 1 + len(text) - len(start)
    if '"' in text or separator == "|":
        _check_cells(io.StringIO(start, newline=""), separator, len(names), name, heading)
    else:
        _count_cells(start, separator, len(names), name, heading)
    return _table(start.encode(), separator, names, name, columns, heading, encoding)


def _plain_head(path: Path) -> str | None:
    """The beginning of a file that can be read as a stream: UTF-8 with its heading in the first line; None for any other."""
    with path.open("rb") as file:
        head = file.read(1 << 20)
    if head.startswith((b"\x1f\x8b", b"\xff\xfe", b"\xfe\xff", b"\r", b"\n")) or b"\0" in head or b"\n" not in head:
        return None
    return head.decode("utf-8", errors="ignore").removeprefix("\ufeff").replace("\r\n", "\n")


def _streamed(path: Path, columns: tuple[str, ...] | None) -> Table | None:
    """A large file, checked line by line and then decoded column by column, so that it is never held whole; None where it cannot be."""
    head = _plain_head(path)
    if head is None:
        return None
    separator = _separator(head)
    names = _names(head, separator, path.name)
    try:
        if not _even(path, separator.encode(), len(names)):
            with path.open(encoding="utf-8-sig", newline="") as lines:
                _check_cells(lines, separator, len(names), path.name, 1)
    except UnicodeDecodeError:
        return None
    return _table(path, separator, names, path.name, columns, 1, "UTF-8")


def _even(path: Path, separator: bytes, width: int) -> bool:
    """Whether every line is a row of as many cells, without quotation marks, which needs no parsing to tell."""
    with path.open("rb") as lines:
        for line in lines:
            if line.count(separator) != width - 1 or b'"' in line:
                return False
            if not line.isascii():
                line.decode("utf-8")
    return True


def _begun(content: bytes, name: str) -> tuple[str, str, str]:
    """The text with plain line ends, the same from its first line that is not blank, and its encoding."""
    text, encoding = decoded(content, name)
    if "\0" in text:
        raise refused(name, "the file holds zero bytes, so it is not text", "export it as CSV, or give its format by its ending")
    if "\r" in text:
        text = text.replace("\r\n", "\n") if "\n" in text else text.replace("\r", "\n")
    start = text.lstrip("\n")
    if not start.strip():
        raise refused(name, "the file is empty", "export it again, with a heading and its rows")
    return text, start, encoding


def _names(start: str, separator: str, name: str) -> list[str]:
    try:
        return headed(name, next(csv.reader(io.StringIO(start[:1_000_000], newline=""), delimiter=separator), []))
    except csv.Error as error:
        raise refused(name, f"the heading cannot be read ({error})", "export it again, with a heading and its rows", row=1) from None


def decoded(content: bytes, name: str) -> tuple[str, str]:
    """The text and the name of its encoding."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            try:
                return content.decode(encoding), "UTF-8 with a mark" if encoding == "utf-8-sig" else "UTF-16"
            except UnicodeDecodeError as error:
                raise refused(name, f"the file begins as {encoding} and is damaged at byte {error.start:,}", "export it again") from None
    head = content[:2000]
    if head and head.count(0) * 3 > len(head):
        try:
            return content.decode("utf-16-le" if head[1:2] == b"\0" else "utf-16-be"), "UTF-16 without a mark"
        except UnicodeDecodeError as error:
            raise refused(name, f"the file looks like UTF-16 and is damaged at byte {error.start:,}", "export it again") from None
    try:
        return content.decode("utf-8"), "UTF-8"
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace"), "Windows-1252, because it is not UTF-8"


def _separator(text: str) -> str:
    """The sign that parts the heading's cells, and the following rows' into as many; the comma where none does."""
    lines = list(_first_lines(text, 20))
    best = (0, 0, ",")
    for order, sign in enumerate(SEPARATORS):
        try:
            counts = [len(row) for row in csv.reader(lines, delimiter=sign)]
        except csv.Error:
            continue
        alike = sum(count == counts[0] for count in counts) if counts else 0
        if counts and counts[0] > 1:
            best = max(best, (alike * counts[0], -order, sign))
    return best[2]


def _first_lines(text: str, most: int) -> Iterator[str]:
    stream = io.StringIO(text[:1_000_000], newline="")
    for _, line in zip(range(most), stream, strict=False):
        yield line


def _count_cells(text: str, separator: str, width: int, name: str, heading: int) -> None:
    """Without quotation marks a row is a line and its separators can be counted at once."""
    lines = pl.Series(text.split("\n"))
    cells = lines.str.count_matches(separator, literal=True).cast(pl.Int64) + 1
    blank = lines.str.strip_chars() == ""
    wrong = (cells != width) & ~blank
    if not wrong.any():
        return
    rows = [(int(index) + 1, int(cells[int(index)])) for index in wrong.arg_true().to_list()]
    ends = lines.str.strip_chars_end(separator)
    trailing = ends.str.count_matches(separator, literal=True).cast(pl.Int64) + 1
    wrong_rows = [(row, count) for row, count in rows if not (count > width and int(trailing[row - 1]) <= width)]
    _refuse_rows(name, width, [(row + heading - 1, count) for row, count in wrong_rows])


def _check_cells(lines: Iterable[str], separator: str, width: int, name: str, heading: int) -> None:
    """With quotation marks rows must be parsed to be counted; the reader is strict, so a stray mark is found."""
    wrong = []
    number = heading - 1
    try:
        for number, row in enumerate(csv.reader(lines, delimiter=separator, strict=True), heading):
            if len(row) != width and row and not (len(row) > width and not any(row[width:])):
                wrong.append((number, len(row)))
    except csv.Error as error:
        what = f"a quotation mark is out of place ({error})"
        raise refused(name, what, "close it, or double it where it belongs to the text", row=number + 1) from None
    _refuse_rows(name, width, wrong)


def _refuse_rows(name: str, width: int, rows: list[tuple[int, int]]) -> None:
    faults = []
    for row, count in rows[:MOST_FAULTS]:
        what = f"has {count} cell{'s' if count != 1 else ''}, and the heading has {width}"
        faults.append(Fault(Place(file=name, row=row), what, "put cells that hold the separator or a line break in quotation marks"))
    if len(rows) > MOST_FAULTS:
        faults.append(
            Fault(
                Place(file=name),
                f"{len(rows) - MOST_FAULTS:,} further rows have another number of cells",
                "mend the first ones and try again",
            )
        )
    if faults:
        raise Refused(faults)


def _table(
    source: bytes | Path, separator: str, names: list[str], name: str, columns: tuple[str, ...] | None, heading: int, encoding: str
) -> Table:
    """The wanted columns of text whose rows have been counted; `heading` is the row of the heading."""
    wanted = [column for column in names if columns is None or column in columns]
    try:
        rows = (
            pl.scan_csv(
                source,
                separator=separator,
                has_header=False,
                schema={column: pl.String for column in names},
                infer_schema=False,
                truncate_ragged_lines=True,
                extra_columns="ignore",  # cells were counted before; what is left over are trailing separators
                glob=False,
                row_index_name=ROW,
                row_index_offset=heading,
            )
            .slice(1)
            .filter(~pl.all_horizontal(pl.col(names).is_null()))
            .select(pl.col(ROW).cast(pl.Int64), *(pl.col(column).str.replace_all("\r\n", "\n", literal=True) for column in wanted))
            .collect(engine="streaming" if isinstance(source, Path) else "auto")
        )
    except pl.exceptions.PolarsError as error:
        raise refused(name, f"the file cannot be read as CSV ({str(error).splitlines()[0]})", "export it again") from None
    notes = (f"{rows.height:,} rows of {len(names)} columns, parted by {SEPARATORS[separator]}, read as {encoding}",)
    return Table(name, rows, notes)
