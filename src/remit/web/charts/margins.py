"""Margins of the closed months as columns from zero, and the running month's likely one with its range: numbers to places on a sheet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from remit.stages.improvement.margin import Closed, Running
from remit.terms.words import money
from remit.values.money import Rounding

WIDTH, TOP, HEIGHT = 700, 22, 150
SHOWN = 12


@dataclass(frozen=True, slots=True)
class Bar:
    """A column: its place, its words; `loss` where it hangs below zero. `low` and `high` are the ends of a range, for the running month."""

    x: float
    y: float
    width: float
    height: float
    label: str
    said: str
    key: str
    loss: bool
    low: float | None = None
    high: float | None = None

    @property
    def middle(self) -> float:
        return self.x + self.width / 2

    @property
    def said_y(self) -> float:
        top = min(self.y, self.high if self.high is not None else self.y)
        return self.y + self.height + 14 if self.loss else top - 6


@dataclass(frozen=True, slots=True)
class Margins:
    bars: tuple[Bar, ...]
    zero: float
    bottom: float


def margins(months: Sequence[Closed], running: Running | None) -> Margins | None:
    """The drawing; None where no month has a margin."""
    closed = [one for one in reversed(months[:SHOWN]) if one.margin is not None]
    if not closed:
        return None
    ahead = running.margin if running is not None else None
    values = [Fraction(one.margin or 0) for one in closed]
    ends = [*values, *([ahead.p10, ahead.p90] if ahead is not None else []), Fraction(0)]
    most, least = max(ends), min(ends)
    span = most - least or Fraction(1)

    def place(value: Fraction) -> float:
        return TOP + float((most - value) / span) * HEIGHT

    zero, step = place(Fraction(0)), WIDTH / (len(closed) + (ahead is not None))
    bars = [
        _bar(
            index * step,
            step,
            place(value),
            zero,
            (f"{one.month.first:%b}", _said(value, one.currency), str(one.month)),
        )
        for index, (one, value) in enumerate(zip(closed, values, strict=True))
    ]
    if ahead is not None and running is not None:
        likely = _said(ahead.p50, closed[-1].currency)
        found = _bar(len(closed) * step, step, place(ahead.p50), zero, (f"{running.month.first:%b}", likely, ""))
        bars.append(
            Bar(found.x, found.y, found.width, found.height, found.label, likely, "", found.loss, place(ahead.p10), place(ahead.p90))
        )
    return Margins(tuple(bars), zero, TOP + HEIGHT)


def _said(value: Fraction, currency: str) -> str:
    return money(Rounding().of(value), currency)


def _bar(left: float, step: float, y: float, zero: float, words: tuple[str, str, str]) -> Bar:
    label, said, key = words
    return Bar(left + step * 0.16, min(y, zero), step * 0.68, abs(zero - y), label, said, key, y > zero)
