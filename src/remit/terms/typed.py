"""The typed values that a contract's settings become.

Percentages and numbers are `Fraction` (90 % is 9/10), sums are `Money`, yes/no is bool, dates are `date`, names and texts are str; the
rest are the frozen classes below.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal

from remit.values.period import SECOND

Unit = Literal["second", "minute", "hour", "day", "week", "month", "year"]


@dataclass(frozen=True, slots=True)
class Length:
    """A length of time: `4 business hours` runs inside a calendar, `4 hours` day and night, `1 business day` is a working day."""

    amount: Fraction
    unit: Unit
    business: bool = False

    @property
    def microseconds(self) -> int:
        """For seconds, minutes, hours; days and weeks count 24 hours each. Months and years raise `ValueError`."""
        seconds = {"second": 1, "minute": 60, "hour": 3600, "day": 86_400, "week": 604_800}
        if self.unit not in seconds:
            raise ValueError(f"{self.unit}s have no fixed length")
        return int(self.amount * seconds[self.unit] * SECOND)


@dataclass(frozen=True, slots=True)
class ExchangeRate:
    """`23.50 ZAR for 1 GBP`: `amount` of `linked` for one unit of `against`."""

    amount: Fraction
    linked: str
    against: str


@dataclass(frozen=True, slots=True)
class Occurrences:
    """`4 in any 12 months` (count 4, within 12) or `3 in a row` (count 3, within None)."""

    count: int
    within: int | None


@dataclass(frozen=True, slots=True)
class Scale:
    """`1 to 5`: the lowest and the highest answer."""

    low: Fraction
    high: Fraction


@dataclass(frozen=True, slots=True)
class Window:
    """`08:00 to 18:00`: minutes after midnight, last excluded. `end` above 1440 runs into the next day (`22:00 to 06:00`)."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Deadline:
    """A date that hangs on another: `30 days before the end`, `10 business days after notice`, `last day of the term`.

    `length` is None on the very day; `event` is what it hangs on ("the end", "notice", "services start"), and `before` the direction.
    """

    event: str
    length: Length | None = None
    before: bool = False


@dataclass(frozen=True, slots=True)
class Band:
    """Results from `low` (included unless the `edge` is the lower band) to `high`; None is open. `pays` has the other columns, typed."""

    low: Fraction | None
    high: Fraction | None
    pays: Mapping[str, Any]
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Between:
    """A range in a population: `{from: 1, to: 3}`, both ends included; None is open."""

    low: str | None
    high: str | None


Condition = Mapping[str, tuple[str, ...] | Between]
"""A population by field: each field has one of the values, or lies in the range; several fields are joined by *and*."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a target table."""

    where: Condition
    value: Any
    line: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Targets by field: exactly one row fits an item; `as_at` says when the field is read."""

    rows: tuple[Row, ...]
    as_at: Literal["start", "due", "stop"] = "start"
    otherwise: Any = None
