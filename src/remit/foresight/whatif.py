"""What a month would cost if volume, attainment, rates or indices were different: exact statements over seeded draws.

Each factor is drawn evenly between its two ends, in steps of a millionth, independent of the others (Monte Carlo, after Metropolis and
Ulam 1949). A draw changes the month's figures and settles them like any month, so bands, limits and roundings act as they would.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal, localcontext
from fractions import Fraction
from typing import Literal

import polars as pl

from remit.agreement import Agreement
from remit.foresight.chance import Distribution, distribution, generator
from remit.line import Volume
from remit.measure import Measure, Metric, Summary
from remit.scorecard import good_items
from remit.statement import Statement, Summaries, statement
from remit.terms.document import Clause, Terms
from remit.values.fault import Fault, Place, Refused
from remit.values.period import Month
from remit.work.population import service_of

Kind = Literal["volume", "attainment", "rate", "index"]
STEP = 1_000_000
_FACTS: Mapping[str, tuple[str, ...]] = {"rate": ("rate", "mean"), "index": ("index",)}


@dataclass(frozen=True, slots=True)
class Factor:
    """One thing that may differ, from `low` to `high`, both as shares (-1/10 is ten per cent, or ten points, less).

    `subject` is a service (volume), a level (attainment) or a record (rate, index); None stands for all of them: all volumes, rates or
    indices then move together, while each level is drawn by itself. Percentages move by points, other results by their share.
    """

    kind: Kind
    subject: str | None
    low: Fraction
    high: Fraction


@dataclass(frozen=True, slots=True)
class _Draw:
    volume: Mapping[str | None, Fraction]
    attainment: Mapping[str, Fraction]
    facts: Mapping[tuple[str, str | None], Fraction]


def whatif(
    agreement: Agreement,
    summaries: Summaries,
    facts: pl.DataFrame,
    history: Sequence[Statement],
    month: Month,
    cut: int,
    factors: Sequence[Factor],
    *,
    draws: int,
    seed: int,
) -> Distribution:
    """The distribution of the month's statement; a factor that names nothing in the contract is refused."""
    _refuse_unknown(agreement.terms, factors)
    found = []
    for draw in _draws(agreement, month, factors, draws, seed):
        changed = shifted(agreement, summaries, month, draw.volume, draw.attainment)
        found.append(statement(agreement, changed, moved_facts(facts, month, draw.facts), history, month, cut, preview=True))
    return distribution(found)


def shifted(
    agreement: Agreement,
    summaries: Summaries,
    month: Month,
    volume: Mapping[str | None, Fraction],
    attainment: Mapping[str, Fraction],
) -> Summaries:
    """The month's figures with volumes changed by shares, by service (None: all), and results moved, by the name of the level."""

    def by(service: str | None) -> Fraction:
        return 1 + volume.get(service, volume.get(None, Fraction(0)))

    volumes = {number: _scaled(one, by(one.service)) for number, one in summaries.volumes.items()}
    measures = dict(summaries.measures)
    for level in agreement.in_force(8, month):
        metric = agreement.metric(level)
        measure = measures.get(level.number) or metric.measure(level, summaries.levels.get(level.number, Summary()))
        service = _service(agreement.terms, level)
        change = by(service.name) if service is not None else Fraction(1)
        measures[level.number] = _moved(level, metric, measure, change, attainment.get(level.name, Fraction(0)))
    return replace(summaries, volumes=volumes, measures=measures)


def moved_facts(facts: pl.DataFrame, month: Month, by: Mapping[tuple[str, str | None], Fraction]) -> pl.DataFrame:
    """The facts with the month's rates and index values moved by shares; a month that has none yet takes the last value known before."""
    for (kind, subject), share in by.items():
        mine = pl.col("kind").is_in(_FACTS[kind])
        if subject is not None:
            mine &= pl.col("subject") == subject
        within = mine & pl.col("day").is_between(month.first, month.last)
        if not facts.select(within.any()).item():
            last = facts.filter(mine & (pl.col("day") < month.first)).sort("day", "received_at", "id").unique("subject", keep="last")
            carried = last.with_columns(day=pl.lit(month.first), id=pl.format("{} carried to {}", "id", pl.lit(str(month))))
            facts = pl.concat([facts, carried])
        values = [_times(text, share) if hit else text for text, hit in zip(facts["value"], facts.select(within).to_series(), strict=True)]
        facts = facts.with_columns(value=pl.Series(values, dtype=pl.String))
    return facts


def _draws(agreement: Agreement, month: Month, factors: Sequence[Factor], draws: int, seed: int) -> list[_Draw]:
    """Every draw takes its integers in the order of the factors, so more draws begin like fewer."""
    chance = generator(seed)
    levels = [level.name for level in agreement.in_force(8, month)]
    found = []
    for _ in range(draws):
        volume: dict[str | None, Fraction] = {}
        attainment: dict[str, Fraction] = {}
        facts: dict[tuple[str, str | None], Fraction] = {}
        for factor in factors:
            ends = math.ceil(factor.low * STEP), math.floor(factor.high * STEP)
            subjects = levels if factor.kind == "attainment" and factor.subject is None else [factor.subject]
            for subject in subjects:
                drawn = Fraction(int(chance.integers(*ends, endpoint=True)), STEP)
                if factor.kind == "volume":
                    volume[subject] = drawn
                elif factor.kind == "attainment":
                    attainment[str(subject)] = drawn
                else:
                    facts[factor.kind, subject] = drawn
        found.append(_Draw(volume, attainment, facts))
    return found


def _scaled(volume: Volume, by: Fraction) -> Volume:
    """Units times a factor, whole ones; the days get theirs by largest remainder, so that they still add up."""
    billed = _half_up(volume.billed * by)
    days: dict[date, int] = {}
    if volume.days and volume.billed:
        exact = {day: Fraction(count) * billed / volume.billed for day, count in volume.days.items()}
        days = {day: math.floor(share) for day, share in exact.items()}
        left = billed - sum(days.values())
        for day in sorted(exact, key=lambda day: (days[day] - exact[day], day))[:left]:
            days[day] += 1
    return replace(volume, billed=billed, excess=_half_up(volume.excess * by), days=days)


def _moved(level: Clause, metric: Metric, measure: Measure, by: Fraction, shift: Fraction) -> Measure:
    if measure.value is None:
        return measure
    count = _half_up(measure.count * by)
    share = metric.result_kind(level) == "percentage"

    def moved(value: Fraction) -> Fraction:
        if share:
            return min(max(value + shift, Fraction(0)), Fraction(1))
        scale = level.get("scale")
        found = value * (1 + shift)
        return min(max(found, scale.low), scale.high) if scale is not None else found

    value = moved(measure.value)
    if share and good_items(measure) is not None and count:
        value = Fraction(_half_up(value * count), count)
    judged = moved(measure.judged_by) if measure.judged_by is not None else None
    return replace(measure, value=value if count else None, count=count, judged_by=judged, interval=None)


def _service(terms: Terms, level: Clause) -> Clause | None:
    covers = level.get("covers") or (terms.named(7, level["clock"]).get("covers") if level.get("clock") else None)
    return service_of(terms, covers) if covers else None


def _half_up(value: Fraction) -> int:
    return math.floor(value + Fraction(1, 2))


def _times(text: str | None, share: Fraction) -> str | None:
    if text is None:
        return None
    with localcontext() as exact:
        exact.prec = 60
        return f"{Decimal(text) * (1 + Decimal(share.numerator) / Decimal(share.denominator)):f}"


def _refuse_unknown(terms: Terms, factors: Sequence[Factor]) -> None:
    faults = []
    for factor in factors:
        section = {"volume": 6, "attainment": 8, "rate": 5, "index": 5}[factor.kind]
        names = [clause.name for clause in terms.section(section)]
        if factor.subject is not None and factor.subject not in names:
            what = f"the contract has no '{factor.subject}' whose {factor.kind} could differ"
            faults.append(Fault(Place(), what, f"name one of: {', '.join(names)}"))
        if factor.low > factor.high or (factor.kind != "attainment" and factor.low <= -1):
            what = f"the {factor.kind} cannot lie from {factor.low * 100} % to {factor.high * 100} %"
            faults.append(Fault(Place(), what, "write the lower end first, as in -10..20, and above -100"))
    if faults:
        raise Refused(faults)
