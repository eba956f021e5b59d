"""Draws and what they come to: integers from a named generator and its seed, quantiles by rank, no floats near money.

The generator is NumPy's PCG64 (O'Neill 2014) with an explicit seed; only its bounded integers are used.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

import numpy as np

from remit.statement import Statement


@dataclass(frozen=True, slots=True)
class Spread:
    """Quantiles of exact values, each one that was drawn (nearest rank), and their mean."""

    p10: Fraction
    p50: Fraction
    p90: Fraction
    mean: Fraction
    least: Fraction
    most: Fraction


@dataclass(frozen=True, slots=True)
class Chance:
    """How often a line was written, or a level missed, in how many draws; for lines also the mean amount over all draws."""

    clause: str
    name: str
    times: int
    draws: int
    mean: Fraction = Fraction(0)

    @property
    def share(self) -> Fraction:
        return Fraction(self.times, self.draws)


@dataclass(frozen=True, slots=True)
class Distribution:
    """What drawn statements come to. `credits` are the lines that are no charges, one for each clause and part; `missed` the levels."""

    draws: int
    currency: str
    total: Spread
    credits: tuple[Chance, ...]
    missed: tuple[Chance, ...]
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class End:
    """One drawn end of the month: what its statement comes to, and the units billed by the clause of their service. What hangs on volume as
    well as on the total (a provider's own cost) is worked out draw by draw, because the two move together."""

    total: Decimal
    units: Mapping[str, int]


def drawn_ends(statements: Sequence[Statement]) -> tuple[End, ...]:
    """The drawn ends of a month, in the order in which they were drawn."""
    return tuple(End(one.total, {volume.clause: volume.billed for volume in one.volumes}) for one in statements)


def generator(seed: int) -> np.random.Generator:
    """The numbers of a seed; the same on every machine."""
    return np.random.Generator(np.random.PCG64(seed))


def spread(values: Sequence[Fraction | Decimal | int]) -> Spread:
    """Quantiles of values by nearest rank.

    >>> found = spread(range(1, 11))
    >>> int(found.p10), int(found.p50), int(found.p90), str(found.mean)
    (1, 5, 9, '11/2')
    """
    ordered = sorted(Fraction(value) for value in values)

    def rank(percent: int) -> Fraction:
        return ordered[max(-(-len(ordered) * percent // 100) - 1, 0)]

    return Spread(rank(10), rank(50), rank(90), sum(ordered, Fraction(0)) / len(ordered), ordered[0], ordered[-1])


def distribution(statements: Sequence[Statement]) -> Distribution:
    """Totals, the chance of each line that is no charge, and the chance that each level is missed."""
    draws = len(statements)
    lines: dict[tuple[str, str], list[Decimal]] = {}
    missed: dict[tuple[str, str], int] = {}
    for one in statements:
        drawn: dict[tuple[str, str], Decimal] = {}
        for line in one.lines:
            if line.kind not in ("charge", "correction"):
                key = (line.clause, f"{line.name}: {line.part}" if line.part else line.name)
                drawn[key] = drawn.get(key, Decimal(0)) + line.amount
        for key, amount in drawn.items():
            lines.setdefault(key, []).append(amount)
        for level in one.scorecard.levels:
            key = (level.clause, level.name)
            missed[key] = missed.get(key, 0) + (level.status == "missed")
    return Distribution(
        draws,
        statements[0].currency,
        spread([one.total for one in statements]),
        tuple(Chance(*key, len(found), draws, Fraction(sum(found)) / draws) for key, found in _in_order(lines)),
        tuple(Chance(*key, times, draws) for key, times in _in_order(missed)),
        tuple(dict.fromkeys(note for one in statements[:1] for note in one.notes if note.startswith("Missing: "))),
    )


def _in_order(found: Mapping[tuple[str, str], Any]) -> list[tuple[tuple[str, str], Any]]:
    return sorted(found.items(), key=lambda one: ([int(part) for part in one[0][0].split(".")], one[0][1]))
