"""The spine: one pure function from an agreement, summaries, facts and history to the statement of a month."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from remit.line import Line
from remit.measure import Summary
from remit.scorecard import Scorecard
from remit.values.money import Rounding
from remit.values.period import Month


@dataclass(frozen=True, slots=True)
class Volume:
    """Units of one service in the month: what is billed, the client's forecast, and how many left the service levels as excess."""

    clause: str
    service: str
    unit: str
    billed: int
    forecast: int | None = None
    excess: int = 0


@dataclass(frozen=True, slots=True)
class CalendarUsed:
    """The working time that a statement rests on, signed with it, because lists of holidays and time-zone data change later.

    `holidays` are the public holidays of the month as dates. `transitions` are pairs (instant, seconds east of UTC from then on): the
    offset in force when the month begins, then every change within it.
    """

    clause: str
    name: str
    zone: str
    holidays: tuple[date, ...] = ()
    transitions: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Statement:
    """What one month costs and why. `version` counts from 1; an issued statement never changes, a later version stands beside it.

    `cut` is the instant that bounds what was known (`received_at` before it). `base` is the sum of the base charges, `total` the sum of
    the lines. `agreed` is what is due without the open objections, `disputed` the rest (their sum is `total`).
    `digests` names what the sums rest on, each `sha256:…`: "terms" (the bytes of the text), "work/<record>" (Merkle root of what was
    received before the cut), "facts" and "previous" (the statement issued before this one, which makes a chain; the first has none).
    `rounding` is the contract's, by which anybody can check a line.
    `notes` are the plain sentences a reader should see first (what made this month differ).
    """

    engagement: str
    client: str
    provider: str
    currency: str
    month: Month
    version: int
    cut: int
    rules_version: int
    lines: tuple[Line, ...]
    scorecard: Scorecard
    volumes: tuple[Volume, ...]
    base: Decimal
    total: Decimal
    agreed: Decimal
    disputed: Decimal
    tax: str = "none"
    notes: tuple[str, ...] = ()
    digests: Mapping[str, str] = field(default_factory=dict)
    terms_title: str = ""
    rounding: Rounding = field(default_factory=Rounding)
    calendars: tuple[CalendarUsed, ...] = ()


@dataclass(frozen=True, slots=True)
class Summaries:
    """What an engine computed from the work of one month: integers only.

    `levels` by the clause of the service level, `volumes` by the clause of the service. `excused` and `undecided` count items per level
    that were left out by accepted relief, or are not decided at the cut. `digests` is the Merkle root of the work, per record.
    """

    levels: Mapping[str, Summary] = field(default_factory=dict)
    volumes: Mapping[str, Volume] = field(default_factory=dict)
    excused: Mapping[str, int] = field(default_factory=dict)
    undecided: Mapping[str, int] = field(default_factory=dict)
    digests: Mapping[str, str] = field(default_factory=dict)
