"""How a level's month will end: its course so far, and the range of the drawn ends."""

from __future__ import annotations

from dataclasses import dataclass

from remit.foresight.forecast import Outlook
from remit.scorecard import Attainment
from remit.stages.operations.levels import Course
from remit.values.period import Period, moment

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 480, 190, 0, 396, 10, 156


@dataclass(frozen=True, slots=True)
class Fan:
    line: str
    now_x: float
    now_y: float
    end_x: float
    low_y: float
    high_y: float
    likely_y: float
    target_y: float | None
    minimum_y: float | None
    missed: tuple[float, float] | None
    between: tuple[float, float] | None
    target_said: str
    minimum_said: str
    range_said: str
    range_y: float
    first_day: str
    last_day: str
    status: str
    height: int = HEIGHT


def range_said(level: Attainment, outlook: Outlook) -> str:
    """`80.1 to 82.0 %`: the middle 80 of a hundred drawn ends."""
    if outlook.result is None:
        return ""
    low, high = level.written(outlook.result.p10), level.written(outlook.result.p90)
    if low.endswith(" %") and high.endswith(" %"):
        one, two = (round(float(value) * 100, 1) for value in (outlook.result.p10, outlook.result.p90))
        return f"{one:g} to {two:g} %" if one != two else f"{one:g} %"
    unit = low.split(" ", 1)[1] if " " in low else ""
    one_said, two_said = low.split(" ")[0], high.split(" ")[0]
    return f"{one_said} to {two_said} {unit}".strip() if one_said != two_said else low


def fan(level: Attainment, outlook: Outlook, course: Course, month: Period, now: int, zone: str) -> Fan | None:
    """None where there is no course or no range to draw."""
    if outlook.result is None or not course.points:
        return None
    values = [float(value) for _, value in course.points]
    values += [float(one) for one in (outlook.result.p10, outlook.result.p90, level.target, level.minimum) if one is not None]
    low, high = min(values), max(values)
    room = (high - low) * 0.18 or 1.0
    low, high = low - room, high + room * 0.4

    def y(value: object) -> float:
        return round(BOTTOM - (float(value) - low) / (high - low) * (BOTTOM - TOP), 1)  # type: ignore[arg-type]

    def x(at: int) -> float:
        return round(LEFT + (at - month.start) / (month.end - month.start) * (RIGHT - LEFT), 1)

    target, minimum = (y(one) if one is not None else None for one in (level.target, level.minimum))
    edge = minimum if minimum is not None else target
    up = level.better == "less"
    missed = None if edge is None else ((TOP, edge - TOP) if up else (edge, BOTTOM - edge))
    between = None if target is None or minimum is None else (min(target, minimum), abs(target - minimum))
    points = [(x(at), y(value)) for at, value in course.points]
    now_x, now_y = points[-1]
    low_y, high_y = sorted((y(outlook.result.p10), y(outlook.result.p90)))
    middle = (low_y + high_y) / 2
    taken = [one for one in (target, minimum) if one is not None]
    while any(abs(middle - one) < 14 for one in taken) and middle < BOTTOM:
        middle += 2
    return Fan(
        " ".join(f"{'M' if place == 0 else 'L'}{px:g} {py:g}" for place, (px, py) in enumerate(points)),
        now_x,
        now_y,
        RIGHT,
        low_y,
        high_y,
        y(outlook.result.p50),
        target,
        minimum,
        missed,
        between,
        f"target {level.written(level.target)}" if level.target is not None else "",
        f"minimum {level.written(level.minimum)}" if level.minimum is not None else "",
        range_said(level, outlook),
        round(middle, 1),
        f"{moment(month.start, zone).day} {moment(month.start, zone):%b}",
        f"{moment(month.end - 1, zone).day} {moment(month.end - 1, zone):%b}",
        level.status,
    )
