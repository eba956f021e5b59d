"""A provider's margin: closed months to the penny, and the running month as it is likely to end. For the provider's own side alone.

The margin of a closed month is the total of its latest statement less the own cost of the units billed in it. That of the running month is
worked out for each drawn end (`foresight.forecast`): total less the own cost of the units billed in that end, because both hang on volume.
Its 80 % interval runs from the 10th to the 90th of a hundred ends.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from remit.foresight.chance import Spread, spread
from remit.intake.knowledge import kept, knowledge
from remit.records.models.member import Member
from remit.records.models.own_cost import OwnCost
from remit.stages.improvement.own_costs import CostLine, cost, lines_of, recorded
from remit.stages.operations import levels
from remit.statement import Statement, latest
from remit.values.period import Month


@dataclass(frozen=True, slots=True)
class Closed:
    """A closed month on the provider's own side; `cost` is None where no own cost was recorded for it."""

    month: Month
    version: int
    revenue: Decimal
    currency: str
    lines: tuple[CostLine, ...]

    @property
    def cost(self) -> Decimal | None:
        return cost(self.lines) if self.lines else None

    @property
    def margin(self) -> Decimal | None:
        return None if self.cost is None else self.revenue - self.cost

    @property
    def share(self) -> Fraction | None:
        """The margin as a part of the revenue."""
        return None if self.margin is None or self.revenue <= 0 else Fraction(self.margin) / Fraction(self.revenue)


@dataclass(frozen=True, slots=True)
class Running:
    """The running month as it is likely to end. `cost` and `margin` are None where no own cost is recorded."""

    month: Month
    revenue: Spread
    cost: Spread | None
    margin: Spread | None
    loses: Fraction
    """In what part of the ends the month makes a loss."""


def closed(member: Member) -> tuple[Closed, ...]:
    """Every month with a statement, the latest first."""
    found = latest(knowledge(member.engagement).issued) if kept(member.engagement).versions else ()
    return settled(member, tuple(reversed(found)))


def settled(member: Member, statements: Iterable[Statement]) -> tuple[Closed, ...]:
    """The margin of months as statements settle them, issued ones or those that a draft would have given."""
    rows = recorded(member)
    return tuple(_closed(one, rows) for one in statements)


def _closed(one: Statement, rows: Sequence[OwnCost]) -> Closed:
    units = {volume.clause: volume.billed for volume in one.volumes}
    return Closed(one.month, one.version, one.total, one.currency, lines_of(rows, one.month, units))


def total(months: Iterable[Closed]) -> Decimal | None:
    """The margin of several months together; None where one of them has no own cost."""
    found = [one.margin for one in months]
    return None if not found or None in found else sum((one for one in found if one is not None), Decimal("0.00"))


def running(member: Member, now: int, *, compute: bool) -> Running | None:
    """The running month; None where its end has not been drawn yet and `compute` is not asked."""
    month = levels.this_month(member, now)
    drawn = levels.forecast(member, month, now, compute=compute)
    if drawn is None or not drawn.drawn:
        return None
    rows = recorded(member)
    costs = [lines_of(rows, month, end.units) for end in drawn.drawn]
    if not any(costs):
        return Running(month, drawn.statement.total, None, None, Fraction(0))
    margins = [end.total - cost(lines) for end, lines in zip(drawn.drawn, costs, strict=True)]
    losing = Fraction(sum(margin < 0 for margin in margins), len(margins))
    return Running(month, drawn.statement.total, spread([cost(lines) for lines in costs]), spread(margins), losing)
