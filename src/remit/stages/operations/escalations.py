"""Escalations as pages and the job read them: the ladders of the contract, when each step comes, and whom it reaches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch

from remit.clock.deadline import due
from remit.clock.elapsed import elapsed
from remit.intake.knowledge import terms_in_force
from remit.records.models.engagement import Engagement
from remit.records.models.escalation import Escalation, EscalationReach
from remit.records.models.member import Member
from remit.records.scoping import visible
from remit.relief import reached
from remit.terms.document import Clause, Terms
from remit.terms.kinds import Duration
from remit.values.fault import Fault, Place, Refused
from remit.values.period import Month, moment
from remit.work.clocks import schedules
from remit.work.targets import always


@dataclass(frozen=True, slots=True)
class Step:
    """`at` is when it is reached, `patience` until when those who are told first have to take it on, before their deputies are told."""

    number: int
    after: str
    roles: tuple[str, ...]
    at: int
    patience: int


def ladders(terms: Terms) -> tuple[Clause, ...]:
    return tuple(one for one in terms.section(13) if one.rule == "escalation")


def in_force(engagement: Engagement, now: int) -> Terms | None:
    return terms_in_force(engagement, Month.of(moment(now, engagement.zone).date()))


def steps(terms: Terms, rows: Sequence[Mapping[str, Any]], raised_at: int) -> tuple[Step, ...]:
    """The steps of a ladder (`after`, `to`) with their instants; business time is that of the statement's calendar. Those who are told
    first have half the working time to the next step; on the last step, half of what led to it."""
    hours = schedules(terms)[terms.statement["calendar"]]
    at = [reached(always(hours.zone), hours, raised_at, row["after"]) for row in rows]
    found = []
    for index, row in enumerate(rows):
        until = at[index + 1] if index + 1 < len(at) else None
        span = elapsed(hours, at[index], until) if until is not None else elapsed(hours, raised_at, at[index])
        patience = due(hours, at[index], max(span // 2, 1))
        found.append(Step(index, Duration().write(row["after"]), tuple(map(str, row["to"])), at[index], patience))
    return tuple(found)


def escalations(member: Member) -> list[Escalation]:
    """Open ones first, the newest of each first, with whom each has reached."""
    told = EscalationReach.objects.select_related("whom__user", "whom__engagement__client", "whom__engagement__provider")
    rows = visible(Escalation, member).select_related("raised_by__user", "taken_by__user", "closed_by__user")
    rows = rows.prefetch_related(Prefetch("reached", told.order_by("reached_at", "pk")))
    return sorted(rows.order_by("-number"), key=lambda row: row.closed_at is not None)


def open_escalation(by: Member, number: str) -> Escalation:
    row = visible(Escalation, by).filter(public_id=number, closed_at=None).first()
    if row is None:
        raise Refused([Fault(Place(column="escalation"), "there is no such open escalation", "reload the list")])
    return row
