"""What members read of the audit. All of it is the client's own; the member is always an argument."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from remit.choice import audit, suitability
from remit.choice.audit import Audited
from remit.choice.suitability import Place
from remit.intake.knowledge import terms_in_force
from remit.records.models.business_case import BusinessCase
from remit.records.models.member import Member
from remit.records.models.process import Process
from remit.records.models.source import Source
from remit.records.scoping import visible
from remit.values.period import Month, moment


@dataclass(frozen=True, slots=True)
class Known:
    """A process as it is read: the row, what the audit makes of it, and its place among make and buy; None while it is not rated."""

    row: Process
    audited: Audited
    place: Place | None

    @property
    def hours(self) -> Fraction:
        return self.audited.hours

    @property
    def cost(self) -> Fraction:
        return self.audited.cost

    @property
    def missing(self) -> tuple[str, ...]:
        return audit.missing(self.audited)


def processes(member: Member) -> tuple[Known, ...]:
    """Every process of the register, by its number."""
    rows = visible(Process, member).filter(removed_at=None).select_related("cited").order_by("number")
    return tuple(known(row) for row in rows)


def process(member: Member, number: int) -> Known | None:
    """One process by its number in the engagement."""
    row = visible(Process, member).filter(removed_at=None, number=number).select_related("cited", "recorded_by__user").first()
    return known(row) if row is not None else None


def known(row: Process) -> Known:
    one = audited(row)
    return Known(row, one, suitability.place(one.ratings, one.management_hours))


def audited(row: Process) -> Audited:
    """The row as the core knows it."""
    return Audited(
        key=row.public_id,
        name=row.name,
        unit=row.unit,
        volume=row.volume,
        minutes=row.minutes,
        rate=row.rate,
        tools=row.tools,
        figures_from=row.figures_from,
        begins=row.begins,
        ends=row.ends,
        components=_lines(row.components),
        systems=_lines(row.systems),
        owner=row.owner,
        management_hours=row.management_hours,
        ratings=_ratings(row.ratings),
        intent=row.intent,
    )


def total_cost(found: Sequence[Known]) -> Fraction:
    return sum((one.cost for one in found), Fraction(0))


def total_hours(found: Sequence[Known]) -> Fraction:
    return sum((one.hours for one in found), Fraction(0))


def proposed(found: Sequence[Known]) -> tuple[Known, ...]:
    """Those that are proposed to be outsourced."""
    return tuple(one for one in found if one.row.intent == "proposed")


def tools(found: Sequence[Known]) -> Decimal:
    return sum((one.row.tools for one in found), Decimal(0))


def business_case(member: Member) -> BusinessCase | None:
    return visible(BusinessCase, member).select_related("approved_by__user").order_by("-pk").first()


def currency(member: Member) -> str:
    """The currency of the business case; without one that of the contract, and pounds before there is either."""
    case = business_case(member)
    if case is not None:
        return case.currency
    terms = terms_in_force(member.engagement, Month.of(moment(member.engagement.now(), member.engagement.zone).date()))
    return str(terms.currency) if terms is not None else "GBP"


def sources(member: Member) -> tuple[Source, ...]:
    """The library of sources, the newest first."""
    return tuple(visible(Source, member).select_related("recorded_by__user").order_by("-number"))


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def _ratings(kept: Mapping[str, Any]) -> dict[str, int]:
    return {name: kept[name] for name in audit.RATINGS if isinstance(kept.get(name), int)}
