"""Misses by hour and weekday: every cell prints its number, and the title says where they concentrate."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from fractions import Fraction

from remit.stages.operations.levels import Hours
from remit.stages.operations.sentences import Places
from remit.values.period import Month, instant, moment, zone

DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
CELL, NARROW, ROW, LEFT, TOP = 56, 42, 26, 86, 24
NARROW_FROM, WIDE_FROM = 10, 15
"""From so many hours on the cells are narrow, and the drawing takes the whole width: so its words stay readable."""


@dataclass(frozen=True, slots=True)
class Cell:
    x: int
    y: int
    count: int
    heat: int
    day: int
    hour: int


@dataclass(frozen=True, slots=True)
class Heat:
    """`heads` are `(x, hour in the first zone, hour in the second)`; `edge_x` is where the hours that the title names begin."""

    cells: tuple[Cell, ...]
    heads: tuple[tuple[int, str, str], ...]
    rows: tuple[tuple[int, str], ...]
    width: int
    height: int
    title: str
    subtitle: str
    span: tuple[int, int] | None
    span_x: tuple[int, int] | None
    cell: int
    wide: bool

    @property
    def inside(self) -> int:
        """The width of a cell without its margin."""
        return self.cell - 2


def heat(hours: Hours, name: str, month: Month, places: Places) -> Heat | None:
    """None where nothing was missed: there is nothing to draw."""
    if not hours.total:
        return None
    seen = sorted(hours.counted)
    first, last = min(seen), max(seen)
    count = last - first + 1
    cell = CELL if count < NARROW_FROM else NARROW
    days = [day for day in range(7) if day < 5 or any(key[0] == day for key in hours.misses)]
    most = max(hours.misses.values())
    cells = tuple(
        Cell(
            LEFT + (hour - first) * cell,
            TOP + row * ROW,
            hours.misses.get((day, hour), 0),
            _heat(hours.misses.get((day, hour), 0), most),
            day,
            hour,
        )
        for row, day in enumerate(days)
        for hour in range(first, last + 1)
    )
    shift = _shift(month, places)
    heads = tuple((LEFT + (hour - first) * cell, f"{hour:02}", f"{(hour + shift) % 24:02}") for hour in range(first, last + 2) if hour < 25)
    span = _span(hours, first, last)
    return Heat(
        cells,
        heads,
        tuple((TOP + row * ROW, DAYS[day]) for row, day in enumerate(days)),
        LEFT + count * cell + 12,
        TOP + len(days) * ROW + 40,
        _title(hours, name, span, shift, places),
        _subtitle(hours, name, month),
        span,
        (LEFT + (span[0] - first) * cell, LEFT + (span[1] - first) * cell) if span is not None else None,
        cell,
        count >= WIDE_FROM,
    )


def _subtitle(hours: Hours, name: str, month: Month) -> str:
    figures = f"{hours.total:,} misses of {hours.all_counted:,} counted"
    return f"{name[:1].upper()}{name[1:]}, {month.name}: {figures}, by the hour in which they came in."


def _heat(count: int, most: int) -> int:
    """The step of the ramp: 0 for none, else 1 to 5 by the share of the worst cell."""
    return 0 if not count else max(1, min(5, -(-count * 5 // most)))


def _shift(month: Month, places: Places) -> int:
    """How many hours the second clock is ahead in the middle of the month, in whole hours."""
    noon = instant(datetime.combine(date(month.year, month.month, 15), time(12), tzinfo=UTC))
    one, two = (moment(noon, place).utcoffset() for place in (places.zone, places.other_zone))
    assert one is not None and two is not None
    assert zone(places.zone) is not None
    return round((two - one).total_seconds() / 3600)


def _span(hours: Hours, first: int, last: int) -> tuple[int, int] | None:
    """The stretch of hours in which misses are most frequent against the work that came in: up to a third of the day; None where there
    is no such stretch with at least a third of the misses and half as many again as its share of the work."""
    by_hour = {hour: sum(hours.misses.get((day, hour), 0) for day in range(7)) for hour in range(first, last + 1)}
    best, gain = None, Fraction(0)
    for start in range(first, last + 1):
        for end in range(start + 1, min(start + max((last - first + 1) // 3, 1), last + 1) + 1):
            misses = Fraction(sum(by_hour[hour] for hour in range(start, end)), hours.total)
            work = Fraction(sum(hours.counted.get(hour, 0) for hour in range(start, end)), hours.all_counted)
            if misses >= Fraction(1, 3) and misses >= work * Fraction(3, 2) and misses - work > gain:
                best, gain = (start, end), misses - work
    return best


def _title(hours: Hours, name: str, span: tuple[int, int] | None, shift: int, places: Places) -> str:
    if span is None:
        worst = max(range(7), key=lambda day: sum(hours.misses.get((day, hour), 0) for hour in range(24)))
        return f"Misses of {name} come at all hours, most of them on a {LONG[worst]}."
    inside = sum(count for (_, hour), count in hours.misses.items() if span[0] <= hour < span[1])
    work = sum(count for hour, count in hours.counted.items() if span[0] <= hour < span[1])
    other = [f"{(hour + shift) % 24:02}:00" for hour in span]
    there = f", {other[0]} to {other[1]} in {places.other_town}" if places.other_town and shift else ""
    return (
        f"{_part(Fraction(inside, hours.total))} misses of {name} come between {span[0]:02}:00 and {span[1]:02}:00{there}, "
        f"with {round(100 * work / hours.all_counted)} % of the work."
    )


LONG = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def _part(share: Fraction) -> str:
    """`Two of three`, `Half of the`: the simplest fraction within three points."""
    for words, value in _PARTS:
        if abs(share - value) <= Fraction(3, 100):
            return words
    return f"{round(share * 100)} % of the"


_PARTS = (
    ("All", Fraction(1)),
    ("Nine of ten", Fraction(9, 10)),
    ("Four of five", Fraction(4, 5)),
    ("Three of four", Fraction(3, 4)),
    ("Two of three", Fraction(2, 3)),
    ("Three of five", Fraction(3, 5)),
    ("Half of the", Fraction(1, 2)),
    ("Two of five", Fraction(2, 5)),
    ("A third of the", Fraction(1, 3)),
)
