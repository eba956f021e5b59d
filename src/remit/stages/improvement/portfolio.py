"""A provider's clients side by side: one line for each engagement in which somebody answers for the provider.

Nothing is drawn for it: credits at risk are those that the ends of the month drawn this hour lead to expect, else those of levels that are
missed as they stand. An engagement whose work is still being read, or is damaged, says so and holds the others up in nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from remit.intake.knowledge import kept
from remit.intake.last_figures import NotYet
from remit.records.models.member import Member
from remit.records.models.user import User
from remit.records.scoping import places
from remit.scorecard import Attainment
from remit.stages import roles
from remit.stages.improvement import margin
from remit.stages.improvement.decision import Waiting
from remit.stages.improvement.margin import Closed
from remit.stages.improvement.waiting import waiting
from remit.stages.operations import at_risk, levels
from remit.stages.operations.at_risk import Risk
from remit.values.fault import RemitError

_WORST = {"missed": 0, "amber": 1, "too little evidence": 2, "met": 3}


@dataclass(frozen=True, slots=True)
class Client:
    """One engagement as its provider sees it. `last` is the last closed month, `danger` what is at risk in the running one; `drawn` says
    whether that is from drawn ends or as it stands. `trouble` says why there are no figures."""

    member: Member
    currency: str = ""
    last: Closed | None = None
    danger: Decimal | None = None
    drawn: bool = False
    worst: Attainment | None = None
    next: Waiting | None = None
    trouble: str = ""


def provider_places(user: User) -> list[Member]:
    """The places from which somebody answers for a provider and may see its own cost."""
    return [one for one in places(user).filter(side="provider") if roles.sees_own_cost(one)]


def portfolio(user: User) -> tuple[Client, ...]:
    """One line for each client, the largest danger first."""
    found = [_client(one) for one in provider_places(user)]
    return tuple(sorted(found, key=lambda one: (-(one.danger or 0), str(one.member.engagement.client))))


def _client(member: Member) -> Client:
    now = member.engagement.now()
    try:
        if not kept(member.engagement).versions:
            return Client(member, trouble="no contract yet")
        board = levels.board(member, levels.this_month(member, now), now)
        found = at_risk.risks(member, board, now)
        months = margin.closed(member)
        own = [one for one in waiting(member, now) if one.mine and one.by is not None]
    except NotYet:
        return Client(member, trouble="its work is being read")
    except RemitError as error:
        return Client(member, trouble=str(error))
    judged = [level for level in board.scorecard.levels if level.target is not None and level.owed_by == "provider"]
    return Client(
        member,
        board.agreement.terms.currency,
        months[0] if months else None,
        danger(found),
        any(one.likely is not None for one in found),
        min(judged, key=lambda level: _WORST.get(level.status, 9), default=None),
        own[0] if own else None,
    )


def danger(found: Sequence[Risk]) -> Decimal:
    """Credits at risk in all, before limits: as expected from the drawn ends, else of the levels that are missed as they stand."""
    drawn = [one.expected for one in found if one.expected is not None]
    if drawn:
        return sum(drawn, Decimal("0.00"))
    return sum((one.stake.amount for one in found if one.level.status == "missed"), Decimal("0.00"))


def clients_said(found: Sequence[Client]) -> str:
    """`2 clients`, `one client`."""
    return "one client" if len(found) == 1 else f"{len(found)} clients"
