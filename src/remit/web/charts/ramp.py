"""The ramp of the handover: for each task a bar over time, as high as the share that is with the provider."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from remit.stages.pilot.ownership import Owned
from remit.stages.pilot.wave_seen import WaveSeen
from remit.values.period import moment

LEFT, WIDTH, ROW, BAR = 128, 1100, 46, 28
HIGH = 20
"""A bar of this height holds its figure."""


@dataclass(frozen=True, slots=True)
class Step:
    """A share from one day to the next change: `ahead` where that lies in the future or is not sure yet. `label_y` is where its figure
    stands: inside a high bar, over a low one."""

    x: float
    width: float
    y: float
    height: float
    said: str
    label_y: float
    ahead: bool


@dataclass(frozen=True, slots=True)
class Track:
    name: str
    service: str
    top: int
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Tick:
    x: float
    said: str


@dataclass(frozen=True, slots=True)
class Ramp:
    tracks: tuple[Track, ...]
    ticks: tuple[Tick, ...]
    today: float | None
    height: int
    left: int = LEFT
    width: int = WIDTH


def ramp(owned: Sequence[Owned], found: Sequence[WaveSeen], today: date, zone: str) -> Ramp | None:
    """From a week before the first wave to three weeks after the last; None without a wave."""
    waves = [one for one in found if one.word != "withdrawn"]
    if not waves or not owned:
        return None
    days = [_day(one, zone) for one in waves]
    first, last = min(days) - timedelta(days=7), max(days) + timedelta(days=28)
    span = (last - first).days

    def at(day: date) -> float:
        return LEFT + (WIDTH - LEFT) * (day - first).days / span

    tracks = []
    for index, one in enumerate(owned):
        own = sorted((wave for wave in waves if one.task in wave.row.tasks), key=lambda wave: (_day(wave, zone), wave.row.number))
        tracks.append(Track(one.task, one.service, 26 + index * ROW, tuple(_steps(own, at, last, 26 + index * ROW, zone))))
    ticks = tuple(Tick(at(day), f"{day.day} {day:%b}") for day in sorted(set(days)))
    inside = first <= today <= last
    return Ramp(tuple(tracks), ticks, at(today) if inside else None, 26 + len(owned) * ROW + 6)


def _steps(own: Sequence[WaveSeen], at: Callable[[date], float], last: date, top: int, zone: str) -> Iterator[Step]:
    for index, wave in enumerate(own):
        start = _day(wave, zone)
        end = _day(own[index + 1], zone) if index + 1 < len(own) else last
        height = BAR * float(wave.row.share) / 100
        said = f"{wave.row.share.normalize():f} %"
        label_y = top + 18.0 if height > HIGH else top + BAR - height - 4
        yield Step(at(start), at(end) - at(start), top + BAR - height, height, said, label_y, not wave.in_force)


def _day(wave: WaveSeen, zone: str) -> date:
    return moment(wave.effective_at, zone).date() if wave.effective_at is not None else wave.row.day
