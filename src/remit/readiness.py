"""Is a pilot ready: criteria held against results, each with its bound and how much more evidence it would take.

A criterion *passes* only where its result reaches the figure, rests on the sample that was agreed, and (where it must be proven) does so
at the lower bound of its interval. A good result on too few items is "too little evidence", never a pass: luck is not a result. Shares and
confidence are 0 to 1; a result that both companies give (`of_each`) is judged by the worse. Practice: pilot and transition gates.

>>> accuracy = Criterion("entry accuracy", "share", at_least=Fraction(99, 100), proven_at=Fraction(95, 100), noun="order line")
>>> lucky = verdict(accuracy, [Result.of(120, 120)])
>>> lucky.status, lucky.bound_written, lucky.more
('too little evidence', '97.53 %', '179 more correct order lines in a row would prove it')
>>> verdict(accuracy, [Result.of(3128, 3150)]).status
'met'
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

from remit.exchange.statement_words import Answer
from remit.terms.words import decimals, exact, listed, plural
from remit.work.intervals import lower, upper
from remit.work.proof import more_to_prove

Kind = Literal["share", "mean", "time", "count"]
Status = Literal["met", "missed", "too little evidence", "no data"]
_WORST: tuple[Status, ...] = ("missed", "no data", "too little evidence", "met")
_TOLD: tuple[Status, ...] = ("missed", "too little evidence", "no data", "met")
_NUMBERS = ("at_least", "at_most", "proven_at", "best")


@dataclass(frozen=True, slots=True)
class Criterion:
    """What must hold. `kind` says what a result is: a share of counted units, a mean of answers, a time, or a count.

    `sample` is how many units it must rest on (0: any), `unit` that of a time, `noun` what is counted, `best` the highest answer of a
    scale, `of_each` that both companies give a result, `clause` the clause of the level.
    """

    name: str
    kind: Kind
    at_least: Fraction | None = None
    at_most: Fraction | None = None
    proven_at: Fraction | None = None
    sample: int = 0
    unit: str = ""
    noun: str = "item"
    best: Fraction | None = None
    of_each: bool = False
    clause: str = ""

    def plain(self) -> dict[str, Any]:
        """As JSON holds it: numbers as exact texts."""
        told = {one.name: getattr(self, one.name) for one in fields(self)}
        return {name: str(value) if name in _NUMBERS and value is not None else value for name, value in told.items()}

    @classmethod
    def read(cls, plain: Mapping[str, Any]) -> Criterion:
        """The criterion that `plain` wrote."""
        told: dict[str, Any] = {name: Fraction(value) if name in _NUMBERS and value is not None else value for name, value in plain.items()}
        return cls(**told)

    def written(self, value: Fraction | None) -> str:
        """A figure of this criterion in words: `99 %`, `4.2`, `4 business hours`, `9`. Where rounding hid that it differs from the limit,
        it gets another decimal."""
        if value is None:
            return "–"
        limit = self.limit
        if self.kind == "count":
            return exact(value)
        if value == limit:
            text = exact(value * 100 if self.kind == "share" else value)
        else:
            size = 100 if self.kind == "share" else 1
            places = 1 if decimals(value * size, 1) != decimals(limit * size, 1) else 2
            text = decimals(value * size, places)
        return f"{text} %" if self.kind == "share" else f"{text} {self.unit}".strip()

    @property
    def limit(self) -> Fraction:
        """The figure that a result is held against."""
        return self.at_least if self.at_least is not None else self.at_most or Fraction(0)

    @property
    def needs(self) -> str:
        """`at least 99 %, proven at 95 %`."""
        parts = [f"{'at least' if self.at_least is not None else 'at most'} {self.written(self.limit)}"]
        if self.proven_at is not None:
            parts.append(f"proven at {exact(self.proven_at * 100)} %")
        if self.sample:
            parts.append(f"from {self.sample:,} {plural(self.noun)}")
        return ", ".join(parts) + (", of each company" if self.of_each else "")

    def holds(self, value: Fraction) -> bool:
        """Whether a value is on the good side of the limit; equal is."""
        return value >= self.limit if self.at_least is not None else value <= self.limit


@dataclass(frozen=True, slots=True)
class Result:
    """What was found: a value, and the units it rests on where they were counted. `whose` is the company that gave it, where each does."""

    value: Fraction
    count: int | None = None
    whose: str = ""

    @classmethod
    def of(cls, good: Fraction | Decimal | int, count: int, whose: str = "") -> Result:
        """A share (good of counted) or a mean (sum of scores over answers)."""
        return cls(Fraction(good) / count, count, whose)

    @property
    def good(self) -> Fraction | None:
        return self.value * self.count if self.count is not None else None


@dataclass(frozen=True, slots=True)
class Verdict:
    """A criterion with its results and what follows. `bound` is the end of the interval that must reach the limit, where one must;
    `lacking` is how many more good units it would take (None where no number of them would), and `more` says so."""

    criterion: Criterion
    results: tuple[Result, ...]
    status: Status
    bound: Fraction | None = None
    lacking: int | None = None
    more: str = ""

    @property
    def written(self) -> str:
        return " and ".join(self.criterion.written(one.value) for one in self.results) or "–"

    @property
    def bound_written(self) -> str:
        """The bound to two decimals, rounded away from the limit, so that it never looks better than it is."""
        if self.bound is None:
            return ""
        size = self.bound * 10_000
        units = math.floor(size) if self.criterion.at_least is not None else math.ceil(size)
        return f"{decimals(Fraction(units, 100), 2)} %"

    @property
    def passes(self) -> bool:
        return self.status == "met"

    @property
    def gap(self) -> Fraction | None:
        """How far both companies' answers lie apart."""
        values = [one.value for one in self.results]
        return max(values) - min(values) if len(values) > 1 else None

    @property
    def reason(self) -> str:
        """Why it does not pass, as part of a sentence."""
        one, name = self.criterion, self.criterion.name
        if self.status == "no data":
            return f"{name} has no result yet"
        worst = min(self.results, key=lambda result: result.value * (1 if one.at_least is not None else -1))
        value = one.written(worst.value)
        if one.kind == "count":
            return f"{name} are {value} of {one.written(one.limit)}" if one.at_least is not None else f"{name} are {value}"
        if one.proven_at is not None:
            return f"{name} {value} is not proven at {one.written(one.limit)}"
        if self.status == "too little evidence":
            return f"{name} {value} rests on {worst.count or 0:,} of {one.sample:,} {plural(one.noun)}"
        return f"{name} {value} is {'below' if one.at_least is not None else 'above'} {one.written(one.limit)}"


def verdict(criterion: Criterion, results: Sequence[Result]) -> Verdict:
    """Judges one criterion. Without a result (or without that of one company, where each gives one) it is "no data"."""
    found = tuple(sorted(results, key=lambda one: one.whose))
    if not found or (criterion.of_each and {one.whose for one in found} < {"client", "provider"}):
        return Verdict(
            criterion, found, "no data", more="a result is needed of each company" if criterion.of_each else "a result is needed"
        )
    judged = [(_status(criterion, one), one) for one in found]
    status, worst = min(judged, key=lambda pair: _WORST.index(pair[0]))
    lacking = 0 if status == "met" else _lacking(criterion, worst)
    more = "" if status == "met" else _more(criterion, worst, lacking)
    return Verdict(criterion, found, status, bound_of(criterion, worst), lacking, more)


def bound_of(criterion: Criterion, result: Result) -> Fraction | None:
    """The end of the one-sided interval that is held against the limit; None where nothing must be proven or nothing was counted."""
    if criterion.proven_at is None or not result.count or result.good is None:
        return None
    end = lower if criterion.at_least is not None else upper
    return end(round(result.good), result.count, criterion.proven_at)


def _status(criterion: Criterion, result: Result) -> Status:
    if not criterion.holds(result.value):
        return "missed"
    bound = bound_of(criterion, result)
    unproven = criterion.proven_at is not None and (bound is None or not criterion.holds(bound))
    return "too little evidence" if unproven or (result.count or 0) < criterion.sample else "met"


def _lacking(criterion: Criterion, result: Result) -> int | None:
    """How many more units, each as good as can be, would make the criterion pass."""
    short = max(0, criterion.sample - (result.count or 0))
    if criterion.kind == "time":
        return short or None
    if criterion.kind == "count":
        return math.ceil(abs(criterion.limit - result.value))
    needed = _until_it_holds(criterion, result)
    return None if needed is None else max(short, needed)


def _until_it_holds(criterion: Criterion, result: Result) -> int | None:
    count, good, limit = result.count, result.good, criterion.limit
    if count is None or good is None:
        return None
    if criterion.kind == "mean" and criterion.best is None:
        return None
    best = criterion.best if criterion.best is not None else Fraction(1)
    if criterion.at_most is not None:  # what must be rare: its absence must be as frequent as the rest
        good, limit, best = count - good, 1 - limit, Fraction(1)
    if criterion.proven_at is not None:
        return more_to_prove(round(good), count, limit, criterion.proven_at)
    if limit >= best:
        return None
    return max(0, math.ceil((limit * count - good) / (best - limit)))


def _more(criterion: Criterion, result: Result, lacking: int | None) -> str:
    noun = plural(criterion.noun, lacking or 2)
    if lacking is None:
        counted = result.count and (criterion.kind == "share" or criterion.best is not None)
        return "no number of further good results would do" if counted else ""
    if criterion.kind == "count":
        return f"{lacking:,} more" if criterion.at_least is not None else f"{lacking:,} fewer"
    if criterion.proven_at is not None:
        return f"{lacking:,} more correct {noun} in a row would prove it"
    if not criterion.holds(result.value) and criterion.best is not None:
        return f"{lacking:,} more {noun} of {exact(criterion.best)} would reach it"
    if not criterion.holds(result.value):
        return f"{lacking:,} more good {noun} in a row would reach it"
    return f"{lacking:,} more {noun} {'is' if lacking == 1 else 'are'} needed"


def said(verdicts: Sequence[Verdict]) -> Answer:
    """The gate in a sentence: how many criteria pass, and why the others do not, a miss before what only lacks evidence."""
    passed = sum(one.passes for one in verdicts)
    opening = f"{passed} of {len(verdicts)} criteria pass"
    failing = sorted((one for one in verdicts if not one.passes), key=lambda one: _TOLD.index(one.status))
    if not failing:
        proven = [one for one in verdicts if one.criterion.proven_at is not None]
        names = listed([f"{one.criterion.name} {one.written} is proven at {one.criterion.written(one.criterion.limit)}" for one in proven])
        return Answer(f"{opening}: {names}." if proven else f"{opening}.", "", "", "met")
    if not any(one.results for one in verdicts):
        return Answer(f"None of the {len(verdicts)} criteria has a result yet.", "", "", "no data")
    first, *rest = _reasons(failing)
    tail = f"{', ' + ', '.join(rest[:-1]) if rest[:-1] else ''} and {rest[-1]}" if rest else ""
    return Answer(f"{opening}: ", first, f"{tail}.", failing[0].status)


def _reasons(failing: Sequence[Verdict]) -> list[str]:
    """At most four reasons; criteria without a result are counted where there are several."""
    empty = [one for one in failing if one.status == "no data"]
    told = [one.reason for one in failing if one.status != "no data"]
    shown = [*told[:3], f"{len(told) - 3} more do not pass"] if len(told) > 4 else told
    if len(empty) > 1:
        return [*shown, f"{len(empty)} criteria have no result yet"]
    return [*shown, *(one.reason for one in empty)]
