"""A level's months as a line with its bands: hatched where it is missed, tinted between minimum and target."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from remit.scorecard import Attainment
from remit.values.period import Month

WIDTH, HEIGHT, PAD = 330, 48, 7


@dataclass(frozen=True, slots=True)
class Point:
    x: float
    y: float
    kind: str
    said: str
    month: str


@dataclass(frozen=True, slots=True)
class Band:
    """A strip of the drawing: `between` or `missed`."""

    y: float
    height: float
    kind: str


@dataclass(frozen=True, slots=True)
class Trend:
    bands: tuple[Band, ...]
    target_y: float | None
    minimum_y: float | None
    line: str
    live: str
    points: tuple[Point, ...]
    title: str


def places(count: int) -> list[float]:
    """The middle of each of so many months."""
    step = WIDTH / max(count, 1)
    return [round(step * (place + 0.5), 1) for place in range(count)]


def trend(level: Attainment, before: Sequence[tuple[Month, Attainment | None]], month: Month, runs: bool) -> Trend:
    """The months before and this one; months without a result leave a gap."""
    every: list[tuple[Month, Attainment | None]] = [*before, (month, level)]
    scale = _Scale(level, [one.judged for _, one in every if one is not None and one.judged is not None])
    xs = places(len(every))
    points = []
    for x, (when, one) in zip(xs, every, strict=True):
        if one is not None and one.judged is not None:
            last = when == month and runs
            kind = {"met": "live" if last else "met", "amber": "between", "missed": "missed"}.get(one.status, "quiet")
            said = one.written(one.judged).removesuffix(" %") if one.status in ("amber", "missed") and not last else ""
            points.append(Point(x, scale.y(one.judged), kind, said, when.name))
    closed = points[:-1] if runs and level.judged is not None else points
    line = " ".join(f"{'M' if place == 0 else 'L'}{point.x:g} {point.y:g}" for place, point in enumerate(closed))
    live = f"M{closed[-1].x:g} {closed[-1].y:g}L{points[-1].x:g} {points[-1].y:g}" if closed and len(points) > len(closed) else ""
    title = f"{level.name}: " + ", ".join(
        f"{when.name} {one.written(one.judged) if one is not None and one.judged is not None else 'no data'}" for when, one in every
    )
    target = scale.y(level.target) if level.target is not None else None
    minimum = scale.y(level.minimum) if level.minimum is not None else None
    return Trend(tuple(_bands(level, target, minimum)), target, minimum, line, live, tuple(points), title)


def _bands(level: Attainment, target: float | None, minimum: float | None) -> list[Band]:
    edge = minimum if minimum is not None else target
    if edge is None or target is None:
        return []
    up = level.better == "less"
    missed = Band(0, edge, "missed") if up else Band(edge, HEIGHT - edge, "missed")
    between = Band(min(edge, target), abs(target - edge), "between")
    return [missed, between] if minimum is not None else [missed]


class _Scale:
    """Values to heights: from a little beyond the worse end to a little beyond the best result."""

    def __init__(self, level: Attainment, values: Sequence[Fraction]) -> None:
        marks = [float(one) for one in (*values, level.target, level.minimum) if one is not None] or [0.0, 1.0]
        low, high = min(marks), max(marks)
        room = (high - low) * 0.28 or 1.0
        more = level.better == "more"
        self.low, self.high = low - (room if more else 0), high + (0 if more else room)

    def y(self, value: Fraction) -> float:
        share = (float(value) - self.low) / (self.high - self.low)
        return round(HEIGHT - PAD - share * (HEIGHT - 2 * PAD), 1)
