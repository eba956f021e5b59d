"""What every command prints with: JSON for machines, aligned tables for people, progress on stderr only.

Results go to standard output, everything about the run to standard error, so that output can be piped.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import click

from remit.values.fault import Fault

json_option = click.option("--json", "as_json", is_flag=True, help="Print the result as JSON, for programs.")


def print_json(value: Any) -> None:
    """The value as JSON with sorted keys; exact numbers become strings, so no digit is lost."""
    click.echo(json.dumps(value, default=_plain, ensure_ascii=False, indent=2, sort_keys=True))


def _plain(value: Any) -> Any:
    if isinstance(value, Decimal | Fraction | date):
        return str(value)
    if isinstance(value, set | frozenset):
        return sorted(value)
    if hasattr(value, "__dataclass_fields__"):
        return {name: getattr(value, name) for name in value.__dataclass_fields__}
    if hasattr(value, "items"):
        return dict(value.items())
    return str(value)


def print_table(rows: Sequence[Sequence[object]], heads: Sequence[str] = (), right: Sequence[int] = ()) -> None:
    """Rows in aligned columns, two spaces apart; the columns numbered in `right` are set flush right."""
    texts = [[str(cell) for cell in row] for row in ([list(heads)] if heads else []) + [list(row) for row in rows]]
    if not texts:
        return
    widths = [max(len(row[column]) for row in texts) for column in range(len(texts[0]))]
    for index, row in enumerate(texts):
        sized = enumerate(zip(row, widths, strict=True))
        line = "  ".join(cell.rjust(width) if column in right else cell.ljust(width) for column, (cell, width) in sized).rstrip()
        click.echo(click.style(line, dim=True) if heads and index == 0 else line)


def print_faults(faults: Sequence[Fault]) -> None:
    """One fault a line, notices last, then how many there are; on standard output, because they are the result of a check."""
    for fault in sorted(faults, key=lambda fault: fault.notice):
        click.echo(str(fault))
    stopping = sum(not fault.notice for fault in faults)
    notices = len(faults) - stopping
    words = [f"{stopping} fault{'s' if stopping != 1 else ''}"] if stopping else []
    words += [f"{notices} notice{'s' if notices != 1 else ''}"] if notices else []
    if words:
        click.echo(" and ".join(words) + ".")


def fault_values(faults: Sequence[Fault]) -> list[dict[str, Any]]:
    """Faults for `--json`: the sentence, and its parts for programs."""
    return [
        {
            "text": str(fault),
            "notice": fault.notice,
            "clause": fault.place.clause,
            "line": fault.place.line,
            "file": fault.place.file,
            "row": fault.place.row,
            "column": fault.place.column,
        }
        for fault in faults
    ]


@contextmanager
def progress(label: str, total: int | None = None) -> Iterator[Callable[[int], None]]:
    """Shows how far a long piece of work is, on standard error and only when a person looks at it; yields `advance(steps)`."""
    if not sys.stderr.isatty():
        yield lambda steps: None
        return
    with click.progressbar(length=total or 1, label=label, file=sys.stderr) as bar:
        yield lambda steps: bar.update(steps)
        bar.finish()
