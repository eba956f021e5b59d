"""JSON lines: one object a line. Objects within become columns joined by dots (`fields.priority.name`); numbers keep their digits."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import polars as pl

from remit.exchange.csv import MOST_FAULTS, decoded
from remit.exchange.table import ROW, Table, contents, headed, numbered, refused
from remit.values.fault import Fault, Place, Refused

LONGEST_LINE = 16 << 20
DEEPEST = 20
MOST_COLUMNS = 2_000


def read(path: Path, columns: tuple[str, ...] | None = None) -> Table:
    """The file as a table of text; blank lines are passed over. Raises `Refused` with every damaged line."""
    text, encoding = decoded(contents(path), path.name)
    table: dict[str, list[str | None]] = {}
    numbers: list[int] = []
    faults: list[Fault] = []
    for number, line in enumerate(text.splitlines() if "\n" not in text else text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            flat = dict(_flat(_object(line), "", 0))
        except (ValueError, RecursionError) as error:
            faults.append(
                Fault(Place(file=path.name, row=number), f"is not one JSON object ({error})", "write one object, in braces, on each line")
            )
            if len(faults) >= MOST_FAULTS:
                break
            continue
        for name, value in flat.items():
            if name not in table:
                if len(table) >= MOST_COLUMNS:
                    raise refused(
                        path.name, f"the objects have more than {MOST_COLUMNS:,} different names", "export fewer of them", row=number
                    )
                table[name] = [None] * len(numbers)
            table[name].append(value)
        numbers.append(number)
        for column in table.values():
            if len(column) < len(numbers):
                column.append(None)
    if faults:
        raise Refused(faults)
    if not numbers:
        raise refused(path.name, "the file is empty", "export it again, one object a line")
    names = headed(path.name, table)
    wanted = [name for name in names if columns is None or name in columns]
    frame = numbered(dict(zip(names, table.values(), strict=True)), 1).with_columns(_rows(numbers))
    return Table(path.name, frame.select(ROW, *wanted), (f"{len(numbers):,} objects with {len(names)} names, read as {encoding}",))


def _rows(numbers: list[int]) -> pl.Series:
    return pl.Series(ROW, numbers, dtype=pl.Int64)


def _object(line: str) -> dict[str, object]:
    if len(line) > LONGEST_LINE:
        raise ValueError(f"it has {len(line):,} characters")
    value = json.loads(line, parse_int=str, parse_float=str, parse_constant=str, object_pairs_hook=_pairs)
    if not isinstance(value, dict):
        raise ValueError("it does not begin with a brace")
    return value


def _pairs(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice in it")
    return found


def _flat(value: dict[str, object], prefix: str, depth: int) -> Iterator[tuple[str, str | None]]:
    if depth > DEEPEST:
        raise ValueError(f"it is nested more than {DEEPEST} deep")
    for name, inner in value.items():
        if isinstance(inner, dict):
            yield from _flat(inner, f"{prefix}{name}.", depth + 1)
        elif isinstance(inner, bool):
            yield prefix + name, "true" if inner else "false"
        elif inner is None or isinstance(inner, str):
            yield prefix + name, inner
        else:
            yield prefix + name, json.dumps(inner, ensure_ascii=False)
