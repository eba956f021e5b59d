"""A contract test as a value: what is given in one month, and what must come out of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from remit.exchange.aloud import FactRow
from remit.measure import Measure
from remit.terms.document import Clause
from remit.values.period import Month


@dataclass(frozen=True, slots=True)
class Excuse:
    """`45 wrong order lines` under a relief clause: so many items, and how they had been counted (wrong, late, or None)."""

    clause: Clause
    items: int
    counted_as: str | None


@dataclass(frozen=True, slots=True)
class Stands:
    """`since 2026-05, until 2026-08-31`: a right to end that stands at the end of the month; no day where the test names none."""

    since: Month
    until: date | None = None


@dataclass(frozen=True, slots=True)
class Case:
    """One month of a contract: what is given, and what must come out. Expectations that are None or empty are not compared."""

    name: str
    line: int
    month: Month
    follows: tuple[str, ...] = ()
    forecast: Mapping[str, int] = field(default_factory=dict)
    volume: Mapping[str, int] = field(default_factory=dict)
    results: Mapping[str, Measure] = field(default_factory=dict)
    facts: tuple[FactRow, ...] = ()
    relief: tuple[Excuse, ...] = ()
    levels: Mapping[str, str] = field(default_factory=dict)
    left_out: Mapping[str, int] = field(default_factory=dict)
    lines: Mapping[str, Decimal] | None = None
    total: Decimal | None = None
    rights: Mapping[str, Stands] | None = None


@dataclass(frozen=True, slots=True)
class ContractTests:
    """The cases of a file in its order. `at_target` says whether a level that a case does not list is at its target, or has no data."""

    cases: tuple[Case, ...]
    at_target: bool = True
