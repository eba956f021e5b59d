"""Shared hours as a drawing: a Wednesday from 0 to 24 on the client's wall, a bar for each company, filled where both work."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils import dateformat

from remit.clock.overlap import Season, seasons
from remit.clock.schedule import Schedule
from remit.clock.windows import BadWindow
from remit.records.models.provider import Provider
from remit.stages.workspace import working_hours
from remit.values.period import DAY, HOUR, UnknownZone, moment

CLIENT_HOURS = "Monday to Friday: 09:00 to 17:30"
YEAR = 365 * DAY
WIDTH = 240.0


@dataclass(frozen=True, slots=True)
class Bar:
    """From `x` on `width` wide, of 240 for a day."""

    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Drawn:
    """A season: its days in words, shared hours a week and of how many, and the bars of client, provider and both."""

    said: str
    hours: str
    of: str
    client: tuple[Bar, ...]
    theirs: tuple[Bar, ...]
    both: tuple[Bar, ...]


def hours_of(text: str, place: str) -> Schedule | None:
    """Working hours that can be read; None otherwise."""
    try:
        return working_hours.read(text, place) if text else None
    except (BadWindow, UnknownZone):
        return None


def drawn(provider: Provider, client: Schedule | None, now: int) -> tuple[Drawn, ...]:
    """The seasons of the year from now; none where the hours are not known."""
    theirs = hours_of(provider.hours, provider.zone)
    if client is None or theirs is None:
        return ()
    return tuple(_drawn(season, client.zone) for season in seasons(client, theirs, now, now + YEAR))


def span_said(found: Sequence[Drawn]) -> str:
    """`30 to 35 of 42.5 h a week`."""
    hours = sorted({float(one.hours) for one in found})
    if not hours:
        return ""
    said = _hours(hours[0]) if len(hours) == 1 else f"{_hours(hours[0])} to {_hours(hours[-1])}"
    return f"{said} of {found[0].of} h"


def _drawn(season: Season, place: str) -> Drawn:
    first, last = moment(season.span.start, place), moment(season.span.end - 1, place)
    said = f"{dateformat.format(first, 'j M')} to {dateformat.format(last, 'j M Y')}"
    bars = (tuple(_bars(spans, place)) for spans in (season.first, season.second, season.both))
    client, theirs, both = bars
    return Drawn(said, _hours(season.each_week / HOUR), _hours(season.own / HOUR), client, theirs, both)


def _bars(spans: Sequence[object], place: str) -> Iterator[Bar]:
    for span in spans:
        start, length = span.start, span.end - span.start  # type: ignore[attr-defined]
        when = moment(start, place)
        x = (when.hour + when.minute / 60) * WIDTH / 24
        yield Bar(x, length / HOUR * WIDTH / 24)


def _hours(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
