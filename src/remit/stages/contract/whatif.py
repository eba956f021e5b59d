"""A closed month settled once more with other figures: more or less work, better or worse results, another rate of exchange."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import polars as pl

from remit.catalogue import standard_catalogue
from remit.foresight.whatif import moved_facts, shifted
from remit.intake.knowledge import kept
from remit.records.models.member import Member
from remit.rehearsal import Contract
from remit.stages.contract.effect import keep_sums, months, sums_of
from remit.stages.needs.case import approved_baseline, pennies
from remit.statement import Statement, latest, statement
from remit.terms.document import Terms
from remit.terms.versions import Version
from remit.values.period import Month


@dataclass(frozen=True, slots=True)
class Shift:
    """What is other than it was, as shares: volume of all services, rates of exchange, results of all levels (percentages by points)."""

    volume: Fraction = Fraction(0)
    rate: Fraction = Fraction(0)
    attainment: Fraction = Fraction(0)

    @property
    def is_none(self) -> bool:
        return not (self.volume or self.rate or self.attainment)


@dataclass(frozen=True, slots=True)
class Tried:
    """A month as it was under a contract, and as it would be with other figures."""

    month: Month
    before: Statement
    after: Statement

    @property
    def difference(self) -> Decimal:
        return self.after.total - self.before.total

    def lines(self) -> Iterator[tuple[str, str, Decimal, Decimal]]:
        """Clause, name, and what it bills in each of the two; clauses that bill nothing in either are left out."""
        sums: dict[tuple[str, str], list[Decimal]] = {}
        for place, one in enumerate((self.before, self.after)):
            for line in one.lines:
                sums.setdefault((line.clause, line.name), [Decimal(0), Decimal(0)])[place] += line.amount
        for (clause, name), (was, now) in sorted(sums.items(), key=lambda item: [int(part) for part in item[0][0].split(".")]):
            yield clause, name, was, now


def hiring_avoided(member: Member, found: Tried) -> tuple[tuple[str, int, Decimal], ...]:
    """The units that came to the month, each with what doing them with people of one's own would have cost, at the unit costs of the
    approved baseline; nothing for a unit that has none, and nothing for the provider, who sees no row of the baseline."""
    each = {one.name: one.each for one in approved_baseline(member).units}
    before = {volume.clause: volume.billed for volume in found.before.volumes}
    more = [(volume.unit, volume.billed - before.get(volume.clause, 0)) for volume in found.after.volumes]
    return tuple((unit, count, pennies(count * each[unit])) for unit, count in more if count > 0 and unit in each)


def tried(member: Member, month: Month, shift: Shift, draft: Terms | None = None) -> Tried | None:
    """The month under the terms in force (or a draft) with other figures; None where it is not closed."""
    found = kept(member.engagement)
    if month not in months(member):
        return None
    terms = draft or found.versions[-1].terms
    contract = Contract("tried", (Version(terms.term["in force from"], terms),), standard_catalogue()).since(months(member)[0])
    sums, summaries = sums_of(member).with_months(contract, [month])
    keep_sums(member, sums)
    agreement, work = contract.agreement(month), sums.work
    facts = work.facts.filter(pl.col("received_at") < work.cut)
    history = [one for one in latest(work.issued) if one.month < month]
    levels = {level.name: shift.attainment for level in agreement.in_force(8, month)} if shift.attainment else {}
    moved = shifted(agreement, summaries[month], month, {None: shift.volume} if shift.volume else {}, levels)
    other = moved_facts(facts, month, {("rate", None): shift.rate} if shift.rate else {})
    return Tried(
        month,
        statement(agreement, summaries[month], facts, history, month, work.cut, preview=True),
        statement(agreement, moved, other, history, month, work.cut, preview=True),
    )
