"""Metric (definition) -> Summary (integers that add up) -> Measure (result).

A metric turns finished work into *contributions*: one row per item with integer parts. A `Summary` is their sum, a commutative group,
so shards add and an update subtracts the old contribution and adds the new one. A `Measure` is what a summary says.
"""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import TYPE_CHECKING, Any, ClassVar, Literal

import polars as pl

from remit.terms.kinds import Choice, Count, Duration, Name, Places, Times, Value, Where
from remit.terms.setting import Rule, Setting
from remit.terms.typed import Length

if TYPE_CHECKING:
    from remit.terms.document import Clause
    from remit.work.evidence import Evidence

Result = Literal["percentage", "score", "time", "count"]
BY_ITEM = frozenset(("item", "agent", "incident"))
"""The partition keys that are items of a record: their events, in whatever records, never need those of another item."""


@dataclass(frozen=True, slots=True)
class Summary:
    """Integer sums by name, and exact value counts (value -> how many items) for percentiles. Zero entries do not exist.

    >>> (Summary({"met": 2, "counted": 3}) + Summary({"met": 1, "counted": 1})) - Summary({"met": 1, "counted": 1})
    Summary(sums={'met': 2, 'counted': 3}, values={})
    """

    sums: Mapping[str, int] = field(default_factory=dict)
    values: Mapping[int, int] = field(default_factory=dict)

    def __add__(self, other: Summary) -> Summary:
        return Summary(_added(self.sums, other.sums, 1), _added(self.values, other.values, 1))

    def __sub__(self, other: Summary) -> Summary:
        return Summary(_added(self.sums, other.sums, -1), _added(self.values, other.values, -1))

    def __getitem__(self, name: str) -> int:
        return self.sums.get(name, 0)


def _added(left: Mapping[Any, int], right: Mapping[Any, int], sign: int) -> dict[Any, int]:
    total = dict(left)
    for key, count in right.items():
        total[key] = total.get(key, 0) + sign * count
        if not total[key]:
            del total[key]
    return total


def total(summaries: Iterable[Summary]) -> Summary:
    """The sum of any number of summaries, in any order."""
    whole = Summary()
    for summary in summaries:
        whole = whole + summary
    return whole


@dataclass(frozen=True, slots=True)
class Measure:
    """The result of one metric in one month.

    `value` is exact: a fraction of one for percentages (9/10 is 90 %), a score on the contract's scale, microseconds for times, a number
    for counts; None where nothing was measured. `count` is how many items it rests on (n). `parts` are the figures a person would
    check (2,432 of 2,926). `interval` is a confidence interval of `value` where the metric states one; `judged_by` the value that is
    held against the target when it is not the estimate (the lower bound of a sample).
    """

    value: Fraction | None
    count: int
    parts: Mapping[str, int] = field(default_factory=dict)
    interval: tuple[Fraction, Fraction] | None = None
    judged_by: Fraction | None = None
    sufficient: bool = True
    """False where the evidence is too little for another reason than the number of items (a low response rate)."""


class Metric(Rule):
    """How one kind of service level is measured. One file per metric in `metrics/`."""

    section: ClassVar[int] = 8
    better: ClassVar[Literal["more", "less"]] = "more"
    result: ClassVar[Result] = "percentage"
    key: ClassVar[str] = "item"
    """The partition key of its fold: item, customer, agent, component or incident. What is neither one item (`BY_ITEM`) nor a whole record
    (`component`) is told item by item by `keys`."""
    rests_on_cut: ClassVar[bool] = False
    """Whether time alone changes its contributions, without an event and without a clock falling due (an age, an outage that goes on)."""
    common: ClassVar[tuple[Setting, ...]] = (
        Setting("target", Value(), "The result that is promised; without one the level is only reported.", None),
        Setting("minimum", Value(), "The result below which the level is missed; between minimum and target it is amber.", None),
        Setting("owed by", Choice("provider", "client", "both"), "Whose promise it is.", "provider"),
        Setting("minimum sample", Count(), "How many items a result must rest on; below it is too little evidence.", 30),
        Setting("rounded to", Places(), "To how many decimal places the result is rounded before it is judged.", None),
        Setting("averaged over", Duration(), "How many months one result takes together.", Length(Fraction(1), "month")),
        Setting("where", Where(), "Only items with these fields count.", None),
        Setting("except", Where(), "Items with these fields do not count.", None),
        Setting("exactly at", Choice("met", "missed"), "What a result exactly at the target or minimum is.", "met"),
        Setting(
            "target misses", Times(), "How often the target may be missed before the level is missed, though never below minimum.", None
        ),
        Setting("record", Name("records"), "The record that holds the evidence, where it is not that of what is covered.", None),
    )
    """The settings of every service level."""

    @abstractmethod
    def contributions(self, level: Clause, evidence: Evidence) -> pl.DataFrame:
        """One row per key that the level considers, in key order: `item` (str), `at` (instant, int64 µs: the month it belongs to),
        `counted` (bool), `why` (str: why it is not counted, or how it counted: "met", "late"), and int64 columns named in the summary;
        a column `value` (int64) feeds value counts. Rows that are not counted carry zeros."""

    def keys(self, level: Clause, evidence: Evidence) -> pl.DataFrame:
        """`item` and `key` (text, or None where an item goes with no other) of the items that a level considers: items of one key are
        only right together. Asked of metrics whose key is no item; it may rest on the events of each item alone."""
        raise NotImplementedError(f"the metric '{self.name}' is partitioned by {self.key} and does not say which item has which")

    def reported(self, level: Clause, evidence: Evidence) -> pl.DataFrame | None:
        """The month as facts tell it where the log does not: one row with the columns of `contributions`; None where no fact does."""
        return None

    def recorded(self, level: Clause, evidence: Evidence, rows: pl.DataFrame) -> bool:
        """Whether the log itself tells the month, so that facts do not count; `rows` are the contributions of the month."""
        return rows["at"].count() > 0

    @abstractmethod
    def measure(self, level: Clause, summary: Summary) -> Measure:
        """What a summary says, exactly; an empty one gives `Measure(None, 0)`, never 100 %."""

    def forgiven(self, rows: pl.DataFrame) -> pl.DataFrame:
        """The contributions as they would be had these items been good (relief with the effect *counted as met*)."""
        return rows.with_columns(met=pl.col("of")) if {"met", "of"} <= set(rows.columns) else rows

    @property
    def every_setting(self) -> Mapping[str, Setting]:
        """Those of every rule; target and minimum with a sample of this metric's sort of result."""
        return {
            name: replace(one, kind=one.kind.of(self.result)) if isinstance(one.kind, Value) and not one.kind.level else one
            for name, one in super().every_setting.items()
        }

    def result_kind(self, level: Clause) -> Result:
        """The sort of result at these settings (satisfaction is a score as a mean, a percentage as top box)."""
        return self.result

    def better_when(self, level: Clause) -> Literal["more", "less"]:
        return self.better


def contributed(rows: pl.DataFrame, counted: pl.Expr, why: pl.Expr, **sums: pl.Expr) -> pl.DataFrame:
    """Rows with `item` and `at` as contributions; what is not counted carries zeros (and no value)."""
    marked = rows.with_columns(counted=counted.fill_null(False), why=why)
    kept = [
        pl.when("counted").then(expression.cast(pl.Int64)).otherwise(None if name == "value" else 0).alias(name)
        for name, expression in sums.items()
    ]
    return marked.select("item", pl.col("at").cast(pl.Int64), "counted", "why", *kept).sort("item", "at")


def summed(contributions: pl.DataFrame) -> Summary:
    """The sum of the rows that count."""
    rows = contributions.filter("counted")
    names = [name for name in rows.columns if name not in ("item", "at", "counted", "why", "value")]
    sums = {name: int(rows[name].sum()) for name in names}
    values: dict[int, int] = {}
    if "value" in rows.columns:
        counts = rows["value"].drop_nulls().value_counts(sort=False)
        values = {int(value): int(count) for value, count in counts.iter_rows()}
    return Summary({name: count for name, count in sums.items() if count}, values)


def share(part: int, whole: int) -> Fraction | None:
    return Fraction(part, whole) if whole else None
