"""The clock of an item as a drawing: both zones' axes, the contract's hours, who was waited for, and every minute counted or not."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from remit.stages.operations.timeline import Timeline, Wait
from remit.values.period import HOUR, MINUTE, Period, moment
from remit.web.charts.collapse import Axis, Tick, axis
from remit.web.templatetags.remit import duration

LEFT, RIGHT, WIDTH = 152.0, 1084.0, 1120
_CHARACTER = 6.5
"""How wide a character of an axis label is, on average."""
_ROW, _TRACKS = 35, 52


@dataclass(frozen=True, slots=True)
class Bar:
    """A part of a track. `kind` is its class: open, shut, client, third, counted, late, left, dotted."""

    x: float
    width: float
    kind: str
    said: str = ""
    label_x: float = 0
    anchor: str = "middle"
    outside: bool = False


@dataclass(frozen=True, slots=True)
class Track:
    name: str
    note: str
    y: int
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """A word under the clock with its line: received, warnings, now, due."""

    x: float
    y: int
    kind: str
    said: str
    label_x: float
    anchor: str = "start"
    second: str = ""


@dataclass(frozen=True, slots=True)
class Drawing:
    """What the template writes; lengths in units of the drawing. `clock_y` is the middle of the clock's own track."""

    title: str
    width: int
    height: int
    left: float
    right: float
    ticks: tuple[Tick, ...]
    days: tuple[tuple[float, str], ...]
    cuts: tuple[tuple[float, float], ...]
    tracks: tuple[Track, ...]
    clock_y: int
    clock_name: str
    clock_note: str
    bars: tuple[Bar, ...]
    marks: tuple[Mark, ...]
    now_x: float | None
    due_x: float | None
    first_zone: str
    second_zone: str
    bottom: int = field(default=0)


def drawing(timeline: Timeline, zone: str, second: str, towns: tuple[str, str], *, hours_said: str, limit_said: str, title: str) -> Drawing:
    """The drawing of a run, its times on the wall clocks of two zones, named by their towns."""
    line = axis(_wanted(timeline), LEFT, RIGHT)
    tracks = tuple(_tracks(timeline, line, hours_said))
    clock_y = _TRACKS + _ROW * len(tracks) + 34
    open_run = timeline.run.stop is None
    marks = tuple(_placed(list(_marks(timeline, line, zone, second, towns[1])), clock_y))
    bottom = max([clock_y + 34, *(mark.y + (14 if mark.second else 0) for mark in marks)]) + 26
    return Drawing(
        title,
        WIDTH,
        bottom + 18,
        LEFT,
        RIGHT,
        tuple(line.ticks(zone, second)),
        tuple(line.days(zone)),
        tuple((x, line.stretches[place + 1].x) for place, x in enumerate(line.cuts)),
        tracks,
        clock_y,
        timeline.story.clock.name,
        limit_said,
        tuple(_clock_bars(timeline, line)),
        marks,
        line.x(timeline.now) if open_run else None,
        line.x(timeline.due) if timeline.due is not None else None,
        towns[0],
        towns[1],
        bottom,
    )


def _wanted(timeline: Timeline) -> Iterator[Period]:
    """What must be seen: open hours within the run and its due instant, and a little around everything that happened."""
    run = timeline.run
    ends = [run.start, timeline.end, *(at for at in (timeline.due, timeline.due_bare) if at is not None)]
    first, last = min(ends), max(ends)
    around = max(min((last - first) // 8, 45 * MINUTE), 5_000_000)
    first, last = first - around, last + around
    if last - first < 6 * HOUR:
        yield Period(first, last)
        return
    hours = timeline.rule.schedule.hours(first, last)
    for start, end in zip(hours.starts.tolist(), hours.ends.tolist(), strict=True):
        if start < last and end > first:
            yield Period(max(start - around, first), min(end + around, last))
    seen = [*ends, *(warned.at for warned in timeline.warnings if first <= warned.at <= last)]
    seen += [edge for wait in timeline.waits for edge in (wait.start, wait.end)]
    for at in seen:
        yield Period(max(at - around, first), min(at + around, last))


def _tracks(timeline: Timeline, line: Axis, hours_said: str) -> Iterator[Track]:
    y = _TRACKS
    yield Track("Support hours", hours_said, y, tuple(_hours(timeline, line)))
    for who, name in (("client", "Waiting for client"), ("third party", "Waiting for third party"), ("outside control", "Outside control")):
        waits = [wait for wait in timeline.waits if wait.who == who]
        if waits:
            y += _ROW
            kind = "client" if who == "client" else "third"
            yield Track(name, "", y, tuple(bar for wait in waits for bar in _waiting(wait, line, kind)))


def _waiting(wait: Wait, line: Axis, kind: str) -> Iterator[Bar]:
    """The parts of a wait; its words stand by the widest."""
    bars = [Bar(x, width, kind) for x, width in line.parts(wait.start, wait.end)]
    widest = max(bars, key=lambda bar: bar.width, default=None)
    said = f"{wait.cause}, {duration(wait.end - wait.start)}"
    yield from (_with_label(bar, said) if bar is widest else bar for bar in bars)


def _with_label(bar: Bar, said: str) -> Bar:
    """The bar with its words inside where they fit, else beside it, on the side that has room."""
    room = len(said) * _CHARACTER + 12
    if bar.width >= room:
        return Bar(bar.x, bar.width, bar.kind, said, round(bar.x + 6, 1), "start")
    if bar.x - LEFT > room:
        return Bar(bar.x, bar.width, bar.kind, said, round(bar.x - 6, 1), "end", True)
    return Bar(bar.x, bar.width, bar.kind, said, round(bar.x + bar.width + 6, 1), "start", True)


def _hours(timeline: Timeline, line: Axis) -> Iterator[Bar]:
    for stretch in line.stretches:
        hours = timeline.rule.schedule.hours(stretch.start, stretch.end)
        at = stretch.start
        for start, end in zip(hours.starts.tolist(), hours.ends.tolist(), strict=True):
            begin, until = max(start, stretch.start), min(end, stretch.end)
            if begin < until:
                yield from (Bar(x, width, "shut") for x, width in line.parts(at, begin))
                yield from (Bar(x, width, "open") for x, width in line.parts(begin, until))
                at = until
        yield from (Bar(x, width, "shut") for x, width in line.parts(at, stretch.end))


def _clock_bars(timeline: Timeline, line: Axis) -> Iterator[Bar]:
    """Solid where time counted (in the colour of a miss after due), dotted where it did not, hollow what is left until due."""
    for span in timeline.spans:
        if not span.counted:
            begin, until = line.x(span.start), line.x(span.end)
            word = "paused" if span.why.startswith("paused") else "closed"
            said = f"{word}, {duration(span.end - span.start)}"
            wide = len(said) * _CHARACTER + 10
            shown = said if until - begin > wide else ""
            yield Bar(begin, round(until - begin, 1), "dotted", shown, round((begin + until) / 2, 1))
            continue
        edge = timeline.due if timeline.due is not None and span.start < timeline.due < span.end else None
        for start, end in ((span.start, edge), (edge, span.end)) if edge is not None else ((span.start, span.end),):
            assert start is not None and end is not None
            kind = "late" if timeline.due is not None and start >= timeline.due else "counted"
            length = duration(span.open_time) if edge is None else duration(end - start)
            yield from _lengths(line, start, end, kind, length)
    if timeline.run.stop is None and timeline.due is not None and timeline.due > timeline.now:
        yield from _lengths(line, timeline.now, timeline.due, "left", duration(timeline.left))


def _lengths(line: Axis, start: int, end: int, kind: str, length: str) -> Iterator[Bar]:
    parts = list(line.parts(start, end))
    longest = max(range(len(parts)), key=lambda place: parts[place][1], default=0)
    for place, (x, width) in enumerate(parts):
        short = length.removesuffix(" min")
        said = length if width > len(length) * _CHARACTER + 6 else short if width > len(short) * _CHARACTER + 4 else ""
        yield Bar(x, width, kind, said if place == longest else "", round(x + width / 2, 1))


def _marks(timeline: Timeline, line: Axis, zone: str, second: str, town: str) -> Iterator[Mark]:
    def at(instant: int, place: str = zone) -> str:
        return f"{moment(instant, place):%H:%M}"

    run = timeline.run
    yield Mark(line.x(run.start), 0, "received", f"{_begun(timeline.rule.start)} {at(run.start)}", line.x(run.start) - 40)
    if run.stop is not None:
        yield Mark(line.x(run.stop), 0, "stopped", f"{timeline.rule.stop} {at(run.stop)}", line.x(run.stop))
    for warned in timeline.warnings:
        if warned.share < 1 and warned.at <= max(timeline.end, timeline.due or 0):
            word = "alert" if warned.to else "used"
            yield Mark(line.x(warned.at), 0, "warning", f"{int(warned.share * 100)} % {word} {at(warned.at)}", line.x(warned.at))
    if run.stop is None:
        yield Mark(line.x(timeline.now), 0, "now", "now", line.x(timeline.now))
    if timeline.due_bare is not None:
        yield Mark(line.x(timeline.due_bare), 0, "bare", f"due {at(timeline.due_bare)} before the pauses", line.x(timeline.due_bare))
    if timeline.due is not None:
        other = at(timeline.due, second)
        two = f"{other} {town}" if town and other != at(timeline.due) else ""
        yield Mark(line.x(timeline.due), 0, "due", f"due {at(timeline.due)}", line.x(timeline.due) + 6, "start", two)


def _begun(word: str) -> str:
    return "received" if word in ("created", "received") else word


def _placed(marks: Sequence[Mark], clock_y: int) -> Iterator[Mark]:
    """Every word in the highest row in which it meets no other; the due instant takes its place first."""
    taken: dict[int, list[tuple[float, float]]] = {}
    order = sorted(marks, key=lambda mark: (mark.kind != "due", mark.kind != "now", mark.kind != "received", mark.x))
    for mark in order:
        wide = max(len(mark.said), len(mark.second)) * _CHARACTER + 10
        start = mark.label_x if mark.anchor == "start" and mark.kind == "due" else mark.x - wide / 2
        start = max(min(start, WIDTH - wide), LEFT - 30)
        row = 0
        rows = 2 if mark.second else 1
        while any(start < until and start + wide > begin for one in range(row, row + rows) for begin, until in taken.get(one, ())):
            row += 1
        for one in range(row, row + rows):
            taken.setdefault(one, []).append((start, start + wide))
        middle = mark.kind != "due"
        label_x = start + wide / 2 if middle else start
        yield Mark(mark.x, clock_y + 37 + 16 * row, mark.kind, mark.said, round(label_x, 1), "middle" if middle else "start", mark.second)
