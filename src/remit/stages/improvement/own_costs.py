"""A provider's own cost of a month: what is fixed, and what each unit of a service costs, by the dated lines that the provider recorded.

Only rows of the provider's own side are ever read here. A line holds from its month on until a later one of the same name; of two for the
same month the one recorded last counts. Each line is rounded once, half up to the penny, and the cost of a month is the sum of its lines.

    >>> from types import SimpleNamespace as Row
    >>> rows = [Row(name="desk", per="month", amount=Decimal("900"), month="2026-05", recorded_at=1, pk=1),
    ...         Row(name="desk", per="month", amount=Decimal("950"), month="2026-07", recorded_at=2, pk=2),
    ...         Row(name="per ticket", per="6.1", amount=Decimal("0.385"), month="2026-05", recorded_at=1, pk=3)]
    >>> [(line.name, str(line.cost)) for line in lines_of(rows, Month(2026, 6), {"6.1": 3})]
    [('desk', '900.00'), ('per ticket', '1.16')]
    >>> str(cost(lines_of(rows, Month(2026, 7), {"6.1": 1000})))
    '1335.00'
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from remit.intake.knowledge import terms_in_force
from remit.records.models.member import Member
from remit.records.models.own_cost import OwnCost
from remit.records.scoped import PROVIDER
from remit.records.scoping import visible
from remit.stages import roles
from remit.values.money import Rounding
from remit.values.period import Month, moment

MONTHLY = "month"
"""What `per` says of a cost that does not hang on volume."""
_PENNIES = Rounding("half up", Decimal("0.01"))


@dataclass(frozen=True, slots=True)
class CostLine:
    """One line of a month's own cost: `quantity` units (1 for what is fixed) at `amount` each, since a month."""

    name: str
    per: str
    quantity: int
    amount: Decimal
    since: str

    @property
    def cost(self) -> Decimal:
        return _PENNIES.of(Fraction(self.amount) * self.quantity)


def recorded(member: Member) -> list[OwnCost]:
    """Every line that the provider recorded, the earliest month first; nothing for anybody who may not see it."""
    if not roles.sees_own_cost(member):
        return []
    rows = visible(OwnCost, member).filter(visible_to=PROVIDER).select_related("recorded_by__user")
    return list(rows.order_by("month", "name", "recorded_at", "pk"))


def lines_of(rows: Sequence[OwnCost], month: Month, units: Mapping[str, int]) -> tuple[CostLine, ...]:
    """The lines of a month: of each name the one that holds in it. `units` are those billed, by the clause of the service."""
    holding: dict[str, OwnCost] = {}
    for row in sorted(rows, key=lambda row: (row.month, row.recorded_at, row.pk)):
        if row.month <= str(month):
            holding[row.name] = row
    return tuple(
        CostLine(row.name, row.per, 1 if row.per == MONTHLY else units.get(row.per, 0), row.amount, row.month)
        for row in holding.values()
        if row.amount
    )


def cost(lines: Sequence[CostLine]) -> Decimal:
    return sum((line.cost for line in lines), Decimal("0.00"))


def services(member: Member) -> Mapping[str, str]:
    """The services of the contract in force by their clause, which a cost for each unit names: `{"6.1": "ticket of customer contact"}`."""
    now = member.engagement.now()
    terms = terms_in_force(member.engagement, Month.of(moment(now, member.engagement.zone).date()))
    return {} if terms is None else {one.number: f"{one['unit']} of {one.name}" for one in terms.section(6)}


def per_said(per: str, named: Mapping[str, str]) -> str:
    return MONTHLY if per == MONTHLY else named.get(per, f"unit of clause {per}")
