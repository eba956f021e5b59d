"""The library of ideas, and what each adopted one moved: the mean result of its service level before it and since.

Results are those of issued statements, as both companies signed them. Before are the last `BEFORE` months with a result ahead of the
first month of practice, since are all months with a result from it on. No claim of cause is made: other things happen in a month as well.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from remit.intake.knowledge import terms_in_force
from remit.records.models.idea import Idea
from remit.records.models.member import Member
from remit.records.scoping import visible
from remit.stages.improvement import queries
from remit.terms.words import exact
from remit.values.period import Month, moment

BEFORE = 3
Stood = tuple[Month, Fraction]


@dataclass(frozen=True, slots=True)
class Effect:
    """Months with their results before and since, percentages by points."""

    before: tuple[Stood, ...]
    since: tuple[Stood, ...]
    unit: str

    @property
    def moved(self) -> Fraction | None:
        """The mean since less the mean before; None where either has no month."""
        return _mean(self.since) - _mean(self.before) if self.before and self.since else None

    @property
    def said(self) -> str:
        """`+2.5 points`, empty where nothing can be compared yet."""
        if self.moved is None:
            return ""
        rounded = Fraction(round(self.moved * 10), 10)
        return f"{'+' if rounded > 0 else '−' if rounded < 0 else '±'}{exact(abs(rounded))}{self.unit}"

    @property
    def mean_before(self) -> str:
        return exact(Fraction(round(_mean(self.before) * 10), 10))

    @property
    def mean_since(self) -> str:
        return exact(Fraction(round(_mean(self.since) * 10), 10))


def ideas(member: Member) -> list[Idea]:
    """Adopted ones first, the latest practice on top, then what is only proposed."""
    rows = list(visible(Idea, member).select_related("proposed_by__user", "proposed_by__engagement", "adopted_by__user"))
    return sorted(rows, key=lambda row: (row.since or date.min, row.number), reverse=True)


def levels_in_force(member: Member) -> Mapping[str, str]:
    """The service levels of the contract in force, by clause; none where there is no contract."""
    terms = terms_in_force(member.engagement, Month.of(moment(member.engagement.now(), member.engagement.zone).date()))
    return {} if terms is None else {clause.number: clause.name for clause in terms.section(8)}


def effects(member: Member, rows: Sequence[Idea], now: int) -> Mapping[int, Effect]:
    """What each adopted idea moved, by its number."""
    if all(row.since is None for row in rows):
        return {}
    stood: dict[str, list[Stood]] = {}
    units: dict[str, str] = {}
    for month, where in queries.standings(member, now).items():
        if where.latest is not None:
            for level in queries.issued(member, where.latest).scorecard.levels:
                if level.judged is not None:
                    percent = level.result == "percentage"
                    stood.setdefault(level.clause, []).append((month, Fraction(level.judged) * (100 if percent else 1)))
                    units[level.clause] = " points" if percent else ""
    found = {}
    for row in rows:
        if row.since is None:
            continue
        results, first = sorted(stood.get(row.level, [])), Month.of(row.since)
        before = tuple(one for one in results if one[0] < first)[-BEFORE:]
        found[row.number] = Effect(before, tuple(one for one in results if one[0] >= first), units.get(row.level, ""))
    return found


def _mean(results: Sequence[Stood]) -> Fraction:
    return sum((value for _, value in results), Fraction(0)) / len(results)
