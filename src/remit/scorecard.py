"""Measures held against their targets: what was met, amber or missed, and what could not be judged.

Comparisons are exact. What is held against the target is the measured value, or the lower bound of a sample, averaged with earlier months
and rounded where the contract says so; then equal is met (or missed, with `exactly at: missed`).
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, Literal

from remit.measure import Measure, Metric, Result
from remit.terms.document import Clause
from remit.terms.typed import Band, Length
from remit.terms.words import Words, decimals, exact

Status = Literal["met", "amber", "missed", "no data", "too little evidence", "reported"]


@dataclass(frozen=True, slots=True)
class Attainment:
    """One service level in one month.

    At or above target is met; below target but not below minimum is amber and costs nothing; below minimum (or below target, where there
    is no minimum) is missed. Below the minimum sample it is too little evidence, without work no data; neither is ever 100 %.
    A level without a target is reported. `judged` is what was held against the target: the value, its lower bound, averaged, rounded.
    `misses_left` is how many more items could miss before the level would be missed, where that can be said (None otherwise); `short_by`
    how many more items in time would have met the minimum. `because` is one plain sentence with the figures. `timed` is the unit in which
    the parties wrote a target of time.
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
    judged: Fraction | None = None
    timed: Length | None = None
    because: str = ""

    @property
    def counted(self) -> Fraction | None:
        """What was held against the target, where it rests on enough; None without work, and below the minimum sample."""
        return None if self.status == "too little evidence" else self.judged

    def exact(self, value: Fraction | Length) -> Fraction:
        """A result as the contract writes it (a target, the edge of a band) as the number that measures are compared with."""
        return Fraction(value.microseconds) if isinstance(value, Length) else value

    def written(self, value: Fraction) -> str:
        """A result for people: `83.1 %`, `4.4`, `3.1 business hours`; with the decimals that tell it from target and minimum."""
        if self.result == "time" and self.timed is not None:
            one = Fraction(Length(Fraction(1), self.timed.unit).microseconds)
            return Words().length(replace(self.timed, amount=Fraction(_shown(value / one, 1, self._limits(one))[0])))
        if self.result == "percentage":
            return f"{_shown(value * 100, 1, self._limits(Fraction(1, 100)))[1]} %"
        return _shown(value, 2, self._limits(Fraction(1)))[1]

    def _limits(self, one: Fraction) -> list[Fraction]:
        return [limit / one for limit in (self.target, self.minimum) if limit is not None]

    @property
    def evidence(self) -> str:
        """The figures that a person would check: `2,432 of 2,926`, `from 61`; empty where the result was given as such."""
        if not self.measure.parts:
            return ""
        good = good_items(self.measure) if self.result == "percentage" else None
        return f"{exact(good)} of {exact(self.measure.count)}" if good is not None else f"from {exact(self.measure.count)}"

    @property
    def result_said(self) -> str:
        """The level with its result: `email first reply at 83.1 % (2,432 of 2,926)`."""
        said = self.written(self.judged) if self.judged is not None else self.status
        return f"{self.name} at {said} ({self.evidence})" if self.evidence else f"{self.name} at {said}"

    def band_said(self, band: Band) -> str:
        """A band of results in words: `from 4.6`, `90 % to 95 %`."""
        low = None if band.low is None else self.written(band.low)
        high = None if band.high is None else self.written(band.high)
        return f"{low} to {high}" if low and high else f"from {low}" if low else f"below {high}"


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


def attainment(
    level: Clause,
    metric: Metric,
    measure: Measure,
    earlier: Sequence[Attainment | None] = (),
    *,
    target: Fraction | None = None,
    excused: int = 0,
    undecided: int = 0,
) -> Attainment:
    """One level judged. `earlier` are its attainments in the months before, the last month first, None where there is none.

    `target` stands for the one written in the clause where it has risen since.
    """
    wanted, least = level.get("target"), level.get("minimum")
    bare = Attainment(
        clause=level.number,
        name=level.name,
        rule=level.rule or "",
        owed_by=level.get("owed by", "provider"),
        result=metric.result_kind(level),
        measure=measure,
        target=target if target is not None else _number(wanted),
        minimum=_number(least),
        better=metric.better_when(level),
        status="reported",
        minimum_sample=level.get("minimum sample") or 0,
        excused=excused,
        undecided=undecided,
        timed=wanted if isinstance(wanted, Length) else None,
    )
    judged = _judged(level, bare, earlier)
    status = _status(level, bare, judged, earlier)
    left, short = _distance(level, bare, status)
    found = replace(bare, judged=judged, status=status, misses_left=left, short_by=short)
    return replace(found, because=_because(found))


def good_items(measure: Measure) -> int | None:
    """How many of the counted items were good, where the result is a share of items.

    >>> good_items(Measure(Fraction(2432, 2926), 2926)), good_items(Measure(Fraction(463, 100), 412))
    (2432, None)
    """
    if measure.value is None or not 0 <= measure.value <= 1:
        return None
    good = measure.value * measure.count
    return int(good) if good.denominator == 1 else None


def rounded(value: Fraction, places: int, one: Fraction) -> Fraction:
    """A result rounded half up to decimal places of its printed unit; `one` is that unit (1/100 for percentages).

    >>> rounded(Fraction(9896, 10000), 1, Fraction(1, 100))
    Fraction(99, 100)
    """
    step = one / Fraction(10) ** places
    return math.floor(value / step + Fraction(1, 2)) * step


def keeps(level: Clause, better: str, value: Fraction, limit: Fraction) -> bool:
    """Whether a judged value is on the good side of a limit; equal is, unless the clause says `exactly at: missed`."""
    if value == limit:
        return bool(level.get("exactly at", "met") == "met")
    return value > limit if better == "more" else value < limit


def _number(value: Any) -> Fraction | None:
    return Fraction(value.microseconds) if isinstance(value, Length) else value


def _judged(level: Clause, bare: Attainment, earlier: Sequence[Attainment | None]) -> Fraction | None:
    """The value that is held against the target."""
    measure = bare.measure
    value = measure.judged_by if measure.judged_by is not None else measure.value
    if value is None or not measure.count:
        return None
    others = [_own(one) for one in earlier[: _months_averaged(level) - 1] if one is not None]
    values = [value, *(other for other in others if other is not None)]
    return _as_rounded(level, bare, sum(values, Fraction(0)) / len(values))


def _months_averaged(level: Clause) -> int:
    average = level.get("averaged over")
    return 1 if average is None else int(average.amount)


def _own(one: Attainment) -> Fraction | None:
    return one.measure.judged_by if one.measure.judged_by is not None else one.measure.value


def _as_rounded(level: Clause, bare: Attainment, value: Fraction) -> Fraction:
    places = level.get("rounded to")
    if places is None:
        return value
    if bare.result == "time":
        one = Fraction(Length(Fraction(1), bare.timed.unit).microseconds) if bare.timed else Fraction(1)
    else:
        one = Fraction(1, 100) if bare.result == "percentage" else Fraction(1)
    return rounded(value, places, one)


def _status(level: Clause, bare: Attainment, judged: Fraction | None, earlier: Sequence[Attainment | None]) -> Status:
    if judged is None:
        return "no data"
    if bare.measure.count < bare.minimum_sample or not bare.measure.sufficient:
        return "too little evidence"
    if bare.target is None:
        return "reported"
    if keeps(level, bare.better, judged, bare.target):
        return "met"
    if bare.minimum is not None and not keeps(level, bare.better, judged, bare.minimum):
        return "missed"
    times = level.get("target misses")
    if times is not None:
        return "missed" if _missed_often(times, earlier) else "amber"
    return "missed" if bare.minimum is None else "amber"


def _missed_often(times: Any, earlier: Sequence[Attainment | None]) -> bool:
    """Whether this month's miss of the target is one too many: `4 in any 12 months`, or `3 in a row`."""
    flags = [one is not None and one.status in ("amber", "missed") for one in earlier]
    if times.within is None:
        return len(flags) >= times.count - 1 and all(flags[: times.count - 1])
    return 1 + sum(flags[: times.within - 1]) >= int(times.count)


def _distance(level: Clause, bare: Attainment, status: Status) -> tuple[int | None, int | None]:
    """How many more items may miss, or how many fewer misses it would have taken."""
    measure = bare.measure
    limit = bare.minimum if bare.minimum is not None else bare.target
    good = good_items(measure) if bare.result == "percentage" else None
    alone = measure.judged_by is None and level.get("target misses") is None and _months_averaged(level) == 1
    if good is None or limit is None or not measure.parts or not alone or status not in ("met", "amber", "missed"):
        return None, None
    count = measure.count
    more = bare.better == "more"

    def kept(items: int) -> bool:
        return keeps(level, bare.better, _as_rounded(level, bare, Fraction(items, count)), limit)

    # The least number of good items that keeps the limit (or, where less is better, the first that breaks it).
    edge = bisect_left(range(count + 1), True, key=lambda items: kept(items) == more)
    if status == "missed":
        return None, (edge - good if more else good - edge + 1)
    return (good - edge if more else edge - 1 - good), None


def _because(found: Attainment) -> str:
    if found.status == "no data":
        return f"{found.name} has no data"
    if found.status == "too little evidence":
        return f"{found.name} rests on {found.measure.count:,} of at least {found.minimum_sample:,}"
    if found.status in ("reported", "met") or found.judged is None or found.target is None:
        return found.result_said
    missed = found.status == "missed"
    beyond_minimum = found.minimum is not None and (
        found.judged <= found.minimum if found.better == "more" else found.judged >= found.minimum
    )
    limit, noun = (found.minimum, "minimum") if missed and beyond_minimum and found.minimum is not None else (found.target, "target")
    assert limit is not None
    side = "at" if found.judged == limit else "below" if found.better == "more" else "above"
    often = " too often" if missed and noun == "target" and found.minimum is not None else ""
    return f"{found.result_said} is {side} the {noun} of {found.written(limit)}{often}"


def _shown(value: Fraction, places: int, limits: Sequence[Fraction]) -> tuple[Fraction, str]:
    """A number with at most so many decimals, or as many more as tell it from its limits; as a number and as text."""
    if any((value * 10**n).denominator == 1 for n in range(places + 1)):
        return value, exact(value)
    for more in range(places, 9):
        units = Fraction(math.floor(value * 10**more + Fraction(1, 2)), 10**more)
        if all((units < limit, units == limit) == (value < limit, value == limit) for limit in limits):
            return units, decimals(value, more)
    return value, decimals(value, 9)
