"""What a provider gains and may lose, for its first page: credits at risk and what saves them, relief to claim, the margin ahead."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from remit.records.models.dispute import Dispute
from remit.records.models.member import Member
from remit.records.scoping import visible
from remit.stages import roles
from remit.stages.improvement import margin
from remit.stages.improvement.portfolio import danger
from remit.stages.operations import at_risk, levels
from remit.stages.operations.at_risk import Claimable, Risk
from remit.stages.operations.levels import Board
from remit.terms.words import money
from remit.values.money import Rounding


@dataclass(frozen=True, slots=True)
class Gain:
    """`waits` says that the month's end has not been drawn yet. `ahead` is the margin of the running month in a sentence, for those who may
    see the own cost."""

    risks: tuple[Risk, ...]
    danger: Decimal
    claimable: tuple[Claimable, ...]
    ahead: str
    waits: bool


def gain(member: Member, board: Board, now: int, *, compute: bool) -> Gain:
    """The provider's view of the running month. `compute` draws the month's end where it is not drawn, and looks for misses of others."""
    drawn = levels.forecast(member, board.month, now, compute=compute)
    found = at_risk.risks(member, board, now)
    claimed = {item for one in visible(Dispute, member).filter(month=str(board.month)) for item in one.items}
    claimable = at_risk.claimable(member, board, now, claimed) if drawn is not None else ()
    return Gain(found, danger(found), claimable, _ahead(member, now), drawn is None)


def _ahead(member: Member, now: int) -> str:
    if not roles.sees_own_cost(member):
        return ""
    running = margin.running(member, now, compute=False)
    if running is None:
        return ""
    if running.margin is None:
        return "Record what the work costs you, and the margin of the month stands here."
    currency = str(levels.board(member, running.month, now).agreement.terms.currency)
    low, likely, high = (money(Rounding().of(value), currency) for value in (running.margin.p10, running.margin.p50, running.margin.p90))
    return f"{running.month.name} is likely to leave {likely}, in eight of ten runs {low} to {high}."
