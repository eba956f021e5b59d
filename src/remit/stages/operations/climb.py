"""Tells whom each step of an open escalation names, and their deputies where they cannot be reached or do not take it on in time.

Not an action: a job calls it every minute, and raising an escalation calls it at once. Whom a step has reached is kept, so nobody is told
twice, and both companies see who was told when, and in whose stead. A dispute that nobody answers climbs the same way.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from remit.records.models.dispute import Dispute
from remit.records.models.engagement import Engagement
from remit.records.models.escalation import Escalation, EscalationReach
from remit.records.models.member import Member
from remit.stages import roles
from remit.stages.operations import escalations
from remit.stages.operations.escalations import Step
from remit.stages.workspace.notify import notify
from remit.stages.workspace.stand_in import Reached, deputies_of, is_away, reached
from remit.terms.document import Terms
from remit.values.period import moment


@dataclass(frozen=True, slots=True)
class Climber:
    """What climbs: `row` with its `clause`, `name` ("Escalation 3") and what it is `about`; where it is seen, and what is to be done.
    `is_taken` where somebody has it, or must answer anyway: then the deputies of those who are here are not told."""

    row: Escalation | Dispute
    clause: str
    name: str
    about: str
    path: str
    act: str
    is_taken: bool

    @property
    def kind(self) -> str:
        return "escalation" if isinstance(self.row, Escalation) else "dispute"


def climb(engagement: Engagement, now: int) -> int:
    """Brings every open escalation up to `now`; how many people were told for the first time. Called inside a transaction."""
    rows = list(Escalation.objects.filter(engagement=engagement, closed_at=None).select_related("taken_by__user"))
    terms = escalations.in_force(engagement, now) if rows else None
    if terms is None:
        return 0
    people = those_told(engagement)
    today = moment(now, engagement.zone).date()
    ladders = {one.number: one for one in escalations.ladders(terms)}
    count = 0
    for row in rows:
        clause = ladders.get(row.clause)
        if clause is not None:
            one = Climber(row, row.clause, f"Escalation {row.number}", row.about, row.path, "Take it on", _is_taken(row, today))
            count += climbed(one, escalations.steps(terms, clause["steps"], row.raised_at), people, terms, now)
    return count


def those_told(engagement: Engagement) -> list[Member]:
    """Everybody of both companies whom a step may reach."""
    places = Member.objects.filter(engagement=engagement, ended_at=None, user__is_active=True, side__in=("client", "provider"))
    return list(places.select_related("user", "engagement__client", "engagement__provider").order_by("joined_at", "pk"))


def climbed(one: Climber, steps: Sequence[Step], people: Sequence[Member], terms: Terms, now: int) -> int:
    """Tells the roles of each step that has come; how many people were told for the first time."""
    return sum(_step(one, step, role, people, terms, now) for step in steps if step.at <= now for role in step.roles)


def _step(one: Climber, step: Step, role: str, people: Sequence[Member], terms: Terms, now: int) -> int:
    today = moment(now, one.row.engagement.zone).date()
    told = list(EscalationReach.objects.filter(step=step.number, role=role, **{one.kind: one.row}).select_related("whom__user"))
    first = [each for each in told if each.whom is not None]
    if not told:
        return _tell(one, step, reached(people, terms, role, today), people, now)
    waits = now >= step.patience and not one.is_taken and len({each.instead for each in first}) == 1
    if not waits:
        return 0
    whom = tuple(each for each in people if each.pk in {known.whom_id for known in first})
    through = next((each.contract_role for each in whom), role)
    return _tell(one, step, deputies_of(people, terms, Reached(role, through, whom), today), people, now)


def _is_taken(row: Escalation, today: date) -> bool:
    """Whether somebody who is here has taken it on."""
    return row.taken_by is not None and row.taken_by.active and not is_away(row.taken_by, today)


def _tell(one: Climber, step: Step, found: Reached, people: Sequence[Member], now: int) -> int:
    """Keeps whom the step reaches, and tells them. Where it reaches nobody, those who lead both companies are told of that."""
    row = one.row
    instead = f"instead: {found.instead}"[:200] if found.instead else ""
    for each in found.people or (None,):
        EscalationReach.objects.create(
            engagement=row.engagement, step=step.number, role=found.role, whom=each, instead=instead, reached_at=now, **{one.kind: row}
        )
    lost = not found.people
    for each in found.people or [leader for leader in people if roles.leads(leader)]:
        why = f"Clause {one.clause}, {step.after} after it was raised: {found.role}." + (f" {found.instead}." if found.instead else "")
        notify(
            each,
            kind="decision",
            title=f"{one.name}: {one.about}" if not lost else f"{one.name} reaches nobody as {found.role}",
            why=why,
            link=f"/e/{row.engagement.code}/{one.path}",
            act=one.act,
            key=f"{one.kind} {row.number} {step.number} {found.role} {found.through}",
        )
    return len(found.people)
