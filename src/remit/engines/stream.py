"""Summaries from packed logs in one pass, for tens of millions of events: the same values, to the last unit, as `engines.local`.

Whatever a small state per item can say exactly (`engines.plan`, `engines.kernel`) is added up while the log is read: levels of the rule
*share on time*, and the units of every service. Single items that need more (a target that changed under way, relief claimed for them) are
taken out of the pass and given, as a small log of their own, to the definition; contributions add up, so the sum is that of all of them.
Without Numba that is every item, shard by shard. What no shard can give (other metrics, volume beyond a forecast that leaves the levels) is
computed by the definition from the whole log, and `told` hears why.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
import polars as pl
from numpy.typing import NDArray

from remit.agreement import Agreement
from remit.engines import digest, layout, local
from remit.engines.open_time import Integers
from remit.engines.passes import Passed, passed
from remit.engines.plan import Count, NotInOnePass, Plan, obstacle, plan
from remit.exchange.parts import Parts
from remit.line import Volume
from remit.measure import Summary, summed
from remit.reliefs.forecast_excess import forecast_of
from remit.statement import Summaries
from remit.terms.document import Clause
from remit.values.period import Month, moment
from remit.work.clocks import ClockRule, clock_rules, instant_of_day
from remit.work.digest import digests
from remit.work.evidence import COUNTED_AT
from remit.work.log import EVENTS, empty, known_at
from remit.work.population import Population, covered

Told = Callable[[str], None]
_SHARD = 1 << 20


def summaries(
    agreement: Agreement,
    logs: Sequence[Parts],
    events: pl.DataFrame,
    facts: pl.DataFrame,
    month: Month,
    cut: int,
    *,
    upheld: bool = False,
    rules: Mapping[str, ClockRule] | None = None,
    with_digests: bool = True,
    told: Told = lambda what: None,
) -> Summaries:
    """What the work of a month comes to, as `local.summaries` gives it for all of `logs` unpacked and `events` together.

    `logs` are packed records, `events` the log of the other records. Without `with_digests` the work's digest is left out, which costs
    more than all the rest. `told` hears, in sentences for people, what is computed from the whole log in memory instead.
    """
    known = rules if rules is not None else clock_rules(agreement.terms)
    job = _Job(agreement, tuple(logs), events, facts, month, cut, upheld, known)
    try:
        found = _in_one_pass(job, told)
    except NotInOnePass as reason:
        told(f"The whole log is read into memory: {reason}.")
        return local.summaries(agreement, job.whole(), facts, month, cut, upheld=upheld, rules=known)
    return replace(found, digests=_digests(job)) if with_digests else found


@dataclass(frozen=True)
class _Job:
    agreement: Agreement
    logs: tuple[Parts, ...]
    events: pl.DataFrame
    facts: pl.DataFrame
    month: Month
    cut: int
    upheld: bool
    rules: Mapping[str, ClockRule]

    @property
    def records(self) -> Mapping[str, Parts]:
        return {log.record: log for log in self.logs}

    def days(self) -> list[date]:
        """The days of the month, and the first of the next."""
        count = (self.month.last - self.month.first).days + 1
        return [self.month.first + timedelta(days=day) for day in range(count + 1)]

    def edges(self) -> list[int]:
        return [instant_of_day(day, self.agreement.zone) for day in self.days()]

    def whole(self) -> pl.DataFrame:
        """All events in memory."""
        parts = [log.unpacked(part, names) for log in self.logs for names in [log.names()] for part in log.parts]
        return pl.concat([self.events.select(EVENTS.names()), *parts])

    def known(self, events: pl.DataFrame) -> local.Known:
        return local.evidence_for(self.agreement, events, self.facts, self.month, self.cut, upheld=self.upheld, rules=self.rules)


@dataclass(frozen=True)
class _Streamed:
    """A packed record after its pass."""

    log: Parts
    plan: Plan
    counts: Mapping[str, Count]
    passed: Passed


@dataclass
class _Sums:
    """What is added up, by the numbers of levels and services: `units` are all of a service, `days` those that are billed, by day."""

    levels: dict[str, Summary]
    excused: dict[str, int]
    undecided: dict[str, int]
    units: dict[str, int]
    days: dict[str, dict[date, int]]


def _in_one_pass(job: _Job, told: Told) -> Summaries:
    levels = {level.number: level for level in job.agreement.in_force(8, job.month)}
    services = {service.number: service for service in job.agreement.terms.section(6)}
    quick = {number: level for number, level in levels.items() if _streams(job, level, told)}
    packed = {number: service for number, service in services.items() if service["record"] in job.records}
    streamed = {record: _stream(job, log, quick, packed) for record, log in job.records.items()}
    sums = _sums(job, quick, packed, streamed)
    bare = job.known(job.events)
    for one in streamed.values():
        for shard in _shards(one, job.cut):
            _add(job, sums, quick, packed, one, job.known(shard))
    _no_excess(job, packed, sums, bare)
    volumes = {number: _volume(job, service, sums, bare) for number, service in packed.items()}
    general = [level for number, level in levels.items() if number not in quick]
    whole = job.known(job.whole()) if general else bare
    notes: list[str] = []
    for level in general:
        rows, sums.excused[level.number] = local.contributions(job.agreement, level, whole)
        notes += local.told_twice(job.agreement, level, rows, whole)
        sums.levels[level.number], sums.undecided[level.number] = summed(rows), local.undecided(level, whole.evidence)
    volumes |= {number: local.volume(job.agreement, service, whole) for number, service in services.items() if number not in packed}
    return Summaries(
        {number: sums.levels[number] for number in levels},
        {number: volumes[number] for number in services},
        {number: sums.excused[number] for number in levels},
        {number: sums.undecided[number] for number in levels},
        notes=tuple(notes),
    )


def _streams(job: _Job, level: Clause, told: Told) -> bool:
    """Whether one pass can give a level; where not, `told` hears why, if the level's work is packed."""
    rule = job.rules[level["clock"]] if level.get("clock") is not None else None
    if rule is None or level.rule != "share on time":
        told(f"{level.number} {level.name} needs the whole log in memory: it is a level of the rule '{level.rule}'.")
        return False
    reason = obstacle(rule) if rule.record in job.records else "its record is not packed"
    if reason is not None:
        told(f"{level.number} {level.name} needs the whole log in memory: its clock {rule.number} {rule.name} says that {reason}.")
    return reason is None


def _stream(job: _Job, log: Parts, levels: Mapping[str, Clause], services: Mapping[str, Clause]) -> _Streamed:
    mine = [level for level in levels.values() if job.rules[level["clock"]].record == log.record]
    rules = {level["clock"]: job.rules[level["clock"]] for level in mine}
    fields = {name for level in mine for name in _own(job, level).fields}
    words = _known_words(log, job.cut)
    counts = {number: _count(job, service, words) for number, service in services.items() if service["record"] == log.record}
    made = plan(log, list(rules.values()), list(counts.values()), sorted(fields), job.edges(), job.cut)
    if layout.AVAILABLE:
        return _Streamed(log, made, counts, passed(log, made, job.cut, _claimed(job, log)))
    return _Streamed(log, made, counts, Passed(made.totals(), np.ones(log.items, bool)))


def _own(job: _Job, level: Clause) -> Population:
    """What a level asks of the items of its clock."""
    return Population(job.rules[level["clock"]].record, (), level.get("where") or {}, level.get("except") or {})


def _count(job: _Job, service: Clause, words: frozenset[str]) -> Count:
    event = next((word for word in COUNTED_AT[service["unit counts"]] if word in words), None)
    return Count(service.number, covered(job.agreement.terms, service.name), event)


def _known_words(log: Parts, cut: int) -> frozenset[str]:
    """Every kind of event of the record that was known at the cut."""
    if all(part.received_at[1] < cut for part in log.parts):
        return frozenset(log.words["event"].to_list())
    codes: set[int] = set()
    for part in log.parts:
        if part.received_at[0] < cut:
            codes |= set(known_at(log.read(part, ["what", "received_at"]), cut)["what"].unique().to_list())
    return frozenset(log.words["event"][code] for code in codes)


def _claimed(job: _Job, log: Parts) -> NDArray[np.bool_]:
    """The items that relief has been claimed for: what it does to them is for the definition."""
    subjects = job.facts.filter(pl.col("kind") == "relief")["subject"].drop_nulls().unique()
    return log.names().is_in(subjects.implode()).to_numpy().copy() if len(subjects) else np.zeros(log.items, bool)


def _shards(one: _Streamed, cut: int) -> Iterator[pl.DataFrame]:
    """The events of the items that were left to the definition, in logs of about a million events that split no item."""
    if not one.passed.deferred.any():
        return
    names, left = one.log.names(), pl.Series(one.passed.deferred)
    pending = [empty()]
    for part in one.log.parts:
        chosen = left.gather(one.log.read(part, ["item"])["item"])
        if chosen.any():
            pending.append(known_at(one.log.unpacked(part, names).filter(chosen), cut))
        if one.log.order == "item" and sum(frame.height for frame in pending) > _SHARD:
            yield pl.concat(pending)
            pending = [empty()]
    yield pl.concat(pending)


# ── sums ──


def _places(one: _Streamed, name: str, wanted: Population) -> list[tuple[int, int]]:
    """Code and slot of every sort of item that has a clock or count, and belongs to a population."""
    return [
        (code, slots.index(name))
        for code, (values, slots) in enumerate(zip(one.plan.values, one.plan.slots, strict=True))
        if name in slots and wanted.holds(values)
    ]


def _tally(one: _Streamed, places: Sequence[tuple[int, int]]) -> Integers:
    """By span of time and outcome."""
    found: Integers = sum((one.passed.totals[place] for place in places), np.zeros(one.passed.totals.shape[2:], np.int64))
    return found


def _summary(job: _Job, level: Clause, one: _Streamed) -> Summary:
    """The level's items of the month that the pass could judge."""
    days = job.days()
    first = max(job.month.first, level.starts or job.agreement.terms.services_start)
    last = min(job.month.last, level.until or job.month.last)
    if first > last:
        return Summary()
    tally = _tally(one, _places(one, level["clock"], _own(job, level)))
    counted = tally[days.index(first) + 1 : days.index(last) + 2]
    met = int(counted[:, layout.MET].sum())
    of = met + int(counted[:, [layout.LATE, layout.OVERDUE]].sum())
    return Summary({name: count for name, count in (("of", of), ("met", met)) if count})


def _undecided(job: _Job, level: Clause, one: _Streamed) -> int:
    """Items open and not yet due at the cut that were begun before the month's end."""
    return int(_tally(one, _places(one, level["clock"], _own(job, level)))[0, layout.OPEN])


def _sums(job: _Job, levels: Mapping[str, Clause], services: Mapping[str, Clause], streamed: Mapping[str, _Streamed]) -> _Sums:
    """What the passes have added up."""
    sums = _Sums({}, dict.fromkeys(levels, 0), {}, {}, {})
    for number, level in levels.items():
        one = streamed[job.rules[level["clock"]].record]
        sums.levels[number], sums.undecided[number] = _summary(job, level, one), _undecided(job, level, one)
    for number, service in services.items():
        one = streamed[service["record"]]
        by_day = _tally(one, _places(one, number, Population(service["record"])))[1:-2, layout.MET]
        sums.days[number] = {day: int(count) for day, count in zip(job.days(), by_day, strict=False) if count}
        sums.units[number] = sum(sums.days[number].values())
    return sums


def _add(job: _Job, sums: _Sums, levels: Mapping[str, Clause], services: Mapping[str, Clause], one: _Streamed, shard: local.Known) -> None:
    """Adds what the definition makes of items that were left out of a record's pass."""
    evidence = shard.evidence
    for number, level in levels.items():
        if job.rules[level["clock"]].record == one.log.record:
            rows, excused = local.contributions(job.agreement, level, shard)
            sums.levels[number] += summed(rows)
            sums.excused[number] += excused
            sums.undecided[number] += local.undecided(level, evidence)
    for number, service in services.items():
        if service["record"] != one.log.record:
            continue
        count = one.counts[number]
        units = evidence.within(count.population, evidence.first(one.log.record, count.event))
        units = units.filter(pl.col("at").is_between(evidence.bounds.start, evidence.bounds.end, closed="left"))
        unbilled = [item for _, granted in shard.granted if granted.record == one.log.record for item in granted.unbilled]
        sums.units[number] += units.height
        for at in units.filter(~pl.col("item").is_in(unbilled))["at"]:
            day = moment(at, evidence.zone).date()
            sums.days[number][day] = sums.days[number].get(day, 0) + 1


def _no_excess(job: _Job, services: Mapping[str, Clause], sums: _Sums, known: local.Known) -> None:
    """Which items leave the levels beyond a forecast hangs on the order of all of them: then one pass is not enough."""
    units = {service.name: sums.units[number] for number, service in services.items()}
    for clause in job.agreement.in_force(9, job.month):
        if clause.rule != "forecast excess":
            continue
        for name in clause["services"]:
            forecast = forecast_of(job.agreement.terms.named(6, name), clause, known.evidence)
            count = units.get(name, 0)
            if forecast is not None and count > math.floor(clause["above"] * forecast):
                raise NotInOnePass(f"{count:,} units of {name} are beyond the forecast, and which of them leave the levels hangs on all")


def _volume(job: _Job, service: Clause, sums: _Sums, known: local.Known) -> Volume:
    days = dict(sorted(sums.days[service.number].items()))
    expected = local.forecast(job.agreement, service, known.evidence)
    return Volume(service.number, service.name, service["unit"], sum(days.values()), expected, 0, days)


def _digests(job: _Job) -> Mapping[str, str]:
    found = {f"work/{record}": root for record, root in digests(known_at(job.events, job.cut)).items()}
    packed = {
        f"work/{log.record}": digest.root(log, job.cut) for log in job.logs if any(part.received_at[0] < job.cut for part in log.parts)
    }
    return dict(sorted((found | packed).items()))
