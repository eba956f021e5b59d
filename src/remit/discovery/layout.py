"""A map drawn from left to right: steps in columns by how early they come, the busiest of a column on top, arrows as wide as they are used.

A layered drawing in the manner of Sugiyama, Tagawa and Toda (1981), kept to what one pass can do, so that it is quick and always the same:

1. A step's column is one more than that of every strong arrow into it that comes from an earlier step (by mean place in the cases). An
   arrow is strong from a fifth of the busiest arrow into its step on; weaker ones are detours, and do not push steps to the right.
2. Within a column the steps stand by their number of events, the busiest in the first row.
3. Arrows to the next column run straight or in a curve, longer ones over the rows, those that go back under them and dashed.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from remit.discovery.footprint import END, START, Footprint

WIDTH, HEIGHT = 124.0, 44.0
"""A step, in pixels."""
COLUMN, ROW = 172.0, 96.0
STRONG = 0.2
TOP = 58.0
"""Room above the first row, for arrows over it."""


@dataclass(frozen=True, slots=True)
class Node:
    """A step at its place: `events` and `cases` of it, `until` the median time to the next event (of
    `handling` and of `waiting` before it where the log says)."""

    name: str
    x: float
    y: float
    events: int
    cases: int
    until: int | None
    handling: int | None
    waiting: int | None
    marked: bool = False

    @property
    def middle(self) -> float:
        return self.x + WIDTH / 2


@dataclass(frozen=True, slots=True)
class Arrow:
    """An arrow: its `path`, its head, where its number stands. `back` where it goes to an earlier step, or to the same."""

    before: str
    after: str
    times: int
    cases: int
    wait: int | None
    path: str
    head: str
    width: float
    label_x: float
    label_y: float
    back: bool
    marked: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    """The whole sheet. `left_out` arrows were too rare for the share that was asked."""

    nodes: tuple[Node, ...]
    arrows: tuple[Arrow, ...]
    width: float
    height: float
    left_out: int


def drawing(found: Footprint, share: float = 0.0, marked: frozenset[str] = frozenset()) -> Drawing:
    """The map of what was counted. Arrows taken in fewer than `share` of the cases are left out, but never the busiest one into a step or
    out of it, so that no step stands alone. Steps named in `marked` stand out."""
    steps = {row["activity"]: row for row in found.steps.iter_rows(named=True)}
    every = [row for row in found.edges.iter_rows(named=True) if row["before"] != START and row["after"] != END]
    kept = _kept(every, share * found.cases)
    column = _columns(steps, every)
    places = dict(_places(steps, column))
    nodes = tuple(
        Node(name, *places[name], row["events"], row["cases"], row["until"], row["handling"], row["waiting"], name in marked)
        for name, row in steps.items()
    )
    most = max((row["times"] for row in kept), default=1)
    arrows = tuple(_arrow(row, places, column, most, marked) for row in sorted(kept, key=lambda row: (row["before"], row["after"])))
    width = max((x for x, _ in places.values()), default=0.0) + WIDTH + 2
    lowest = max((y for _, y in places.values()), default=0.0) + HEIGHT
    under = max((_depth(column, row) for row in kept if _goes_back(row, column)), default=0.0)
    return Drawing(nodes, arrows, max(width, 320.0), lowest + max(under + 14, 10), len(every) - len(kept))


def _kept(rows: Sequence[dict[str, int]], least: float) -> list[dict[str, int]]:
    best: dict[tuple[str, object], int] = {}
    for row in rows:
        if row["before"] != row["after"]:
            for end in ("before", "after"):
                best[end, row[end]] = max(best.get((end, row[end]), 0), row["times"])
    return [
        row
        for row in rows
        if row["cases"] >= least
        or (row["before"] != row["after"] and row["times"] in (best["before", row["before"]], best["after", row["after"]]))
    ]


def _columns(steps: dict[str, dict[str, float]], rows: Sequence[dict[str, int]]) -> dict[str, int]:
    order = sorted(steps, key=lambda name: (steps[name]["place"], name))
    rank = {name: place for place, name in enumerate(order)}
    forward = [row for row in rows if rank[str(row["before"])] < rank[str(row["after"])]]
    busiest: dict[str, int] = {}
    for row in forward:
        busiest[str(row["after"])] = max(busiest.get(str(row["after"]), 0), row["times"])
    column = dict.fromkeys(order, 0)
    into: dict[str, list[str]] = {}
    for row in forward:
        if row["times"] >= STRONG * busiest[str(row["after"])]:
            into.setdefault(str(row["after"]), []).append(str(row["before"]))
    for name in order:
        column[name] = max((column[before] + 1 for before in into.get(name, ())), default=0)
    return column


def _places(steps: dict[str, dict[str, float]], column: dict[str, int]) -> Iterator[tuple[str, tuple[float, float]]]:
    for number in sorted(set(column.values())):
        inside = sorted((name for name in steps if column[name] == number), key=lambda name: (-steps[name]["events"], name))
        for row, name in enumerate(inside):
            yield name, (number * COLUMN + 1, TOP + row * ROW)


def _goes_back(row: dict[str, int], column: dict[str, int]) -> bool:
    return column[str(row["after"])] < column[str(row["before"])]


def _depth(column: dict[str, int], row: dict[str, int]) -> float:
    """How far below the lower step an arrow back runs."""
    return 22.0 + 9.0 * (column[str(row["before"])] - column[str(row["after"])])


def _arrow(row: dict[str, int], places: dict[str, tuple[float, float]], column: dict[str, int], most: int, marked: frozenset[str]) -> Arrow:
    before, after = str(row["before"]), str(row["after"])
    width = 1.2 + 5.0 * row["times"] / most
    path, tip, way, label = _way(before, after, places, column, row)
    back = before == after or _goes_back(row, column)
    return Arrow(
        before,
        after,
        row["times"],
        row["cases"],
        row["wait"],
        path,
        _head(tip, way, width),
        width,
        *label,
        back,
        bool({before, after} & marked),
    )


Point = tuple[float, float]


def _way(before: str, after: str, places: dict[str, Point], column: dict[str, int], row: dict[str, int]) -> tuple[str, Point, str, Point]:
    """The path of an arrow, where its tip is, from which side it comes, and where its number stands."""
    (x1, y1), (x2, y2) = places[before], places[after]
    span = column[after] - column[before]
    if before == after:
        x, y = x1 + WIDTH - 30, y1
        return f"M{x:g} {y:g}C{x - 4:g} {y - 30:g} {x + 30:g} {y - 30:g} {x + 22:g} {y - 7:g}", (x + 22, y), "down", (x + 12, y - 26)
    if span == 0:
        down = y2 > y1
        x = x1 + WIDTH / 2 + (12 if down else -12)
        start, end = (y1 + HEIGHT, y2) if down else (y1, y2 + HEIGHT)
        stop = end - 7 if down else end + 7
        return f"M{x:g} {start:g}L{x:g} {stop:g}", (x, end), "down" if down else "up", (x + (8 if down else -8), (start + end) / 2 + 4)
    if span < 0:
        start_x, end_x = x1 + WIDTH / 2 - 22, x2 + WIDTH / 2 + 22
        low = max(y1, y2) + HEIGHT + _depth(column, row)
        path = f"M{start_x:g} {y1 + HEIGHT:g}C{start_x:g} {low:g} {end_x:g} {low:g} {end_x:g} {y2 + HEIGHT + 7:g}"
        return path, (end_x, y2 + HEIGHT), "up", ((start_x + end_x) / 2, low - 6)
    a, b, left = y1 + HEIGHT / 2, y2 + HEIGHT / 2, x1 + WIDTH
    if span == 1 or y1 != y2:
        half = (left + x2) / 2
        path = f"M{left:g} {a:g}L{x2 - 7:g} {b:g}" if y1 == y2 else f"M{left:g} {a:g}C{half:g} {a:g} {half:g} {b:g} {x2 - 7:g} {b:g}"
        return path, (x2, b), "right", (half, (a + b) / 2 - 8 if y1 == y2 else (a + b) / 2)
    start_x, end_x, high = x1 + WIDTH / 2 + 22, x2 + WIDTH / 2 - 22, y1 - 14.0 - 7.0 * span
    path = f"M{start_x:g} {y1:g}C{start_x:g} {high:g} {end_x:g} {high:g} {end_x:g} {y2 - 7:g}"
    return path, (end_x, y2), "down", ((start_x + end_x) / 2, high + 8)


def _head(tip: Point, way: str, width: float) -> str:
    """The arrow's head as the points of a triangle."""
    x, y = tip
    half, long = max(4.0, width * 0.9), 8.0
    sides = {
        "right": ((x - long, y - half), (x - long, y + half)),
        "down": ((x - half, y - long), (x + half, y - long)),
        "up": ((x - half, y + long), (x + half, y + long)),
    }[way]
    return " ".join(f"{px:g},{py:g}" for px, py in ((x, y), *sides))
