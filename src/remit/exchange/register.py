"""A spreadsheet of processes, as companies keep them, read into the register: which column is which, and every cell that will not do.

Columns are recognised by their heads (`guessed`), and a person may say otherwise. Each row is a process; a row's cells are text, and a
number is read exactly: 2,400 and 10.5 and £24.00 will do, a comma as the decimal mark is a fault, because 1,200 could be two things.
Where the sheet has hours a month instead of minutes each, the minutes are worked out from the volume, if they come out in six decimals.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from remit.choice.audit import LEAST, MOST, RATINGS
from remit.exchange.table import ROW, Table
from remit.values.fault import Fault, Place

TEXTS = {"name": 120, "area": 40, "unit": 40, "baseline": 40, "figures_from": 200, "begins": 200, "ends": 200, "owner": 120}
"""Columns of text with the most letters each."""
LISTS = ("components", "systems")
NUMBERS = {"volume": (10, 4), "minutes": (6, 6), "rate": (8, 4), "tools": (10, 2), "management_hours": (6, 2), "hours": (8, 4)}
"""Columns of numbers with the most digits before and after the point."""
COLUMNS_OF_MODEL = (*TEXTS, *LISTS, *(name for name in NUMBERS if name != "hours"))
"""What a process keeps of a row beside its ratings."""
ROLES = (*TEXTS, *LISTS, *NUMBERS, *RATINGS)
MOST_ROWS = 2_000
_HEADS: Mapping[str, str] = {
    "name": r"^(process|name|activity|task)",
    "area": r"area|department|team|function",
    "unit": r"^unit|counted in",
    "volume": r"volume|quantity|how many|per month|units a month",
    "minutes": r"minute|handling time|each takes",
    "hours": r"hours?( a| per|/)? ?month|^hours$",
    "rate": r"rate|hourly|cost of an hour|loaded",
    "tools": r"^tools?|tool cost|licen[cs]e",
    "baseline": r"baseline",
    "figures_from": r"figures|source|counted where|evidence",
    "begins": r"begin|start|trigger",
    "ends": r"^ends?|result|output",
    "components": r"component|parts|steps",
    "systems": r"system|software|application",
    "owner": r"owner|responsible|answers for",
    "management_hours": r"manage",
    "core": r"core",
    "specialist": r"special",
    "risk": r"risk|harm",
    "data_sensitivity": r"sensitiv|privacy|personal data",
    "describe": r"describe",
    "check": r"check",
    "teach": r"teach|train",
}
_NUMBER = re.compile(r"^[£€$]?\s*(\d{1,3}(?:,\d{3})+|\d+)(\.\d+)?$")


@dataclass(frozen=True, slots=True)
class Row:
    """A process of the sheet: its row, and what was read by role; only roles that the sheet has."""

    row: int
    values: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Read:
    """The whole sheet: its processes, and every fault with its row and column."""

    rows: tuple[Row, ...]
    faults: tuple[Fault, ...]


def guessed(columns: Sequence[str]) -> dict[str, str]:
    """Which column is most likely which role, each used once.

    >>> guessed(["Process", "Volume per month", "Minutes each", "Loaded rate", "Hours a month", "Notes"])
    {'name': 'Process', 'volume': 'Volume per month', 'minutes': 'Minutes each', 'hours': 'Hours a month', 'rate': 'Loaded rate'}
    """
    found: dict[str, str] = {}
    for role, pattern in _HEADS.items():
        heads = (one for one in columns if one not in found.values() and re.search(pattern, one.strip(), re.IGNORECASE))
        match = next((one for one in columns if one.strip().lower().replace(" ", "_") == role), None) or next(heads, None)
        if match is not None and match not in found.values():
            found[role] = match
    return found


def read(table: Table, columns: Mapping[str, str]) -> Read:
    """The rows of a table by `columns` (role to column). Nothing is left out: a row without a fault is a process."""
    faults = list(_unusable(table, columns))
    if faults:
        return Read((), tuple(faults))
    rows: list[Row] = []
    seen: dict[str, int] = {}
    for cells in table.rows.iter_rows(named=True):
        number = int(cells[ROW])
        texts = {role: " ".join(str(cells[column] or "").split()) for role, column in columns.items() if role not in LISTS}
        texts |= {role: str(cells[column] or "").strip() for role, column in columns.items() if role in LISTS}
        if not any(texts.values()):
            continue
        values = dict(_values(table.name, number, columns, texts, faults))
        _worked_out(table.name, number, columns, values, faults)
        name = str(values.get("name", "")).casefold()
        if name and name in seen:
            faults.append(_fault(table.name, number, columns["name"], f"'{values['name']}' stands in row {seen[name]} already", "keep one"))
        seen.setdefault(name, number)
        rows.append(Row(number, values))
    if not rows and not faults:
        faults.append(Fault(Place(file=table.name), "the sheet has no process", "write one a row, under the heads"))
    return Read(tuple(rows), tuple(sorted(faults, key=lambda one: one.place.row or 0)))


def _unusable(table: Table, columns: Mapping[str, str]) -> Iterator[Fault]:
    if "name" not in columns:
        yield Fault(Place(file=table.name), "no column holds the names of the processes", "say which one does")
    for role, column in columns.items():
        if role not in ROLES or column not in table.columns:
            yield Fault(Place(file=table.name, column=column[:60]), "is not in the sheet", "choose one of its columns")
    if table.rows.height > MOST_ROWS:
        yield Fault(Place(file=table.name), f"the sheet has {table.rows.height:,} rows", f"bring in at most {MOST_ROWS:,} at once")


def _values(file: str, row: int, columns: Mapping[str, str], texts: Mapping[str, str], faults: list[Fault]) -> Iterator[tuple[str, Any]]:
    for role, text in texts.items():
        if role in TEXTS:
            if len(text) > TEXTS[role]:
                faults.append(_fault(file, row, columns[role], f"has {len(text)} letters", f"write at most {TEXTS[role]}"))
            elif role == "name" and not text:
                faults.append(_fault(file, row, columns[role], "the process has no name", "write one, or empty the whole row"))
            yield role, text
        elif role in LISTS:
            yield role, "\n".join(part.strip()[:120] for part in re.split(r"[;\n|]", text) if part.strip())
        elif text:
            value = number(text, *NUMBERS[role]) if role in NUMBERS else _rating(text)
            if value is None:
                faults.append(_fault(file, row, columns[role], f"'{text[:40]}' is no {_kind(role)}", _remedy(role)))
            else:
                yield role, value


def _worked_out(file: str, row: int, columns: Mapping[str, str], values: dict[str, Any], faults: list[Fault]) -> None:
    """Minutes from hours, where the sheet has only those."""
    hours = values.pop("hours", None)
    if hours is None or values.get("minutes") is not None:
        return
    if not values.get("volume"):
        what = "has hours and no volume, so nobody knows how long one takes"
        faults.append(_fault(file, row, columns["hours"], what, "write the volume, or 1 for the whole of it"))
        return
    each = Fraction(hours) * 60 / Fraction(values["volume"])
    minutes = Decimal(each.numerator * 10**6 // each.denominator).scaleb(-6)
    if Fraction(minutes) != each:
        what = f"{hours} hours for {values['volume']} are no exact minutes each"
        faults.append(_fault(file, row, columns["hours"], what, "write the minutes in a column of their own"))
    values["minutes"] = minutes.normalize() + 0


def number(text: str, before: int, after: int) -> Decimal | None:
    """An exact number that is not negative, None where the text is none or has too many digits.

    >>> number("£2,400.50", 10, 4), number("10,5", 10, 4), number("1.23456", 10, 4)
    (Decimal('2400.50'), None, None)
    """
    found = _NUMBER.match(text.strip())
    if found is None:
        return None
    whole, rest = found[1].replace(",", ""), (found[2] or "").removeprefix(".")
    if len(whole.lstrip("0")) > before or len(rest.rstrip("0")) > after:
        return None
    return Decimal(f"{whole}.{rest}" if rest else whole)


def _rating(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) == 1 and LEAST <= int(text) <= MOST else None


def _kind(role: str) -> str:
    return "exact number" if role in NUMBERS else "rating"


def _remedy(role: str) -> str:
    if role in NUMBERS:
        before, after = NUMBERS[role]
        return f"write digits with a point, such as 10.5, at most {before} before it and {after} after it"
    return f"write a whole number from {LEAST} to {MOST}, or nothing"


def _fault(file: str, row: int, column: str, what: str, remedy: str) -> Fault:
    return Fault(Place(file=file, row=row, column=column), what, remedy)
