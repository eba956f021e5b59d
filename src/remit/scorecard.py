"""Measures held against their targets: what was met, amber or missed, and what could not be judged."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from remit.measure import Measure, Result

Status = Literal["met", "amber", "missed", "no data", "too little evidence", "reported"]


@dataclass(frozen=True, slots=True)
class Attainment:
    """One service level in one month.

    At or above target is met; below target but not below minimum is amber and costs nothing; below minimum (or below target, where there
    is no minimum) is missed. Below the minimum sample it is too little evidence, without work no data; neither is ever 100 %.
    A level without a target is reported. `misses_left` is how many more items could miss before the level would be missed, where that
    can be said (None otherwise); `short_by` how many more items in time would have met the minimum.
    """

    clause: str
    name: str
    rule: str
    owed_by: str
    result: Result
    measure: Measure
    target: Fraction | None
    minimum: Fraction | None
    better: Literal["more", "less"]
    status: Status
    minimum_sample: int = 0
    misses_left: int | None = None
    short_by: int | None = None
    excused: int = 0
    undecided: int = 0


@dataclass(frozen=True, slots=True)
class Scorecard:
    """All levels of a month, in clause order."""

    levels: tuple[Attainment, ...]

    def __getitem__(self, clause: str) -> Attainment:
        for level in self.levels:
            if clause in (level.clause, level.name):
                return level
        raise KeyError(clause)

    def get(self, clause: str) -> Attainment | None:
        try:
            return self[clause]
        except KeyError:
            return None
