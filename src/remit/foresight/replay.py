"""Past work paid by a contract, month by month; the largest exposure of each side; and what a change of the contract moves.

Every month is settled by `statement.statement`, in order, so that ratchets, limits that run over months and earn backs see the months
before as this contract would have settled them. What nobody has recorded stands in the month's notes and is not guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

import polars as pl

from remit.agreement import Agreement
from remit.line import Line
from remit.measure import Measure, Metric
from remit.provisions.termination_right import Standing
from remit.scorecard import Attainment
from remit.statement import Statement, Summaries, rights, statement
from remit.terms.document import Clause
from remit.values.period import Month

TAKEN = ("credit", "damages")
GIVEN = ("bonus", "earn back")
_OUT_OF_REACH = Fraction(10) ** 12
_HOPELESS = 1000
"""How many times the target a time or a count is, at worst."""


@dataclass(frozen=True, slots=True)
class Paid:
    """One month as a contract would have paid it, in its currency.

    `credits` (with damages) are negative, `bonuses` (with earn backs) positive, both as written after every limit; `other` are charges that
    are not base charges. `lost_to_cap` is what the limits took off the credits (positive), `cut_bonuses` what they took off bonuses.
    `worst` is what the client could have taken off at most at these volumes, had every level of the provider failed wholly, `best` what it
    could have owed in bonuses had every level been perfect. `rights` are the rights to end that stand at the month's end.
    """

    statement: Statement
    lost_to_cap: Decimal
    cut_bonuses: Decimal
    worst: Decimal
    best: Decimal
    rights: tuple[Standing, ...] = ()

    @property
    def month(self) -> Month:
        return self.statement.month

    @property
    def base(self) -> Decimal:
        return self.statement.base

    @property
    def total(self) -> Decimal:
        return self.statement.total

    @property
    def credits(self) -> Decimal:
        return _sum(self.statement.lines, TAKEN)

    @property
    def bonuses(self) -> Decimal:
        return _sum(self.statement.lines, GIVEN)

    @property
    def other(self) -> Decimal:
        return self.total - self.base - self.credits - self.bonuses

    @property
    def capped(self) -> bool:
        return bool(self.lost_to_cap or self.cut_bonuses)

    @property
    def excused(self) -> int:
        return sum(level.excused for level in self.statement.scorecard.levels)

    def levels(self, status: str) -> tuple[Attainment, ...]:
        return tuple(level for level in self.statement.scorecard.levels if level.status == status)


@dataclass(frozen=True, slots=True)
class Exposure:
    """The largest sum of one side in any month: in the months as they were, and at their volumes at the utmost."""

    seen: Decimal
    seen_in: Month | None
    utmost: Decimal
    utmost_in: Month | None


@dataclass(frozen=True, slots=True)
class Replay:
    """A contract on past work. The provider's exposure are credits and damages; the client's, bonuses and earn backs."""

    name: str
    currency: str
    months: tuple[Paid, ...]

    @property
    def total(self) -> Decimal:
        return sum((one.total for one in self.months), Decimal(0))

    @property
    def arisen(self) -> tuple[tuple[Month, Standing], ...]:
        """Each right to end that did not stand the month before, with the month whose statement first says so."""
        found: list[tuple[Month, Standing]] = []
        before: set[tuple[str, Month]] = set()
        for one in self.months:
            found += [(one.month, right) for right in one.rights if (right.clause.number, right.since) not in before]
            before = {(right.clause.number, right.since) for right in one.rights}
        return tuple(found)

    @property
    def provider_exposure(self) -> Exposure:
        return self._exposure(lambda one: -one.credits, lambda one: one.worst)

    @property
    def client_exposure(self) -> Exposure:
        return self._exposure(lambda one: one.bonuses, lambda one: one.best)

    def _exposure(self, seen: Callable[[Paid], Decimal], utmost: Callable[[Paid], Decimal]) -> Exposure:
        most, far = max(self.months, key=seen, default=None), max(self.months, key=utmost, default=None)
        if most is None or far is None:
            return Exposure(Decimal(0), None, Decimal(0), None)
        return Exposure(seen(most), most.month if seen(most) else None, utmost(far), far.month if utmost(far) else None)


@dataclass(frozen=True, slots=True)
class Moved:
    """What one clause bills more (or, negative, less) under the second contract: over the months replayed, and on average in a year.

    `clause` and `name` are those of the contract that has the line; the amounts of all clauses sum to the difference of the totals.
    """

    clause: str
    name: str
    before: Decimal
    after: Decimal
    months: int

    @property
    def moved(self) -> Decimal:
        return self.after - self.before


def a_year(one: Moved) -> Decimal:
    """What a change moves on average in twelve months, to the penny.

    >>> str(a_year(Moved("11.1", "service credits", Decimal(0), Decimal("-620.00"), 6)))
    '-1240.00'
    """
    yearly = Fraction(one.moved) * 12 / one.months
    return Decimal(round(yearly * 100)).scaleb(-2)


def replayed(
    name: str,
    agreements: Callable[[Month], Agreement],
    summaries: Mapping[Month, Summaries],
    facts: pl.DataFrame,
    history: Sequence[Statement],
    cut: int,
    *,
    extremes: bool = True,
) -> Replay:
    """The months of `summaries` as the contract would have paid them, from what was known at the instant `cut`.

    `history` are the statements of earlier months, as issued; those of the months replayed are left aside. Without `extremes` each month
    is settled once instead of four times: what limits took off, and what could have come at most, stay at nothing.
    """
    paid: list[Paid] = []
    before = [one for one in history if one.month < min(summaries, default=one.month)]
    for month in sorted(summaries):
        agreement, sums = agreements(month), summaries[month]
        given = (facts, tuple(before), month, cut)
        settled = statement(agreement, sums, *given, preview=True)
        if not extremes:
            paid.append(Paid(settled, Decimal(0), Decimal(0), Decimal(0), Decimal(0), rights(agreement, settled, before)))
            before.append(settled)
            continue
        free = _without_caps(agreement)
        lost = cut_bonuses = Decimal(0)
        if free is not None:
            uncapped = statement(free, sums, *given, preview=True).lines
            lost = _sum(settled.lines, TAKEN) - _sum(uncapped, TAKEN)
            cut_bonuses = _sum(uncapped, GIVEN) - _sum(settled.lines, GIVEN)
        worst = statement(agreement, _extreme(agreement, sums, settled, worst=True), *given, preview=True)
        best = statement(agreement, _extreme(agreement, sums, settled, worst=False), *given, preview=True)
        ends = rights(agreement, settled, before)
        paid.append(Paid(settled, lost, cut_bonuses, -_sum(worst.lines, TAKEN), _sum(best.lines, GIVEN), ends))
        before.append(settled)
    return Replay(name, next((one.statement.currency for one in paid), ""), tuple(paid))


def moved(before: Replay, after: Replay) -> tuple[Moved, ...]:
    """What a change of the contract moves, clause by clause, in the order of the clauses; clauses that bill the same are left out."""
    sums = [_by_clause(line for one in replay.months for line in one.statement.lines) for replay in (before, after)]
    found = []
    for number, name in sorted({*sums[0], *sums[1]}, key=lambda title: [int(part) for part in title[0].split(".")]):
        then, now = (one.get((number, name), Decimal(0)) for one in sums)
        if then != now:
            found.append(Moved(number, name, then, now, len(after.months)))
    return tuple(found)


def _by_clause(lines: Iterable[Line]) -> dict[tuple[str, str], Decimal]:
    found: dict[tuple[str, str], Decimal] = {}
    for line in lines:
        found[line.clause, line.name] = found.get((line.clause, line.name), Decimal(0)) + line.amount
    return found


def _sum(lines: Iterable[Line], kinds: Sequence[str]) -> Decimal:
    return sum((line.amount for line in lines if line.kind in kinds), Decimal(0))


def _without_caps(agreement: Agreement) -> Agreement | None:
    """The same agreement with limits that never bite; None where it has no limits."""
    if not any(clause.rule == "cap" for clause in agreement.terms.section(11)):
        return None
    clauses = tuple(
        replace(clause, settings={**clause.settings, "at most": _OUT_OF_REACH}) if clause.rule == "cap" else clause
        for clause in agreement.terms.clauses
    )
    return replace(agreement, terms=replace(agreement.terms, clauses=clauses))


def _extreme(agreement: Agreement, summaries: Summaries, settled: Statement, *, worst: bool) -> Summaries:
    """The month with every level of the provider failed wholly, or perfect; on no less work than the level's minimum sample."""
    measures = dict(summaries.measures)
    for found in settled.scorecard.levels:
        if found.owed_by == "provider":
            level = agreement.terms.clause(found.clause)
            value = _end(level, agreement.metric(level), found, worst)
            measures[found.clause] = Measure(value, max(found.measure.count, found.minimum_sample, 1))
    return replace(summaries, measures=measures)


def _end(level: Clause, metric: Metric, found: Attainment, worst: bool) -> Fraction:
    """The worst or the best result that a level can have; of times and counts without an end, far beyond the target."""
    low = worst == (metric.better_when(level) == "more")
    if found.result == "percentage":
        return Fraction(0 if low else 1)
    scale = level.get("scale")
    if scale is not None:
        return Fraction(scale.low if low else scale.high)
    if low:
        return Fraction(-100 if found.result == "score" else 0)
    return max(found.target or found.minimum or Fraction(1), Fraction(1)) * _HOPELESS
