"""The business case as members read it: the baseline from the register, the lines, the people, and what was approved. The client's own.

The baseline is typed once, in the register: a request's volumes, the case and the savings of later months all read `baseline` here; once
the case is approved they read the approved figures, which do not change with the register any more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from remit.choice.business_case import Baseline, Case, Line, Unit
from remit.choice.role_plan import Plan, Role, plan
from remit.records.models.affected_role import AffectedRole, FreedHours
from remit.records.models.business_case import BusinessCase, CaseLine
from remit.records.models.member import Member
from remit.records.scoping import visible
from remit.stages.needs import queries
from remit.stages.needs.queries import Known
from remit.values.money import Rounding

MONTHS = 24
"""The term of a case that nobody has set."""


@dataclass(frozen=True, slots=True)
class Seen:
    """The case: the row (None before it is begun), its lines as they were recorded, the roles, and what the core makes of them."""

    row: BusinessCase | None
    lines: tuple[CaseLine, ...]
    roles: tuple[AffectedRole, ...]
    case: Case
    plan: Plan
    currency: str

    @property
    def digest_differs(self) -> bool:
        """Whether the figures moved since they were approved."""
        return self.row is not None and bool(self.row.approved) and self.row.approved != plain(self)


def baseline(found: Sequence[Known]) -> Baseline:
    """What the proposed processes cost a month, by the unit under which each is compared."""
    units: dict[str, tuple[Fraction, Fraction]] = {}
    for one in queries.proposed(found):
        name = one.row.baseline or one.row.unit or one.row.name
        volume, cost = units.get(name, (Fraction(0), Fraction(0)))
        units[name] = (volume + Fraction(one.row.volume or 0), cost + one.cost + Fraction(one.row.tools))
    return Baseline(tuple(Unit(name, volume, cost) for name, (volume, cost) in units.items()))


def approved_baseline(member: Member) -> Baseline:
    """The baseline as it was approved; before an approval that of the register."""
    row = queries.business_case(member)
    units = row.approved.get("baseline") if row is not None and isinstance(row.approved, Mapping) else None
    if not isinstance(units, list):
        return baseline(queries.processes(member))
    return Baseline(tuple(Unit(str(one["unit"]), Fraction(one["volume"]), Fraction(one["cost"])) for one in units))


def seen(member: Member) -> Seen:
    """The case as it stands."""
    row = queries.business_case(member)
    found = queries.processes(member)
    lines = tuple(visible(CaseLine, member).filter(removed_at=None).select_related("cited").order_by("pk"))
    roles = tuple(visible(AffectedRole, member).filter(removed_at=None).order_by("pk"))
    case = Case(baseline(found), tuple(map(line_of, lines)), row.months if row is not None else MONTHS)
    return Seen(row, lines, roles, case, plan([role_of(one) for one in roles]), queries.currency(member))


def line_of(row: CaseLine) -> Line:
    low, likely, high = (Fraction(value) for value in (row.low, row.likely, row.high))
    return Line(row.kind, row.phase, row.per, likely, low, high, row.name, row.public_id)


def role_of(row: AffectedRole) -> Role:
    return Role(row.name, row.people, row.outcome, Fraction(row.monthly), Fraction(row.hours), Fraction(row.severance))


def plain(found: Seen) -> dict[str, Any]:
    """What is approved: exact figures as texts, in an order that is always the same."""
    return {
        "currency": found.currency,
        "months": found.case.months,
        "baseline": [{"unit": one.name, "volume": str(one.volume), "cost": str(one.cost)} for one in found.case.baseline.units],
        "lines": [
            {"kind": one.kind, "name": one.name, "phase": one.phase, "per": one.per}
            | {"low": str(one.least), "likely": str(one.likely), "high": str(one.most)}
            for one in found.case.lines
        ],
        "roles": [
            {"name": one.name, "people": one.people, "outcome": one.outcome, "monthly": str(one.monthly.normalize() + 0)}
            | {"hours": str(one.hours.normalize() + 0), "severance": str(one.severance.normalize() + 0), "day": str(one.day)}
            for one in found.roles
        ],
        "saving": str(found.case.monthly().saving),
        "transition": str(found.case.transition().likely),
    }


@dataclass(frozen=True, slots=True)
class Freed:
    """A month of hours that were set free: what they were used for, and what is idle. The two sum to what the roles set free."""

    month: str
    released: Decimal
    uses: tuple[tuple[str, Decimal], ...]

    @property
    def idle(self) -> Decimal:
        return self.released - sum((hours for _, hours in self.uses), Decimal(0))


def freed(member: Member) -> tuple[Freed, ...]:
    """The months for which uses were recorded, the last first; of one use of a month the row recorded last counts."""
    roles = [one for one in visible(AffectedRole, member).filter(removed_at=None, outcome="redeployed")]
    kept: dict[str, dict[str, Decimal]] = {}
    for row in visible(FreedHours, member).order_by("recorded_at", "pk"):
        kept.setdefault(row.month, {})[row.use] = row.hours
    found = []
    for month in sorted(kept, reverse=True):
        released = sum((one.hours for one in roles if f"{one.day:%Y-%m}" <= month), Decimal(0))
        found.append(Freed(month, released, tuple(sorted(kept[month].items()))))
    return tuple(found)


def pennies(value: Fraction) -> Decimal:
    """An exact sum as money is written."""
    return Rounding().of(value)
