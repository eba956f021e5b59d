"""A file of providers: which column is which, what each line says, and what would become of it (new, merged, wrong).

Columns are recognised by their usual names in the exports of directories; whoever brings the file in says what the others are.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from remit.intake import reading, uploads
from remit.records.models.member import Member
from remit.records.models.provider import Provider
from remit.stages.selection.provider_rows import domain_of, faults_of, key_of, names_in, same
from remit.values.fault import Fault, Place, Refused

FIELDS: Mapping[str, tuple[str, ...]] = {
    "name": ("name", "company", "company name", "provider", "vendor"),
    "web": ("web", "website", "url", "domain", "homepage"),
    "town": ("town", "city", "location", "headquarters"),
    "country": ("country", "country code"),
    "zone": ("zone", "time zone", "timezone"),
    "hours": ("hours", "working hours"),
    "industries": ("industries", "industry", "industry focus"),
    "functions": ("functions", "services", "service lines", "service focus"),
    "systems": ("systems", "tools", "platforms"),
    "people": ("people", "employees", "headcount", "size"),
    "more_people": ("more people", "growth", "more within three months"),
    "about": ("about", "notes", "description"),
    "said": ("said", "review", "rating", "summary", "what it says"),
}
"""The fields that a file can give, each with the names by which its column is recognised."""
LISTS = ("industries", "functions", "systems")
NUMBERS = ("people", "more_people")
MOST = 2_000


@dataclass(frozen=True)
class Line:
    """A line of the file: `given` are its fields, `known` the row that is the same company. `word`: new, merged, wrong, twice."""

    row: int
    given: dict[str, Any]
    known: Provider | None
    faults: tuple[Fault, ...] = ()
    word: str = "new"
    cells: Mapping[str, str] = field(default_factory=dict)


def table(name: str, content: bytes) -> tuple[list[str], list[tuple[int, dict[str, str]]]]:
    """Columns and lines of a CSV or XLSX, as text; `Refused` where it cannot be read."""
    with tempfile.TemporaryDirectory(prefix="remit-directory-") as folder:
        path = Path(folder) / f"providers{uploads.ending(name) or Path(name).suffix[-8:]}"
        path.write_bytes(content)
        found = reading.source(path, name)
    if found.rows.height > MOST:
        raise Refused([Fault(Place(file=name), f"the file has {found.rows.height:,} lines", f"bring in at most {MOST:,} at once")])
    columns = list(found.columns)
    rows = [(int(row["row"]), {column: str(row[column] or "").strip() for column in columns}) for row in found.rows.iter_rows(named=True)]
    return columns, rows


def suggested(columns: Sequence[str]) -> dict[str, str]:
    """The column of each field that is recognised by its name.

    >>> suggested(["Company Name", "Website", "Employees", "Stars"])
    {'name': 'Company Name', 'web': 'Website', 'people': 'Employees'}
    """
    named = {" ".join(column.lower().replace("_", " ").split()): column for column in columns}
    return {name: named[word] for name, words in FIELDS.items() for word in words if word in named and word == _first(words, named)}


def _first(words: Sequence[str], named: Mapping[str, str]) -> str:
    return next(word for word in words if word in named)


def lines(by: Member, file: str, rows: Sequence[tuple[int, dict[str, str]]], mapping: Mapping[str, str]) -> Iterator[Line]:
    """What would become of each line: a company that an earlier line names already is merged with it."""
    seen: dict[str, int] = {}
    for number, cells in rows:
        given = {name: cells.get(column, "") for name, column in mapping.items() if column}
        faults = list(_typed(given, Place(file=file, row=number)))
        faults += faults_of(given, Place(file=file, row=number)) if not faults else []
        if faults:
            yield Line(number, given, None, tuple(faults), "wrong", cells)
            continue
        known = same(by, given["name"], str(given.get("web", "")))
        keys = {key_of(given["name"]), domain_of(str(given.get("web", "")))} - {""}
        twice = any(key in seen for key in keys)
        seen |= dict.fromkeys(keys, number)
        yield Line(number, given, known, (), "twice" if twice else "merged" if known is not None else "new", cells)


def _typed(given: dict[str, Any], place: Place) -> Iterator[Fault]:
    """Lists and numbers from their texts, in place."""
    for name in LISTS:
        if name in given:
            given[name] = names_in(given[name])
    for name in NUMBERS:
        text = str(given.get(name, "")).replace(",", "").replace(" ", "")
        if text and not text.isdecimal():
            what = f"'{text[:40]}' is no number of people"
            yield Fault(Place(file=place.file, row=place.row, column=name), what, "write a whole number, or leave it empty")
        elif name in given:
            given[name] = int(text[:9]) if text else None
    if "country" in given:
        given["country"] = given["country"].upper()
    if given.get("web"):
        given["web"] = domain_of(given["web"])
