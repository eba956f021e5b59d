"""A time axis that leaves the nights out: stretches that are looked at, laid side by side with a mark where time was cut away."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from remit.values.period import DAY, HOUR, MINUTE, SECOND, Period, moment

CUT = 38
"""Units between two stretches."""
_STEPS = (10 * SECOND, 30 * SECOND, MINUTE, 5 * MINUTE, 10 * MINUTE, 30 * MINUTE, HOUR, 2 * HOUR, 3 * HOUR, 6 * HOUR, 12 * HOUR, DAY)
_LABEL = 52


@dataclass(frozen=True, slots=True)
class Stretch:
    start: int
    end: int
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark of the axis, with the time it has in each zone."""

    x: float
    first: str
    second: str


@dataclass(frozen=True, slots=True)
class Axis:
    """Stretches of time on a line. `x` gives the place of any instant; one that was cut away lies in the middle of its cut."""

    stretches: tuple[Stretch, ...]
    left: float
    right: float

    def x(self, at: int) -> float:
        for stretch in self.stretches:
            if at < stretch.start:
                return round(stretch.x if stretch is self.stretches[0] else stretch.x - CUT / 2, 1)
            if at <= stretch.end:
                return round(stretch.x + stretch.width * (at - stretch.start) / max(stretch.end - stretch.start, 1), 1)
        return round(self.right, 1)

    @property
    def cuts(self) -> tuple[float, ...]:
        """Where each cut begins."""
        return tuple(round(stretch.x + stretch.width, 1) for stretch in self.stretches[:-1])

    def parts(self, start: int, end: int) -> Iterator[tuple[float, float]]:
        """The places and widths of a span, cut where time is."""
        for stretch in self.stretches:
            begin, until = max(start, stretch.start), min(end, stretch.end)
            if begin < until:
                yield self.x(begin), round(self.x(until) - self.x(begin), 1)

    def ticks(self, first: str, second: str) -> Iterator[Tick]:
        """Marks at whole steps of the first zone's clock, as many as have room."""
        scale = sum(stretch.end - stretch.start for stretch in self.stretches) / max(sum(one.width for one in self.stretches), 1)
        step = next((one for one in _STEPS if one / scale >= _LABEL), DAY)
        form = "%H:%M:%S" if step < MINUTE else "%H:%M"
        for stretch in self.stretches:
            shift = _wall(stretch.start, first) - stretch.start
            at = -(-(stretch.start + shift) // step) * step - shift
            while at <= stretch.end:
                yield Tick(self.x(at), f"{moment(at, first):{form}}", f"{moment(at, second):{form}}")
                at += step

    def days(self, zone: str) -> Iterator[tuple[float, str]]:
        """Where each date begins to be seen, and its name; too close ones are left out."""
        seen, last = "", -200.0
        for stretch in self.stretches:
            at = stretch.start
            while at < stretch.end:
                when = moment(at, zone)
                name = f"{when:%a} {when.day} {when:%B}"
                if name != seen and self.x(at) - last > 96:
                    yield self.x(at), name
                    last = self.x(at)
                seen = name
                at = (_wall(at, zone) // DAY + 1) * DAY - (_wall(at, zone) - at)


def _wall(at: int, zone: str) -> int:
    offset = moment(at, zone).utcoffset()
    assert offset is not None
    return at + round(offset.total_seconds()) * SECOND


def axis(wanted: Iterable[Period], left: float, right: float, *, shortest_cut: int = 3 * HOUR) -> Axis:
    """An axis that shows the periods wanted; gaps between them shorter than `shortest_cut` are shown as well."""
    joined: list[Period] = []
    for one in sorted(wanted, key=lambda one: one.start):
        if joined and one.start - joined[-1].end < shortest_cut:
            joined[-1] = Period(joined[-1].start, max(joined[-1].end, one.end))
        else:
            joined.append(one)
    room = right - left - CUT * (len(joined) - 1)
    whole = sum(one.end - one.start for one in joined)
    stretches, x = [], left
    for one in joined:
        width = room * (one.end - one.start) / whole
        stretches.append(Stretch(one.start, one.end, x, width))
        x += width + CUT
    return Axis(tuple(stretches), left, right)
