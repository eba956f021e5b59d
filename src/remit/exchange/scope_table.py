"""The scope of a contract from a spreadsheet: a row for each component of a service, with its tasks and who answers for it.

The columns are found by their usual names, or as a mapping says. Several things in one cell (tasks, consulted, informed) are separated by
semicolons or new lines. `which` says what items of the service are the component's, as `channel: phone`.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from remit.exchange.table import ROW, Table
from remit.terms.context import listed
from remit.values.fault import Fault, Place, Refused

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "service": ("service", "process", "tower", "service line"),
    "component": ("component", "sub-process", "subprocess", "activity", "channel", "part"),
    "which": ("which", "where", "filter", "items"),
    "tasks": ("tasks", "task", "what", "steps"),
    "responsible": ("responsible", "r", "does it", "who"),
    "accountable": ("accountable", "a", "answers for it", "owner"),
    "consulted": ("consulted", "c"),
    "informed": ("informed", "i"),
}
"""What a row can say, each with heads that mean it."""
NEEDED = ("service", "component")
_WHICH = re.compile(r"\s*([^:]+?)\s*:\s*(.+?)\s*")


@dataclass(frozen=True, slots=True)
class ScopeRow:
    """`which` is a field of the service's record with its value; None where the component is the whole service."""

    row: int
    service: str
    component: str
    which: tuple[str, str] | None
    tasks: tuple[str, ...]
    responsible: str
    accountable: str
    consulted: tuple[str, ...]
    informed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Known:
    """What the contract knows: its services, and the roles of section 1."""

    services: Collection[str]
    roles: Collection[str]


def suggested(columns: Sequence[str]) -> dict[str, str]:
    """Which column says what, by the names of the columns.

    >>> suggested(["Service", "Channel", "Tasks", "R", "A", "Remarks"])
    {'service': 'Service', 'component': 'Channel', 'tasks': 'Tasks', 'responsible': 'R', 'accountable': 'A'}
    """
    heads = {head.strip().lower(): head for head in reversed(columns)}
    found = {name: next((heads[word] for word in words if word in heads), "") for name, words in COLUMNS.items()}
    return {name: head for name, head in found.items() if head}


def read(table: Table, mapping: Mapping[str, str], known: Known) -> list[ScopeRow]:
    """Every row; `Refused` with every fault, each with its row and column."""
    missing = [name for name in NEEDED if mapping.get(name) not in table.columns]
    if missing:
        what = f"no column says the {listed(missing)}"
        raise Refused([Fault(Place(file=table.name), what, f"choose one of {listed(list(table.columns))}")])
    faults: list[Fault] = []
    found: list[ScopeRow] = []
    first: dict[tuple[str, str], int] = {}
    for row in table.rows.iter_rows(named=True):
        cells = {name: str(row.get(head) or "").strip() for name, head in mapping.items() if head in table.columns}
        if not any(cells.values()):
            continue
        one = _row(int(row[ROW]), cells)
        wrong = list(_faults(table.name, one, cells, mapping, known))
        before = first.setdefault((one.service, one.component), one.row)
        if before != one.row:
            place = Place(file=table.name, row=one.row, column=mapping["component"])
            wrong.append(Fault(place, f"{one.component} of {one.service} stands in row {before:,} already", "put both into one row"))
        faults += wrong
        found.append(one)
    if faults:
        raise Refused(faults)
    if not found:
        raise Refused([Fault(Place(file=table.name), "the file has no row with anything in it", "choose another sheet or file")])
    return found


def _row(number: int, cells: Mapping[str, str]) -> ScopeRow:
    which = _WHICH.fullmatch(cells.get("which", ""))
    several = {name: _several(cells.get(name, "")) for name in ("tasks", "consulted", "informed")}
    return ScopeRow(
        number,
        cells.get("service", "").lower(),
        cells.get("component", "").lower(),
        (which[1].lower(), which[2].lower()) if which is not None else None,
        several["tasks"],
        cells.get("responsible", "").lower(),
        cells.get("accountable", "").lower(),
        tuple(word.lower() for word in several["consulted"]),
        tuple(word.lower() for word in several["informed"]),
    )


def _several(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in re.split(r"[;\n]", cell) if part.strip())


def _faults(file: str, one: ScopeRow, cells: Mapping[str, str], mapping: Mapping[str, str], known: Known) -> Iterator[Fault]:
    def place(name: str) -> Place:
        return Place(file=file, row=one.row, column=mapping.get(name))

    if one.service not in known.services:
        what = f"the contract has no service '{one.service}'" if one.service else "it is empty"
        yield Fault(place("service"), what, f"write {listed(sorted(known.services), 'or')}")
    if not one.component or ":" in one.component:
        yield Fault(place("component"), "it is empty" if not one.component else "a name has no colon", "write what it is called")
    if cells.get("which") and one.which is None:
        yield Fault(place("which"), f"'{cells['which']}' says no field with its value", "write it as channel: phone")
    for name, roles in (
        ("responsible", (one.responsible,)),
        ("accountable", (one.accountable,)),
        ("consulted", one.consulted),
        ("informed", one.informed),
    ):
        for role in roles:
            if role and role not in known.roles:
                yield Fault(place(name), f"section 1 has no role '{role}'", f"write {listed(sorted(known.roles), 'or')}")
