"""Rules of thumb about a whole contract: what reads without a fault and still will not do what the parties think.

A lint gives notices only: it never stops a contract and never guesses a figure. Each stands in a file of its own in `lints/`, found by its
name, with a change of the demo contract that calls it forth (`triggers`) and a similar one that does not (`spares`).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from typing import Any, ClassVar

from remit.terms.catalogue import Catalogue
from remit.terms.clauses import EVERY_RULE
from remit.terms.definitions import DEFINITIONS
from remit.terms.document import Clause, Terms
from remit.terms.kinds import Either, Group, ListOf, MapOf, RowsOf, Text
from remit.terms.setting import Kind, Setting
from remit.values.fault import Fault, Place

Changes = tuple[tuple[str, str], ...]
"""Pieces of the demo contract, each with what stands in its place."""


class Lint(ABC):
    """One rule of thumb. Its file's docstring says why; its name is the file's name with spaces."""

    triggers: ClassVar[Changes]
    spares: ClassVar[Changes]

    @property
    def name(self) -> str:
        return type(self).__module__.rsplit(".", 1)[-1].replace("_", " ")

    @abstractmethod
    def notices(self, terms: Terms, catalogue: Catalogue) -> Iterator[Fault]:
        """What this rule of thumb has to say about terms without faults."""


def lint(terms: Terms, catalogue: Catalogue, lints: Iterable[Lint]) -> tuple[Fault, ...]:
    """All notices of all rules of thumb, in the order of the lines."""
    found = dict.fromkeys(notice for one in lints for notice in one.notices(terms, catalogue))
    return tuple(sorted(found, key=lambda notice: notice.place.line or 0))


def notice(clause: Clause, setting: str, what: str, remedy: str = "") -> Fault:
    """A notice at the line of a setting (or path) of a clause, or of the clause where the setting is left at its default."""
    path = setting
    while path and path not in clause.lines:
        path = path.rpartition("/")[0]
    return Fault(Place(clause=clause.number, line=clause.lines.get(path)), what, remedy, notice=True)


def by_name(terms: Terms, section: int) -> Mapping[str, Clause]:
    """The clauses of a section by name."""
    return {clause.name: clause for clause in terms.section(section)}


def priced_levels(terms: Terms) -> Mapping[str, tuple[Clause, ...]]:
    """Each level that money hangs on, with the adjustments that pay for it."""
    paid: dict[str, list[Clause]] = {}
    for clause in terms.section(11):
        names = [*(clause.get("credits") or {}), *(clause.get("weights") or {})]
        names += [name for part in (clause.get("pool") or {}).values() for name in part["split"]]
        names += list(clause.get("points") or {}) if clause.rule == "service points" else []
        if isinstance(clause.get("service level"), str) and clause.rule != "rising target":
            names.append(clause["service level"])
        for name in names:
            paid.setdefault(name, []).append(clause)
    return {name: tuple(clauses) for name, clauses in paid.items()}


def priced_clocks(terms: Terms) -> Iterator[tuple[Clause, Clause]]:
    """Every clock that decides about money, with the first level that hangs on it."""
    paid = priced_levels(terms)
    for clock in terms.section(7):
        level = next((one for one in terms.section(8) if one.get("clock") == clock.name and one.name in paid), None)
        if level is not None:
            yield clock, level


def measured(clause: Clause, terms: Terms) -> str | None:
    """The name that a level, or its clock, covers."""
    clock = by_name(terms, 7).get(str(clause.get("clock")))
    covers = (clock or clause).get("covers")
    return covers if isinstance(covers, str) else None


def service_of(clause: Clause, terms: Terms) -> Clause | None:
    """The service whose work a level or clock measures; None for a record."""
    name = measured(clause, terms)
    return next((one for one in terms.section(6) if name == one.name or name in (one.get("components") or {})), None)


def month_of_charges(terms: Terms, service: Clause | None = None) -> Fraction | None:
    """What the base charges of an ordinary month come to, by the expected volumes; None where a charge does not say.

    With a service, only what is charged for it.
    """
    total, services = Fraction(0), by_name(terms, 6)
    for clause in terms.section(10):
        if clause.rule == "unit price" and clause.get("base charge", True):
            of = services[clause["service"]]
            if service is None or of.name == service.name:
                total += Fraction(clause["price"].amount) * of["expected volume"]
        elif clause.rule == "fixed" and service is None and clause["each"] in ("month", "quarter", "year"):
            total += Fraction(clause["amount"].amount) / {"month": 1, "quarter": 3, "year": 12}[clause["each"]]
        elif clause.rule in ("tiered price", "full time equivalents", "hours", "accepted share", "gain share") and clause.get(
            "base charge"
        ):
            return None
    return total or None


def prose(clause: Clause, catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """Everything that a clause says in free words, as path and text."""
    if clause.rule is None:
        settings: Iterable[Setting] = DEFINITIONS[clause.section][1] if clause.section in DEFINITIONS else ()
    else:
        settings = (*catalogue.rule(clause.section, clause.rule).every_setting.values(), *EVERY_RULE)
    for setting in settings:
        if setting.name in clause.written:
            yield from _texts(setting.kind, clause.get(setting.name), setting.name)


def _texts(kind: Kind, value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(kind, Text) and isinstance(value, str):
        yield path, value
    elif isinstance(kind, Either):
        free = isinstance(value, str) and not any(value in getattr(one, "readings", ()) for one in kind.kinds)
        for one in kind.kinds:
            if free or not isinstance(one, Text):
                yield from _texts(one, value, path)
    elif isinstance(kind, ListOf) and isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _texts(kind.kind, item, f"{path}/{index}")
    elif isinstance(kind, RowsOf) and isinstance(value, tuple):
        for index, row in enumerate(value):
            yield from _texts(kind.row, row, f"{path}/{index}")
    elif isinstance(kind, MapOf) and isinstance(value, Mapping):
        for key, item in value.items():
            yield from _texts(kind.value, item, f"{path}/{key}")
    elif isinstance(kind, Group) and isinstance(value, Mapping):
        for name, setting in kind.settings.items():
            yield from _texts(setting.kind, value.get(name), f"{path}/{name}")
