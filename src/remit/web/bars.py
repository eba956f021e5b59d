"""Geometry of small drawings: numbers to places on a sheet, so that templates only write SVG."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from remit.scorecard import Attainment

TOP = 16
"""Room above the tallest column for its figure."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a chart: left edge, width, top and height of the whole, where its base part ends, and its words."""

    x: float
    width: float
    y: float
    height: float
    base_y: float
    label: str
    said: str
    key: str
    marked: bool

    @property
    def middle(self) -> float:
        return self.x + self.width / 2

    @property
    def right(self) -> float:
        return self.x + self.width


def columns(values: Sequence[tuple[str, Decimal, Decimal, str, str, bool]], *, width: float = 700, height: float = 190) -> Iterator[Column]:
    """Columns from zero: label, whole, base part, words, key and whether it is marked."""
    most = max((max(whole, base) for _, whole, base, *_ in values), default=Decimal(1)) or Decimal(1)
    step = width / max(len(values), 1)
    for index, (label, whole, base, said, key, marked) in enumerate(values):
        tall, base_tall = (float(max(one, Decimal(0)) / most) * height for one in (whole, base))
        yield Column(index * step + step * 0.16, step * 0.68, TOP + height - tall, tall, TOP + height - base_tall, label, said, key, marked)


@dataclass(frozen=True, slots=True)
class Bullet:
    """A level between nothing and its best, in parts of 100: where result, minimum and target lie."""

    value: float
    minimum: float | None
    target: float

    @property
    def band(self) -> float:
        """How wide the part between minimum and target is."""
        return self.target - (self.minimum or 0)


def bullet(level: Attainment) -> Bullet | None:
    """The places of a share on a bar from its interesting part on; None for a level that is no share or has no result."""
    if level.result != "percentage" or level.judged is None or level.target is None:
        return None
    low = level.minimum if level.minimum is not None else level.target
    start = max(Fraction(0), low - (1 - low) * 2)
    span = 1 - start

    def place(value: Fraction) -> float:
        return float(max(Fraction(0), min(Fraction(1), (value - start) / span)) * 100)

    return Bullet(place(level.judged), None if level.minimum is None else place(level.minimum), place(level.target))
