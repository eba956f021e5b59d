"""Counts that come as facts and not as events: the audits and surveys of a month, as somebody outside the log has added them up.

A fact of the kind `audit` or `survey` tells one figure, which its unit names, about a record, a service level or what the level covers. The
last one received for a day stands, several days of a month add up, and all of a month's figures make one row of a level.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import polars as pl

from remit.terms.document import Clause
from remit.work import facts
from remit.work.clocks import instant_of_day
from remit.work.evidence import Evidence


@dataclass(frozen=True, slots=True)
class Counts:
    """The figures of a month by unit, about whom, where they come from, and the instant at which the last day they are dated on begins."""

    kind: str
    subject: str
    at: int
    sources: tuple[str, ...]
    figures: Mapping[str, Fraction]

    def row(self, why: str, sums: Mapping[str, int | None]) -> pl.DataFrame:
        """One contribution, named after the facts. It counts where `why` is empty; what does not count carries zeros."""
        told = ", ".join(f"{_number(value)} {unit}" for unit, value in self.figures.items())
        said = f"told by facts: {told}; source: {'; '.join(self.sources)}"
        kept = {name: value if not why else None if name == "value" else 0 for name, value in sums.items()}
        row = {
            "item": f"{self.kind} of {self.subject}",
            "at": self.at,
            "counted": not why,
            "why": f"{said}; {why}" if why else said,
            **kept,
        }
        types = {"item": pl.String, "at": pl.Int64, "counted": pl.Boolean, "why": pl.String, **dict.fromkeys(sums, pl.Int64)}
        return pl.DataFrame([row], schema=types)

    def fault(self, needed: Iterable[str], parts: Iterable[tuple[str, str]] = ()) -> str:
        """Why these figures tell nothing: one that is needed is missing, one is no whole number or below nought, or a part exceeds its
        whole (`parts` are pairs of them). Empty where they tell the level."""
        missing = [unit for unit in needed if unit not in self.figures]
        if missing:
            return f"nothing counts, because no fact tells the {' and the '.join(missing)} (0 if there were none)"
        broken = [f"{_number(value)} {unit}" for unit, value in self.figures.items() if value.denominator != 1 or value < 0]
        if broken:
            return f"nothing counts, because {' and '.join(broken)} is no number of things"
        for part, whole in parts:
            if self.figures.get(part, Fraction(0)) > self.figures.get(whole, Fraction(0)):
                return f"nothing counts, because there are more {part} than {whole}"
        return ""


def counts(level: Clause, evidence: Evidence, kind: str, units: Iterable[str]) -> Counts | None:
    """What facts of a kind tell about a level in the month: of those named after the level, else after its record, else after what it
    covers. Facts that serve another clause are not looked at; None where there are none."""
    wanted = tuple(units)
    for subject in dict.fromkeys((level.name, evidence.evidence_record(level), str(level.get("covers")))):
        month = evidence.month
        about = facts.select(evidence.facts, kind, subject, first=month.first, last=month.last)
        mine = [fact for fact in about if fact.clause in (None, level.number) and fact.unit in wanted]
        standing = {unit: facts.standing([fact for fact in mine if fact.unit == unit]) for unit in wanted}
        found = {unit: facts.amount(stand) for unit, stand in standing.items() if stand}
        if found:
            last = max(fact.day for stand in standing.values() for fact in stand)
            sources = dict.fromkeys(fact.source for stand in standing.values() for fact in stand)
            return Counts(kind, subject, instant_of_day(last, evidence.zone), tuple(sources), found)
    return None


def _number(value: Fraction) -> str:
    """A fact's value is a decimal, so that its digits end."""
    return f"{value.numerator:,}" if value.denominator == 1 else f"{Decimal(value.numerator) / Decimal(value.denominator):,}"
