"""Processes as circles between the core and what is easy to hand over: the area is the cost, the place the ratings, labels keep apart."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import sqrt

from remit.choice.suitability import MIDDLE
from remit.stages.needs.queries import Known

LEFT, TOP, WIDTH, HEIGHT = 26, 6, 516, 308
LARGEST, SMALLEST = 17.0, 5.0
LETTER, LINE = 6.4, 14.0
"""About how wide a letter is and how high a line, at twelve pixels."""


@dataclass(frozen=True, slots=True)
class Bubble:
    """A process: its circle, where its name stands, and how it is drawn: proposed, core or later."""

    x: float
    y: float
    r: float
    name: str
    label_x: float
    label_y: float
    anchor: str
    kind: str
    number: int
    said: str


@dataclass(frozen=True, slots=True)
class Quadrant:
    """The sheet: `middle_x` and `middle_y` part the quarters."""

    bubbles: tuple[Bubble, ...]
    middle_x: float
    middle_y: float
    left: int = LEFT
    top: int = TOP
    width: int = WIDTH
    height: int = HEIGHT

    @property
    def right(self) -> int:
        return self.left + self.width

    @property
    def middle(self) -> float:
        return self.left + self.width / 2

    @property
    def suits_width(self) -> float:
        return self.right - self.middle_x

    @property
    def suits_height(self) -> float:
        return self.bottom - self.middle_y

    @property
    def bottom(self) -> int:
        return self.top + self.height


Box = tuple[float, float, float, float]


def kind_of(one: Known) -> str:
    """How a process is drawn: `proposed`, `core` (and stays) or `later`."""
    if one.row.intent == "proposed":
        return "proposed"
    core = one.place is not None and one.place.core
    return "core" if core or one.row.intent == "stays" else "later"


def quadrant(found: Sequence[Known]) -> Quadrant | None:
    """The drawing of those that are rated; None where none is."""
    rated = sorted((one for one in found if one.place is not None), key=lambda one: (-one.cost, one.row.number))
    if not rated:
        return None
    dearest = max(float(one.cost) for one in rated) or 1.0
    circles = [(_x(float(one.place.ready)), _y(float(one.place.close)), _radius(one, dearest)) for one in rated if one.place]
    taken: list[Box] = [(x - r, y - r, x + r, y + r) for x, y, r in circles]
    taken += list(_corners())
    bubbles = []
    for one, (x, y, r) in zip(rated, circles, strict=True):
        own = (x - r, y - r, x + r, y + r)
        label_x, label_y, anchor, box = _label(one.row.name, x, y, r, [other for other in taken if other != own])
        taken.append(box)
        said = f"{one.row.name}: {one.place.verdict}" if one.place else one.row.name
        bubbles.append(Bubble(x, y, r, one.row.name, label_x, label_y, anchor, kind_of(one), one.row.number, said))
    return Quadrant(tuple(bubbles), _x(float(MIDDLE)), _y(float(MIDDLE)))


def _x(ready: float) -> float:
    return LEFT + WIDTH * (0.06 + 0.88 * (ready - 1) / 4)


def _y(close: float) -> float:
    return TOP + HEIGHT * (0.94 - 0.88 * (close - 1) / 4)


def _radius(one: Known, dearest: float) -> float:
    return SMALLEST + (LARGEST - SMALLEST) * sqrt(float(one.cost) / dearest)


def _corners() -> Iterator[Box]:
    """Where the names of the quarters stand."""
    for top in (TOP, TOP + HEIGHT - 22):
        yield LEFT, top, LEFT + 110, top + 22
        yield LEFT + WIDTH - 150, top, LEFT + WIDTH, top + 22


def _label(name: str, x: float, y: float, r: float, taken: Sequence[Box]) -> tuple[float, float, str, Box]:
    """The first of right, left, below, above that meets nothing; where all meet something, the one that meets least."""
    width = len(name) * LETTER
    ways = (
        (x + r + 5, y + 4, "start", (x + r + 4, y - 8, x + r + 6 + width, y + 8)),
        (x - r - 5, y + 4, "end", (x - r - 6 - width, y - 8, x - r - 4, y + 8)),
        (x, y + r + 13, "middle", (x - width / 2, y + r + 2, x + width / 2, y + r + 2 + LINE)),
        (x, y - r - 5, "middle", (x - width / 2, y - r - 3 - LINE, x + width / 2, y - r - 3)),
    )
    return min(ways, key=lambda way: (_met(way[3], taken), ways.index(way)))


def _met(box: Box, taken: Sequence[Box]) -> float:
    left, top, right, bottom = box
    outside = max(LEFT + 2 - left, 0) + max(right - LEFT - WIDTH + 2, 0) + max(TOP - top, 0) + max(bottom - TOP - HEIGHT, 0)
    over = sum(max(min(right, one[2]) - max(left, one[0]), 0) * max(min(bottom, one[3]) - max(top, one[1]), 0) for one in taken)
    return outside * 100 + over
