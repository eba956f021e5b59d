"""Contracts tried on an engagement's work: replay of past months, what might have been, and how the month under way will end.

The road from a folder to `foresight`: work is folded here, once for all months of a replay, and the sums that an edit of the contract
cannot touch are taken over from the replay before (`Kept`). Nothing is issued, and nothing that was issued is changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

import numpy as np
import polars as pl

from remit.agreement import Agreement
from remit.clock.elapsed import elapsed
from remit.closing import issued_in
from remit.engines import local
from remit.engines.engine import Engine
from remit.exchange.folder import Folder
from remit.foresight import dependence
from remit.foresight.chance import Distribution
from remit.foresight.dependence import Ground
from remit.foresight.forecast import UNITS, Day, Forecast, UnderWay, forecast
from remit.foresight.replay import Replay, replayed
from remit.foresight.whatif import Factor, whatif
from remit.line import Volume
from remit.measure import Summary, summed
from remit.statement import Statement, Summaries, latest
from remit.terms.catalogue import Catalogue
from remit.terms.document import Clause, Terms
from remit.terms.versions import Version, consolidate, in_force_in
from remit.values.fault import Fault, Place, Refused
from remit.values.period import Month, moment
from remit.work.clocks import ClockRule, clocks_over_time, instant_of_day
from remit.work.evidence import Evidence

MONTHS_BEFORE = 12
"""How many earlier months a forecast learns from."""


@dataclass(frozen=True, slots=True)
class Contract:
    """A contract to try: its text as first signed, and what amended it."""

    name: str
    versions: tuple[Version, ...]
    catalogue: Catalogue

    @classmethod
    def read(cls, name: str, text: bytes, catalogue: Catalogue, amendments: Sequence[tuple[str, bytes]] = ()) -> Contract:
        """From its text; `Refused` with every fault."""
        texts, names = [text for _, text in amendments], [name for name, _ in amendments]
        return cls(name, consolidate(text, texts, catalogue, names=names), catalogue)

    def agreement(self, month: Month) -> Agreement:
        return Agreement(in_force_in(self.versions, month), self.catalogue)

    @property
    def rules(self) -> Mapping[str, ClockRule] | None:
        """The clocks with what amendments changed of them, where there are any."""
        return clocks_over_time(self.versions) if len(self.versions) > 1 else None

    def since(self, first: Month) -> Contract:
        """The contract as if services had started with `first`, where they start later: so it can be tried on last year's work."""
        return replace(self, versions=tuple(replace(one, terms=_started(one.terms, first)) for one in self.versions))


@dataclass(frozen=True, slots=True)
class Work:
    """The work and facts of an engagement, and the statements issued, as known at the instant `cut`."""

    log: pl.DataFrame
    facts: pl.DataFrame
    issued: tuple[Statement, ...]
    cut: int

    @classmethod
    def of(cls, folder: Folder, cut: int) -> Work:
        return cls(folder.log(), folder.facts(), issued_in(folder), cut)


@dataclass(frozen=True)
class Kept:
    """Sums over one `Work`, by what they depend on (`foresight.dependence`) and month. A value: `with_months` gives another one.

    `folded` is the evidence, with its clocks, of the contract replayed last, by ground and version of the terms.
    """

    work: Work
    levels: Mapping[tuple[str, Month], tuple[Summary, int, int]] = field(default_factory=dict)
    volumes: Mapping[tuple[str, Month], Mapping[str, Volume]] = field(default_factory=dict)
    folded: Mapping[tuple[str, int], Evidence] = field(default_factory=dict)

    def with_months(self, contract: Contract, months: Sequence[Month], engine: Engine = local) -> tuple[Kept, Mapping[Month, Summaries]]:
        """The summaries of months under a contract, and what is kept after it; only what is not kept yet is computed.

        Another engine than the local one computes whole months, all that lack something in one go.
        """
        if engine is not local:
            return self._computed(contract, months, engine).with_months(contract, months)
        levels, volumes = dict(self.levels), dict(self.volumes)
        ground = dependence.ground(version.terms for version in contract.versions)
        found: dict[Month, Summaries] = {}
        folded: dict[tuple[str, int], Evidence] = {}
        for month in months:
            agreement = contract.agreement(month)
            in_force = {level.number: (level, (dependence.of_level(level, ground), month)) for level in agreement.in_force(8, month)}
            lacking = [(level, key) for level, key in in_force.values() if key not in levels]
            if lacking or (ground.work, month) not in volumes:
                known = self._known(contract, ground, month, folded)
                for level, key in lacking:
                    rows, left = local.contributions(agreement, level, known)
                    levels[key] = summed(rows), left, local.undecided(level, known.evidence)
                if (ground.work, month) not in volumes:
                    services = agreement.terms.section(6)
                    volumes[ground.work, month] = {one.number: local.volume(agreement, one, known) for one in services}
            sums = {number: levels[key] for number, (_, key) in in_force.items()}
            found[month] = Summaries(
                {number: one[0] for number, one in sums.items()},
                volumes[ground.work, month],
                {number: one[1] for number, one in sums.items()},
                {number: one[2] for number, one in sums.items()},
            )
        return Kept(self.work, levels, volumes, folded or self.folded), found

    def _computed(self, contract: Contract, months: Sequence[Month], engine: Engine) -> Kept:
        """With all sums of the months that lack some, as an engine gives them."""
        ground = dependence.ground(version.terms for version in contract.versions)
        lacking = []
        for month in months:
            agreement = contract.agreement(month)
            keys = [(dependence.of_level(level, ground), month) for level in agreement.in_force(8, month)]
            if (ground.work, month) not in self.volumes or any(key not in self.levels for key in keys):
                lacking.append((month, agreement))
        if not lacking:
            return self
        work, levels, volumes = self.work, dict(self.levels), dict(self.volumes)
        found = engine.months(lacking, work.log, work.facts, work.cut, rules=contract.rules, with_digests=False)
        for (month, agreement), sums in zip(lacking, found, strict=True):
            volumes[ground.work, month] = sums.volumes
            for level in agreement.in_force(8, month):
                number = level.number
                levels[dependence.of_level(level, ground), month] = sums.levels[number], sums.excused[number], sums.undecided[number]
        return replace(self, levels=levels, volumes=volumes)

    def _known(self, contract: Contract, ground: Ground, month: Month, folded: dict[tuple[str, int], Evidence]) -> local.Known:
        """The evidence of a month after relief; months of one version of the terms share their clocks."""
        agreement, work = contract.agreement(month), self.work
        key = ground.whole, next(place for place, one in enumerate(contract.versions) if one.terms is agreement.terms)
        if key not in folded:
            before = self.folded.get(key)
            folded[key] = (
                Evidence(agreement.terms, work.log, work.facts, month, work.cut, agreement.zone, rules=contract.rules)
                if before is None
                else before.in_month(month, agreement.terms)
            )
        return local.relieved(agreement, folded[key].in_month(month))


def replay(
    kept: Kept, contracts: Sequence[Contract], months: Sequence[Month], *, engine: Engine = local, extremes: bool = True
) -> tuple[Kept, tuple[Replay, ...]]:
    """What each contract would have paid in the months, from all that is known at the cut; and what is kept for the next replay.

    Statements of months before the first are those issued. A contract whose services start later is tried as if they had started then.
    `extremes` is what `foresight.replay.replayed` takes.
    """
    replays = []
    for contract in contracts:
        tried = contract.since(months[0])
        kept, summaries = kept.with_months(tried, months, engine)
        work = kept.work
        facts = work.facts.filter(pl.col("received_at") < work.cut)
        replays.append(replayed(contract.name, tried.agreement, summaries, facts, latest(work.issued), work.cut, extremes=extremes))
    return kept, tuple(replays)


def what_if(
    work: Work, contract: Contract, month: Month, factors: Sequence[Factor], *, draws: int, seed: int
) -> tuple[Distribution, Month]:
    """The month under changed figures, and the month whose work stands for it: itself, or the last one that has work before it.

    Volumes of a month without work are the client's forecasts, where there are any.
    """
    basis = _basis(work, contract, month)
    tried = contract.since(basis)
    _, summaries = Kept(work).with_months(tried, [basis])
    sums = summaries[basis] if basis == month else _carried(work, tried, month, summaries[basis])
    facts = work.facts.filter(pl.col("received_at") < work.cut)
    history = [one for one in latest(work.issued) if one.month < month]
    return whatif(tried.agreement(month), sums, facts, history, month, work.cut, factors, draws=draws, seed=seed), basis


def forecast_at(work: Work, contract: Contract, month: Month, at: int, *, draws: int, seed: int) -> Forecast:
    """How the month will end, as seen at the instant `at`.

    Work counts from when it happened, and facts from the day they are about where they came later, as at a desk that reports at once: so a
    past month can be forecast as well, to see how good forecasts are.
    """
    agreement = contract.agreement(month)
    if at not in month.bounds(agreement.zone):
        raise Refused([Fault(Place(), f"the instant lies outside {month.name}", "give one within the month")])
    seen = seen_at(work, agreement, at)
    history = [one for one in latest(work.issued) if one.month < month]
    return forecast(agreement, under_way(seen, contract, month), seen.facts, history, at, draws=draws, seed=seed)


def under_way(work: Work, contract: Contract, month: Month) -> UnderWay:
    """The days of a month up to the cut, and those of the months before it, by level and service."""
    agreement, at = contract.agreement(month), work.cut
    evidence = Evidence(agreement.terms, work.log, work.facts, month, at, agreement.zone, rules=contract.rules)
    months = [month, *(month.plus(-back) for back in range(1, MONTHS_BEFORE + 1))]
    days: list[tuple[Day, ...]] = []
    monthly: list[dict[str, Summary]] = []
    for one in months:
        if one >= Month.of(agreement.terms.services_start):
            found = _days(agreement, local.relieved(agreement, evidence.in_month(one)), at)
            if found:
                days.append(found)
    if not days:
        raise Refused([Fault(Place(), f"there is no work in {month.name} or the months before", "import work first")])
    at_once = {number for number, once in _rows_by_month(days).items() if once}
    for past in days[1:]:
        sums = {number: day.whole[number] for day in past for number in at_once if number in day.whole}
        monthly.append(sums)
    bare = [tuple(replace(day, whole=_without(day.whole, at_once), later=_without(day.later, at_once)) for day in past) for past in days]
    today = _day_of(agreement, at)
    own = tuple(day for day in bare[0] if day.day < today and Month.of(day.day) == month)
    begun = [day for day in days[0] if day.day <= today]
    so_far = _added(day.whole for day in begun)
    coming = [today + timedelta(days=count) for count in range(1, (month.last - today).days + 1)]
    known = local.relieved(agreement, evidence)
    return UnderWay(
        month,
        Summaries(
            {level.number: Summary() for level in agreement.in_force(8, month)},
            {service.number: local.volume(agreement, service, known) for service in agreement.terms.section(6)},
        ),
        so_far,
        own,
        _works(agreement, evidence, [today])[0],
        tuple(_works(agreement, evidence, coming)),
        tuple(bare[1:]),
        tuple(monthly),
    )


# ── days ──


def _days(agreement: Agreement, known: local.Known, at: int) -> tuple[Day, ...]:
    """What was counted on each day of the evidence's month before the instant `at`, and of it what came later in the day."""
    evidence = known.evidence
    first = max(evidence.month.first, agreement.terms.services_start)
    count = (min(evidence.month.last, _day_of(agreement, at)) - first).days + 1
    dates = [first + timedelta(days=number) for number in range(count)]
    if not dates:
        return ()
    midnights = np.array([instant_of_day(day, evidence.zone) for day in [*dates, dates[-1] + timedelta(days=1)]])
    time_of_day = at - instant_of_day(_day_of(agreement, at), evidence.zone)
    sums: dict[str, list[tuple[Summary, Summary]]] = {}
    for clause, rows in _rows(agreement, known):
        sums[clause] = _by_day(rows.filter(pl.col("at") < at), midnights, time_of_day)
    working = _works(agreement, evidence, dates)
    return tuple(
        Day(
            day,
            working[place],
            {clause: found[place][0] for clause, found in sums.items() if found[place][0] != Summary()},
            {clause: found[place][1] for clause, found in sums.items() if found[place][1] != Summary()},
        )
        for place, day in enumerate(dates)
    )


def _rows(agreement: Agreement, known: local.Known) -> Iterator[tuple[str, pl.DataFrame]]:
    """Counted contributions of every level, and the billed units of every service, by clause."""
    for level in agreement.in_force(8, known.evidence.month):
        rows, _ = local.contributions(agreement, level, known)
        yield level.number, rows.filter("counted")
    for service in agreement.terms.section(6):
        unbilled = [item for _, one in known.granted if one.record == service["record"] for item in one.unbilled]
        units = known.evidence.billed(service).filter(~pl.col("item").is_in(unbilled))
        yield service.number, units.select("item", "at", counted=pl.lit(True), why=pl.lit("")).with_columns(pl.lit(1).alias(UNITS))


def _by_day(rows: pl.DataFrame, midnights: np.ndarray[tuple[int], np.dtype[np.int64]], time_of_day: int) -> list[tuple[Summary, Summary]]:
    """A day's whole sum, and that of what lies at or after the time of day."""
    places = np.searchsorted(midnights, rows["at"].to_numpy(), "right") - 1
    kept = (places >= 0) & (places < len(midnights) - 1)
    rows, places = rows.filter(pl.Series(kept)), places[kept]
    late = rows["at"].to_numpy() - midnights[places] >= time_of_day
    marked = rows.with_columns(pl.Series("day of month", places), pl.Series("late", late))
    parts = marked.partition_by("day of month", "late", as_dict=True, include_key=False)
    sums = {key: summed(part) for key, part in parts.items()}
    later = [sums.get((day, True), Summary()) for day in range(len(midnights) - 1)]
    return [(sums.get((day, False), Summary()) + one, one) for day, one in enumerate(later)]


def _rows_by_month(months: Sequence[Sequence[Day]]) -> Mapping[str, bool]:
    """Of every clause whether all its work of a month stands on one day, in every month: a state, and not a stream."""
    days: dict[str, list[int]] = {}
    for month in months:
        counts: dict[str, int] = {}
        for day in month:
            for clause in day.whole:
                counts[clause] = counts.get(clause, 0) + 1
        for clause, count in counts.items():
            days.setdefault(clause, []).append(count)
    return {clause: max(counts) == 1 for clause, counts in days.items()}


def _without(sums: Mapping[str, Summary], clauses: set[str]) -> Mapping[str, Summary]:
    return {clause: summary for clause, summary in sums.items() if clause not in clauses}


def _added(parts: Iterable[Mapping[str, Summary]]) -> Mapping[str, Summary]:
    whole: dict[str, Summary] = {}
    for part in parts:
        for clause, summary in part.items():
            whole[clause] = whole.get(clause, Summary()) + summary
    return whole


def _works(agreement: Agreement, evidence: Evidence, days: Sequence[date]) -> list[bool]:
    """Whether the calendar of the statement (12.2) has open time on each day."""
    if not days:
        return []
    starts = np.array([instant_of_day(day, evidence.zone) for day in days])
    ends = np.array([instant_of_day(day + timedelta(days=1), evidence.zone) for day in days])
    hours = evidence.hours(str(agreement.terms.statement["calendar"]))
    return [bool(one) for one in elapsed(hours, starts, ends) > 0]


def _day_of(agreement: Agreement, at: int) -> date:
    return moment(at, agreement.zone).date()


# ── what is known ──


def seen_at(work: Work, agreement: Agreement, at: int) -> Work:
    """What a desk that reports at once would have known at an instant."""
    day = _day_of(agreement, at)
    log = work.log.filter(pl.col("at") < at).with_columns(pl.min_horizontal("received_at", pl.lit(at - 1)).alias("received_at"))
    told = (pl.col("received_at") < at) | (pl.col("day") < day)
    facts = work.facts.filter(told).with_columns(pl.min_horizontal("received_at", pl.lit(at - 1)).alias("received_at"))
    return Work(log, facts, tuple(one for one in work.issued if one.cut <= work.cut), at)


def _started(terms: Terms, first: Month) -> Terms:
    if Month.of(terms.services_start) <= first:
        return terms
    settings = {**terms.term.settings, "services start": first.first, "signed": min(terms.term["signed"], first.first)}
    clauses = tuple(replace(one, starts=first.first) if one.starts == terms.services_start else one for one in terms.clauses)
    return replace(terms, term=replace(terms.term, settings=settings), clauses=clauses)


def _basis(work: Work, contract: Contract, month: Month) -> Month:
    zone = contract.agreement(month).zone
    known = work.log.filter((pl.col("received_at") < work.cut) & (pl.col("at") < month.bounds(zone).end))["at"]
    if known.is_empty():
        raise Refused([Fault(Place(), f"there is no work in {month.name} or before", "import work first")])
    return Month.of(_day_of(contract.agreement(month), int(known.max())))  # type: ignore[arg-type]


def _carried(work: Work, contract: Contract, month: Month, before: Summaries) -> Summaries:
    agreement = contract.agreement(month)
    evidence = Evidence(agreement.terms, work.log, work.facts, month, work.cut, agreement.zone, rules=contract.rules)

    def expected(service: Clause, volume: Volume) -> Volume:
        told = local.forecast(agreement, service, evidence)
        billed = told if told is not None else volume.billed
        return replace(volume, billed=billed, forecast=told, excess=0, days={month.last: billed})

    volumes = {service.number: expected(service, before.volumes[service.number]) for service in agreement.terms.section(6)}
    return replace(before, volumes=volumes, excused={}, undecided={})
