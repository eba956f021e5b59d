"""What some of the work contributes to a month: a commutative group, so that shards add and replaced items are subtracted and added.

`local.summaries` is the definition. This file says which parts of it any share of the items can give alone, and what each needs of the
whole log beforehand: the kinds of event that each record knows, and the grants of reliefs that rest on all billed units. Levels differ:

by item    the metric's key is an item of a record: any shards that split no item
by key     the metric names a key of its own (the customer of repeat contacts): shards that split no key
whole      no shard can give it: levels of a component (overlapping outages), and levels of which facts tell the month, because whether the
           log tells it too hangs on all of its rows
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Literal, TypeVar

import polars as pl

from remit.agreement import Agreement
from remit.engines import local
from remit.line import Volume
from remit.measure import BY_ITEM, Summary, summed
from remit.relief import Granted
from remit.statement import Summaries
from remit.terms.document import Clause
from remit.values.period import Month
from remit.work.clocks import ClockRule, clock_rules
from remit.work.evidence import Evidence
from remit.work.log import empty

Way = Literal["by item", "by key", "whole"]
UNIT = pl.Schema({"service": pl.String, "item": pl.String, "at": pl.Int64, "arrived": pl.Int64})
Key = TypeVar("Key")


@dataclass(frozen=True)
class Asked:
    """A month of a contract, with all that a shard must be told: the arguments of `local.summaries` but for the events.

    `words` are the kinds of event that each record knows, over the whole log; `granted` the grants, by the clause of the relief, that no
    shard can find alone.
    """

    agreement: Agreement
    facts: pl.DataFrame
    month: Month
    cut: int
    upheld: bool
    rules: Mapping[str, ClockRule]
    words: Mapping[str, frozenset[str]] = field(default_factory=dict)
    granted: Mapping[str, tuple[Granted, ...]] = field(default_factory=dict)

    @classmethod
    def of(
        cls,
        agreement: Agreement,
        facts: pl.DataFrame,
        month: Month,
        cut: int,
        *,
        upheld: bool = False,
        rules: Mapping[str, ClockRule] | None = None,
    ) -> Asked:
        known = facts.filter(pl.col("received_at") < cut)
        return cls(agreement, known, month, cut, upheld, rules if rules is not None else clock_rules(agreement.terms))

    def evidence(self, events: pl.DataFrame, billed: Mapping[str, pl.DataFrame] | None = None) -> Evidence:
        """What some of the events say, before relief."""
        terms, zone = self.agreement.terms, self.agreement.zone
        return Evidence(terms, events, self.facts, self.month, self.cut, zone, rules=self.rules, words=self.words, billed=billed)

    def relieved(self, evidence: Evidence) -> local.Known:
        return local.relieved(self.agreement, evidence, upheld=self.upheld, given=self.granted)

    @cached_property
    def bare(self) -> Evidence:
        """What can be said without any event."""
        return self.evidence(empty())

    @cached_property
    def ways(self) -> Mapping[str, Way]:
        """How each level in force can be parted, by its clause."""
        return {level.number: self._way(level) for level in self.levels}

    @cached_property
    def levels(self) -> tuple[Clause, ...]:
        return tuple(self.agreement.in_force(8, self.month))

    @property
    def services(self) -> tuple[Clause, ...]:
        return tuple(self.agreement.terms.section(6))

    def _way(self, level: Clause) -> Way:
        metric = self.agreement.metric(level)
        if metric.key == "component" or metric.reported(level, self.bare) is not None:
            return "whole"
        return "by item" if metric.key in BY_ITEM else "by key"

    def parted(self, way: Way) -> tuple[Clause, ...]:
        """The levels in force that are parted in one way."""
        return tuple(level for level in self.levels if self.ways[level.number] == way)

    def records(self, level: Clause) -> frozenset[str]:
        """The records that a level reads."""
        return frozenset((self.bare.population(level).record, self.bare.evidence_record(level)))

    @cached_property
    def held(self) -> tuple[Clause, ...]:
        """The services whose billed units some relief in force looks at all together."""
        if not any(local.relief_of(self.agreement, clause).rests_on == "billed units" for clause in self.agreement.in_force(9, self.month)):
            return ()
        return self.services

    def with_grants(self, units: pl.DataFrame) -> Asked:
        """With the grants that rest on all units billed in the month (columns `UNIT`)."""
        if not self.held:
            return self
        billed = {service.name: units.filter(pl.col("service") == service.name).drop("service") for service in self.held}
        whole = self.evidence(empty(), billed)
        granted = {}
        for clause in self.agreement.in_force(9, self.month):
            rule = local.relief_of(self.agreement, clause)
            if rule.rests_on == "billed units":
                granted[clause.number] = rule.granted(clause, whole, upheld=self.upheld)
        return replace(self, granted=granted)


@dataclass(frozen=True, slots=True)
class Portion:
    """Sums by the clause of the level, and units billed by the clause of the service and day. Zero entries do not exist in a sum or day."""

    levels: Mapping[str, Summary] = field(default_factory=dict)
    excused: Mapping[str, int] = field(default_factory=dict)
    undecided: Mapping[str, int] = field(default_factory=dict)
    days: Mapping[str, Mapping[date, int]] = field(default_factory=dict)

    def __add__(self, other: Portion) -> Portion:
        return self._with(other, 1)

    def __sub__(self, other: Portion) -> Portion:
        return self._with(other, -1)

    def _with(self, other: Portion, sign: int) -> Portion:
        levels = dict(self.levels)
        for number, summary in other.levels.items():
            before = levels.get(number, Summary())
            levels[number] = before + summary if sign > 0 else before - summary
        days = {number: dict(counts) for number, counts in self.days.items()}
        for number, counts in other.days.items():
            days[number] = {day: count for day, count in _added(days.get(number, {}), counts, sign).items() if count}
        return Portion(levels, _added(self.excused, other.excused, sign), _added(self.undecided, other.undecided, sign), days)


def _added(left: Mapping[Key, int], right: Mapping[Key, int], sign: int) -> dict[Key, int]:
    found = dict(left)
    for key, count in right.items():
        found[key] = found.get(key, 0) + sign * count
    return found


def added(portions: Iterable[Portion]) -> Portion:
    """The sum of any number of portions, in any order."""
    found = Portion()
    for portion in portions:
        found = found + portion
    return found


def portion(asked: Asked, known: local.Known, levels: Sequence[Clause], services: Sequence[Clause] = ()) -> Portion:
    """What the evidence of some items or keys contributes to levels, and to the volumes of services."""
    sums: dict[str, Summary] = {}
    excused: dict[str, int] = {}
    undecided: dict[str, int] = {}
    for level in levels:
        rows, excused[level.number] = local.contributions(asked.agreement, level, known)
        sums[level.number], undecided[level.number] = summed(rows), local.undecided(level, known.evidence)
    days = {service.number: local.volume(asked.agreement, service, known).days for service in services}
    return Portion(sums, excused, undecided, days)


def words(events: pl.DataFrame) -> Mapping[str, frozenset[str]]:
    """Every kind of event that each record knows."""
    found: dict[str, set[str]] = {}
    for record, event in events.select("record", "event").unique().iter_rows():
        found.setdefault(record, set()).add(event)
    return {record: frozenset(events) for record, events in found.items()}


def all_words(shards: Iterable[Mapping[str, frozenset[str]]]) -> Mapping[str, frozenset[str]]:
    """The words of a whole log from those of its shards."""
    found: dict[str, frozenset[str]] = {}
    for shard in shards:
        for record, events in shard.items():
            found[record] = found.get(record, frozenset()) | events
    return found


def units(asked: Asked, evidence: Evidence) -> pl.DataFrame:
    """The units billed in the month of the services that a relief looks at all together (columns `UNIT`)."""
    bounds = evidence.bounds
    found = [
        evidence.billed(service)
        .filter(pl.col("at").is_between(bounds.start, bounds.end, closed="left"))
        .select(pl.lit(service.name).alias("service"), "item", "at", "arrived")
        for service in asked.held
    ]
    return pl.concat([pl.DataFrame(schema=UNIT), *found])


def summaries(asked: Asked, whole: Portion, digests: Mapping[str, str], notes: Mapping[str, tuple[str, ...]]) -> Summaries:
    """The summaries of the month from the sum of all portions; `notes` by the clause of the level."""
    numbers = [level.number for level in asked.levels]
    grants = asked.relieved(asked.bare).granted if asked.held else ()
    volumes = {}
    for service in asked.services:
        days = dict(sorted(whole.days.get(service.number, {}).items()))
        excess = sum(one.excess.get(service.name, 0) for _, one in grants)
        expected = local.forecast(asked.agreement, service, asked.bare)
        volumes[service.number] = Volume(service.number, service.name, service["unit"], sum(days.values()), expected, excess, days)
    return Summaries(
        {number: whole.levels.get(number, Summary()) for number in numbers},
        volumes,
        {number: whole.excused.get(number, 0) for number in numbers},
        {number: whole.undecided.get(number, 0) for number in numbers},
        {f"work/{record}": root for record, root in sorted(digests.items())},
        notes=tuple(note for number in numbers for note in notes.get(number, ())),
    )


def whole_level(asked: Asked, level: Clause, known: local.Known) -> tuple[Portion, tuple[str, ...]]:
    """A level that no shard can give, from all events of the records it reads; and what is told twice of it."""
    rows, left = local.contributions(asked.agreement, level, known)
    number = level.number
    found = Portion({number: summed(rows)}, {number: left}, {number: local.undecided(level, known.evidence)})
    return found, local.told_twice(asked.agreement, level, rows, known)
