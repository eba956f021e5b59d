"""Drawings of a comparison: totals by the weight of one criterion, true costs as ranges, the draws as one bar, radar and columns."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from remit.choice.flips import Flip, reweighed
from remit.choice.matrix import Matrix
from remit.choice.method import methods
from remit.choice.robustness import Shares
from remit.choice.true_cost import Range
from remit.terms.words import money

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 440, 190, 30, 346, 12, 166
"""The sheet of the lines."""
APART = 15.0
"""Two labels of lines are at least this far from each other."""


@dataclass(frozen=True, slots=True)
class Line:
    """A bidder's total from the left to the right end of the weights; `kind` is first, second or other."""

    name: str
    kind: str
    y1: float
    y2: float
    label_y: float


@dataclass(frozen=True, slots=True)
class Lines:
    """`marks` are (x, words) of the axis below, `levels` (y, words) of the one beside; `now_x` the weight as it is, `at_x` the flip."""

    lines: tuple[Line, ...]
    marks: tuple[tuple[float, str], ...]
    levels: tuple[tuple[float, str], ...]
    now_x: float
    now_said: str
    at_x: float
    at_y: float
    at_said: str
    unit: str
    rows: tuple[tuple[str, tuple[str, ...]], ...]


def lines(matrix: Matrix, flip: Flip) -> Lines:
    """Every bidder's total while the weight of the flip's criterion moves and the others keep their proportions."""
    index = [one.name for one in matrix.criteria].index(flip.criterion)
    whole = sum((one.weight for one in matrix.criteria), Fraction(0))
    unit = whole / 100
    low, high = _span(flip, whole)
    ends = [_totals(reweighed(matrix, index, weight)) for weight in (low, high)]
    values = [value for end in ends for value in end]
    bottom, top = math.floor(min(values) / 10) * 10, math.ceil(max(values) / 10) * 10
    tall = max(top - bottom, 10)

    def x(weight: Fraction) -> float:
        return round(LEFT + (RIGHT - LEFT) * float((weight - low) / (high - low)), 1)

    def y(value: float) -> float:
        return round(BOTTOM - (BOTTOM - TOP) * (value - bottom) / tall, 1)

    winner = methods()["weighted sum"].judged(matrix).winners[0]
    names = [(name, "first" if name == winner else "second" if name in flip.to else "other") for name in matrix.bidders]
    y2 = [y(value) for value in ends[1]]
    placed = _spread(y2)
    drawn = tuple(Line(name, kind, y(ends[0][place]), y2[place], placed[place]) for place, (name, kind) in enumerate(names))
    at_value = _totals(reweighed(matrix, index, flip.at))[matrix.bidders.index(winner)]
    marks = [low + (high - low) * step / 4 for step in range(5)]
    levels = [float(level) for level in range(bottom, top + 1, 10 if tall <= 50 else 20)]
    said = "from" if flip.rises else "up to"
    at = _plain((flip.beyond if flip.beyond is not None else flip.at) / unit)
    rows = tuple((_plain(mark / unit), tuple(f"{value:.1f}" for value in _totals(reweighed(matrix, index, mark)))) for mark in marks)
    return Lines(
        drawn,
        tuple((x(mark), _plain(mark / unit)) for mark in marks),
        tuple((y(level), f"{level:g}") for level in levels),
        x(flip.now),
        f"now {_plain(flip.now / unit)}",
        x(flip.at),
        y(at_value),
        f"{flip.to[0]} {said} {at}",
        f"{flip.criterion.lower()} weight",
        rows,
    )


def _span(flip: Flip, whole: Fraction) -> tuple[Fraction, Fraction]:
    """Weights around the present one and the flip, in whole tens of a hundred."""
    ten = whole / 10
    low = max(Fraction(0), math.floor((min(flip.now, flip.at) - ten * 3 / 2) / ten) * ten)
    return low, min(max(low + 4 * ten, math.ceil((max(flip.now, flip.at) + ten / 2) / ten) * ten), whole * Fraction(95, 100))


def _totals(matrix: Matrix) -> list[float]:
    return [float(value) for value in methods()["weighted sum"].values(matrix)]


def _spread(places: Sequence[float]) -> list[float]:
    """Labels near their lines, none over another: from the top, each at least `APART` below the one before."""
    found = list(places)
    last = -math.inf
    for index in sorted(range(len(places)), key=lambda one: places[one]):
        found[index] = round(max(places[index], last + APART), 1)
        last = found[index]
    return found


def _plain(value: Fraction) -> str:
    return f"{float(value):.2f}".rstrip("0").rstrip(".")


@dataclass(frozen=True, slots=True)
class Bar:
    """A bidder's range of cost; x places of a sheet 660 wide."""

    name: str
    first: bool
    y: int
    x: float
    width: float
    mark: float
    said: str


@dataclass(frozen=True, slots=True)
class Ranges:
    bars: tuple[Bar, ...]
    ticks: tuple[tuple[float, str], ...]
    today_x: float | None
    today_said: str
    height: int


def ranges(found: Mapping[str, Range], first: str | None, today: Fraction | None, currency: str) -> Ranges | None:
    """Low to high of each bid, the cheapest first, with what it costs today as a line."""
    if not found:
        return None
    every = [float(value) for one in found.values() for value in (one.low, one.high)] + ([float(today)] if today is not None else [])
    step = _step(max(every) - min(every))
    low, high = math.floor(min(every) / step) * step, math.ceil(max(every) / step) * step
    left, right = 104.0, 640.0

    def x(value: float) -> float:
        return round(left + (right - left) * (value - low) / max(high - low, 1), 1)

    order = sorted(found.items(), key=lambda pair: pair[1].expected)
    bars = tuple(
        Bar(
            name,
            name == first,
            34 + 36 * place,
            x(float(one.low)),
            round(max(x(float(one.high)) - x(float(one.low)), 1.0), 1),
            x(float(one.expected)),
            f"{name}: {_money(one.low, currency)} to {_money(one.high, currency)}, expected {_money(one.expected, currency)}",
        )
        for place, (name, one) in enumerate(order)
    )
    ticks = tuple((x(value), _money(Fraction(value), currency, short=True)) for value in _steps(low, high, step))
    said = "" if today is None else f"today {_money(today, currency)}"
    return Ranges(bars, ticks, None if today is None else x(float(today)), said, 34 + 36 * len(bars))


def _step(span: float) -> int:
    """A round distance of about five ticks."""
    raw = max(span, 1) / 5
    power = 10 ** math.floor(math.log10(raw))
    return max(int(next(factor * power for factor in (1, 2, 5, 10) if factor * power >= raw)), 1)


def _steps(low: float, high: float, step: int) -> Iterator[int]:
    at = int(low)
    while at <= high:
        yield at
        at += step


def _money(value: Fraction, currency: str, short: bool = False) -> str:
    if short and value >= 1000 and value % 1000 == 0:
        return f"{money(Decimal(int(value / 1000)), currency).removesuffix('.00')}k"
    return money(Decimal(round(value)), currency).removesuffix(".00")


@dataclass(frozen=True, slots=True)
class Part:
    """A bidder's part of the draws on a bar 440 wide."""

    name: str
    won: int
    x: float
    width: float
    first: bool


def drawn(shares: Shares, first: str | None) -> tuple[Part, ...]:
    """Those who win any, the most first."""
    parts, at = [], 0.0
    for name, won in sorted(shares.won.items(), key=lambda pair: -pair[1]):
        if won:
            width = 440 * won / shares.count
            parts.append(Part(name, won, round(at, 1), round(max(width - 2, 1), 1), name == first))
            at += width
    return tuple(parts)


@dataclass(frozen=True, slots=True)
class Web:
    """A radar: rings of the scale, spokes with their criterion, one outline for each bidder."""

    rings: tuple[str, ...]
    spokes: tuple[tuple[float, float, float, float, str, str], ...]
    outlines: tuple[tuple[str, str, str, float, float], ...]


def radar(matrix: Matrix, kinds: Mapping[str, str]) -> Web:
    """Each criterion a spoke, from nothing in the middle to the top of its scale outside; on a sheet of 460 × 380."""
    count, middle_x, middle_y, radius = len(matrix.criteria), 230.0, 186.0, 132.0

    def at(place: int, share: float) -> tuple[float, float]:
        angle = 2 * math.pi * place / count - math.pi / 2
        return round(middle_x + radius * share * math.cos(angle), 1), round(middle_y + radius * share * math.sin(angle), 1)

    rings = tuple(_path([at(place, ring / 5) for place in range(count)]) for ring in range(1, 6))
    spokes = []
    for place, criterion in enumerate(matrix.criteria):
        end, label = at(place, 1.0), at(place, 1.1)
        anchor = "middle" if abs(label[0] - middle_x) < 12 else "start" if label[0] > middle_x else "end"
        spokes.append(
            (
                *end,
                label[0],
                label[1] + (4 if abs(label[0] - middle_x) >= 12 else -2 if label[1] < middle_y else 12),
                criterion.name,
                anchor,
            )
        )
    outlines = []
    for name, row in zip(matrix.bidders, matrix.worth, strict=True):
        points = [at(place, float(worth)) for place, worth in enumerate(row)]
        outlines.append((name, kinds.get(name, "other"), _path(points), *points[0]))
    outlines.sort(key=lambda one: one[1] != "other")
    return Web(rings, tuple(spokes), tuple(outlines))


def _path(points: Sequence[tuple[float, float]]) -> str:
    return " ".join(f"{'M' if place == 0 else 'L'}{x:g} {y:g}" for place, (x, y) in enumerate(points)) + "Z"


@dataclass(frozen=True, slots=True)
class Group:
    """A criterion with a column for each bidder: x, y, width, height, class, words."""

    name: str
    x: float
    columns: tuple[tuple[float, float, float, float, str, str], ...]


def columns(matrix: Matrix, kinds: Mapping[str, str]) -> tuple[Group, ...]:
    """Grouped columns from zero, on a sheet of 700 × 200."""
    step = 700 / max(len(matrix.criteria), 1)
    width = min(step * 0.8 / max(len(matrix.bidders), 1), 26)
    groups = []
    for index, criterion in enumerate(matrix.criteria):
        left = index * step + (step - width * len(matrix.bidders)) / 2
        bars = []
        for place, (name, row) in enumerate(zip(matrix.bidders, matrix.worth, strict=True)):
            tall = round(160 * float(row[index]), 1)
            score = f"{float(matrix.scores[place][index]):.1f}"
            x = round(left + place * width, 1)
            bars.append((x, round(176 - tall, 1), round(width - 2, 1), tall, kinds.get(name, "other"), score))
        groups.append(Group(criterion.name, round(index * step + step / 2, 1), tuple(bars)))
    return tuple(groups)
