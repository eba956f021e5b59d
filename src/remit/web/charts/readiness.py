"""A criterion as a line: where the result lies, how far its interval reaches, and the figure that it must reach.

The scale is the criterion's own, and begins and ends where its figures do; it says near or far, no length is compared between rows.
"""

from __future__ import annotations

from dataclasses import dataclass

from remit.readiness import Verdict

WIDTH, EDGE = 168, 12


@dataclass(frozen=True, slots=True)
class Point:
    """A result at its place; `said` is its figure."""

    x: float
    said: str


@dataclass(frozen=True, slots=True)
class Scale:
    """`limit` is where the figure stands, `bound` the end of the interval (None without one), `shade` the side that does not pass."""

    limit: float
    points: tuple[Point, ...]
    bound: float | None
    shade: tuple[float, float]
    status: str
    title: str
    width: int = WIDTH


def scale(verdict: Verdict) -> Scale | None:
    """The drawing of a criterion with a result; None without one."""
    if not verdict.results:
        return None
    asked = verdict.criterion
    figures = [float(one.value) for one in verdict.results] + [float(asked.limit)]
    bound = float(verdict.bound) if verdict.bound is not None else None
    low, high = min([*figures, *([bound] if bound is not None else [])]), max([*figures, *([bound] if bound is not None else [])])
    room = (high - low) or 1.0
    low, high = low - room / 3, high + room / 3

    def at(value: float) -> float:
        return EDGE + (WIDTH - 2 * EDGE) * (value - low) / (high - low)

    limit = at(float(asked.limit))
    shade = (0.0, limit) if asked.at_least is not None else (limit, WIDTH - limit)
    points = tuple(Point(at(float(one.value)), asked.written(one.value)) for one in verdict.results)
    title = f"{asked.name}: {verdict.written}, needs {asked.needs}"
    return Scale(limit, points, at(bound) if bound is not None else None, shade, verdict.status, title)
