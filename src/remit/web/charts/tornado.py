"""Which line moves the result most: a bar for each from its low to its high figure, about the likely result; draws as columns."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from remit.choice.business_case import Line, Swing
from remit.choice.simulation import Simulated

LEFT, WIDTH, ROW = 190, 620, 30
END = 96
"""Room beyond the bars for their figures."""
SHOWN = 8


@dataclass(frozen=True, slots=True)
class Bar:
    """A line's bar: the worse part and the better part, with the result at either end."""

    line: Line
    y: int
    left: float
    middle: float
    right: float
    worst: Fraction
    best: Fraction

    @property
    def worse(self) -> float:
        return self.middle - self.left

    @property
    def better(self) -> float:
        return self.right - self.middle


@dataclass(frozen=True, slots=True)
class Tornado:
    bars: tuple[Bar, ...]
    middle: float
    zero: float | None
    height: int


def tornado(swings: Sequence[Swing], net: Fraction) -> Tornado | None:
    """The drawing of the widest swings; None where no line has a range."""
    shown = swings[:SHOWN]
    if not shown:
        return None
    low = min(min(one.at_low, one.at_high) for one in shown)
    high = max(max(one.at_low, one.at_high) for one in shown)
    at = _scale(float(low), float(high))
    bars = tuple(
        Bar(
            one.line,
            8 + index * ROW,
            at(float(min(one.at_low, one.at_high))),
            at(float(net)),
            at(float(max(one.at_low, one.at_high))),
            min(one.at_low, one.at_high),
            max(one.at_low, one.at_high),
        )
        for index, one in enumerate(shown)
    )
    return Tornado(bars, at(float(net)), at(0.0) if low < 0 < high else None, 8 + len(bars) * ROW)


def _scale(low: float, high: float) -> Callable[[float], float]:
    span = (high - low) or 1.0
    return lambda value: LEFT + END + (value - low) / span * (WIDTH - LEFT - 2 * END)


@dataclass(frozen=True, slots=True)
class Column:
    x: float
    y: float
    width: float
    height: float
    lost: bool


@dataclass(frozen=True, slots=True)
class Drawn:
    """Draws of the result as columns from the least to the most; `marks` are the places of the quantiles."""

    columns: tuple[Column, ...]
    marks: tuple[tuple[float, float], ...]
    zero: float | None


HIGH, BROAD = 110.0, 460.0


def drawn(found: Simulated) -> Drawn:
    """The drawing of what was simulated; columns below nought are lost money."""
    most = max(found.bins) or 1
    step = BROAD / len(found.bins)
    columns = tuple(
        Column(index * step + 0.5, HIGH - HIGH * count / most, step - 1, HIGH * count / most, found.low + (index + 0.5) * found.step < 0)
        for index, count in enumerate(found.bins)
    )
    span = found.step * len(found.bins) or 1.0

    def at(value: float) -> float:
        return BROAD * (value - found.low) / span

    marks = tuple((at(value), value) for value in (found.net.p10, found.net.p50, found.net.p90))
    return Drawn(columns, marks, at(0.0) if found.low < 0 < found.low + span else None)
