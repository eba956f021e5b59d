"""Which few processes carry most of the cost, or of the hours: in order, with the running share of the whole.

Pareto's principle as quality management uses it (Juran 1951): look at the vital few first. Rows of equal size go
by their names.

    >>> rows = ranked([("a", Fraction(30)), ("b", Fraction(50)), ("c", Fraction(20))])
    >>> [(row.key, str(row.running)) for row in rows]
    [('b', '1/2'), ('a', '4/5'), ('c', '1')]
    >>> vital(rows)
    2
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

MOST_OF_IT = Fraction(2, 3)
"""The vital few carry at least this share."""


@dataclass(frozen=True, slots=True)
class Ranked:
    """A row in its place: its `size`, its own `share` and the `running` share with all before it."""

    key: str
    size: Fraction
    share: Fraction
    running: Fraction


def ranked(sizes: Iterable[tuple[str, Fraction]]) -> tuple[Ranked, ...]:
    """The rows, largest first; shares are 0 where nothing has a size."""
    ordered = sorted(sizes, key=lambda one: (-one[1], one[0]))
    whole = sum((size for _, size in ordered), Fraction(0))
    found, running = [], Fraction(0)
    for key, size in ordered:
        share = size / whole if whole else Fraction(0)
        running += share
        found.append(Ranked(key, size, share, running))
    return tuple(found)


def vital(rows: Sequence[Ranked]) -> int:
    """How many of the first rows carry most of it; 0 where there is nothing."""
    return next((place for place, row in enumerate(rows, 1) if row.running >= MOST_OF_IT), 0)
