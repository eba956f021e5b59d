"""What every reader of a format gives: a table of text with numbered rows, read before anything is typed.

Rows are numbered as a spreadsheet shows them: the heading is row 1, the first record row 2 (for JSON lines and XES, which have no heading,
the first record is row 1). Guards against hostile files stand here, because all formats share them.
"""

from __future__ import annotations

import gzip
import importlib
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl

from remit.values.fault import Fault, Place, Refused

ROW = "row"
LARGEST = 4 << 30
"""The largest content that is read from one file, in bytes, unpacked."""
SQUEEZED = 250
"""A file that unpacks to more than this many times its size, and to more than `SMALL`, is taken for a bomb."""
SMALL = 64 << 20


@dataclass(frozen=True, slots=True)
class Table:
    """A file as text: `rows` holds text columns and, first, `row` (int64). `notes` say what was found out about the file.

    `typed_dates` where the format itself knows dates (workbooks, Parquet): these columns then stand as ISO 8601.
    """

    name: str
    rows: pl.DataFrame
    notes: tuple[str, ...] = ()
    typed_dates: bool = False

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(name for name in self.rows.columns if name != ROW)


def refused(name: str, what: str, remedy: str = "", row: int | None = None, column: str | None = None) -> Refused:
    """A file that cannot be read at all."""
    return Refused([Fault(Place(file=name, row=row, column=column), what, remedy)])


def numbered(columns: Mapping[str, Iterable[str | None]] | pl.DataFrame, first: int) -> pl.DataFrame:
    """Text columns with row numbers from `first`."""
    frame = columns if isinstance(columns, pl.DataFrame) else pl.DataFrame(columns, schema={name: pl.String for name in columns})
    return frame.select(pl.int_range(first, first + pl.len(), dtype=pl.Int64).alias(ROW), pl.all())


def headed(name: str, heads: Iterable[str | None]) -> list[str]:
    """The column names of a heading, trimmed. A repeated name becomes `Comment (2)`, a column without a name `column 7`."""
    columns = [(head or "").strip() for head in heads]
    while columns and not columns[-1]:  # a trailing separator, as spreadsheets write it
        columns.pop()
    if not columns:
        raise refused(name, "the heading is empty", "begin the file with the names of its columns", row=1)
    named: list[str] = []
    for index, column in enumerate(columns, 1):
        # Polars would take such names for several columns.
        pattern = column == "*" or (column.startswith("^") and column.endswith("$"))
        bare = "row of the source" if column == ROW else f"column {index}" if pattern else column or f"column {index}"
        number = 1
        while (bare if number == 1 else f"{bare} ({number})") in named:
            number += 1
        named.append(bare if number == 1 else f"{bare} ({number})")
    return named


def contents(path: Path) -> bytes:
    """The bytes of a file, unpacked where it is gzip; a file that is too large or a bomb is `Refused`."""
    size = path.stat().st_size
    if size > LARGEST:
        raise refused(path.name, f"the file has {size:,} bytes", f"split it into files of at most {LARGEST:,}")
    with path.open("rb") as file:
        if file.read(2) != b"\x1f\x8b":
            file.seek(0)
            return file.read()
    pieces, total = [], 0
    try:
        with gzip.open(path) as packed:
            while piece := packed.read(1 << 22):
                pieces.append(piece)
                total += len(piece)
                unpacked(path.name, total, size)
    except (OSError, EOFError, ValueError, zlib.error) as error:
        raise refused(path.name, f"the gzip file is damaged ({error})", "export it again") from None
    return b"".join(pieces)


def unpacked(name: str, total: int, size: int) -> None:
    """Refuses content that has grown beyond reason while it is unpacked."""
    if total > LARGEST or (total > SMALL and total > SQUEEZED * max(size, 1)):
        raise refused(
            name, f"{size:,} bytes unpack to more than {total:,}, which no export does", "export it again, or unpack and check it first"
        )


def read(path: Path, columns: tuple[str, ...] | None = None, sheet: str | None = None) -> Table:
    """A file by its ending: .csv, .tsv, .txt (also .gz), .xlsx, .parquet, .jsonl, .ndjson, .xes (also .gz). Raises `Refused`."""
    ending = path.name.lower().removesuffix(".gz").rsplit(".", 1)[-1]
    if not path.is_file():
        raise refused(path.name, "there is no such file", "check the name and the folder")
    if ending in ("xlsx", "xlsm"):
        from remit.exchange import xlsx

        return xlsx.read(path, columns, sheet)
    reader = _READERS.get(ending)
    if reader is None:
        raise refused(path.name, f"there is no reader for '.{ending}'", f"export it as {', '.join(sorted({*_READERS, 'xlsx'}))}")
    module = importlib.import_module(f"remit.exchange.{reader}")
    table: Table = module.read(path, columns)
    return table


def heads(path: Path) -> tuple[str, ...]:
    """The names of a file's columns, as cheaply as its format allows."""
    if path.name.lower().removesuffix(".gz").endswith((".csv", ".tsv", ".txt")):
        from remit.exchange import csv

        return csv.heads(path)
    return read(path).columns


_READERS = {"csv": "csv", "tsv": "csv", "txt": "csv", "parquet": "parquet", "jsonl": "jsonl", "ndjson": "jsonl", "xes": "xes"}
