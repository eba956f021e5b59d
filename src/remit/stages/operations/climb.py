"""Tells whom each step of an open escalation names, and their deputies where they cannot be reached or do not take it on in time.

Not an action: a job calls it every minute, and raising an escalation calls it at once. Whom a step has reached is kept, so nobody is told
twice, and both companies see who was told when, and in whose stead.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

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


def climb(engagement: Engagement, now: int) -> int:
    """Brings every open escalation up to `now`; how many people were told for the first time. Called inside a transaction."""
    terms = escalations.in_force(engagement, now)
    rows = list(Escalation.objects.filter(engagement=engagement, closed_at=None).select_related("taken_by__user")) if terms else []
    if terms is None or not rows:
        return 0
    places = Member.objects.filter(engagement=engagement, ended_at=None, user__is_active=True, side__in=("client", "provider"))
    people = list(places.select_related("user", "engagement__client", "engagement__provider").order_by("joined_at", "pk"))
    ladders = {one.number: one for one in escalations.ladders(terms)}
    count = 0
    for row in rows:
        clause = ladders.get(row.clause)
        for step in escalations.steps(terms, clause, row.raised_at) if clause is not None else ():
            if step.at <= now:
                count += sum(_step(row, step, role, people, terms, now) for role in step.roles)
    return count


def _step(row: Escalation, step: Step, role: str, people: Sequence[Member], terms: Terms, now: int) -> int:
    today = moment(now, row.engagement.zone).date()
    told = list(EscalationReach.objects.filter(escalation=row, step=step.number, role=role).select_related("whom__user"))
    first = [one for one in told if one.whom is not None]
    if not told:
        return _tell(row, step, reached(people, terms, role, today), people, now)
    waits = now >= step.patience and not _is_taken(row, today) and len({one.instead for one in first}) == 1
    if not waits:
        return 0
    whom = tuple(one for one in people if one.pk in {each.whom_id for each in first})
    through = next((one.contract_role for one in whom), role)
    return _tell(row, step, deputies_of(people, terms, Reached(role, through, whom), today), people, now)


def _is_taken(row: Escalation, today: date) -> bool:
    """Whether somebody who is here has taken it on."""
    return row.taken_by is not None and row.taken_by.active and not is_away(row.taken_by, today)


def _tell(row: Escalation, step: Step, found: Reached, people: Sequence[Member], now: int) -> int:
    """Keeps whom the step reaches, and tells them. Where it reaches nobody, those who lead both companies are told of that."""
    instead = f"instead: {found.instead}"[:200] if found.instead else ""
    for one in found.people or (None,):
        EscalationReach.objects.create(
            engagement=row.engagement, escalation=row, step=step.number, role=found.role, whom=one, instead=instead, reached_at=now
        )
    lost = not found.people
    for one in found.people or [each for each in people if roles.leads(each)]:
        why = f"Clause {row.clause}, {step.after} after it was raised: {found.role}." + (f" {found.instead}." if found.instead else "")
        notify(
            one,
            kind="decision",
            title=f"Escalation {row.number}: {row.about}" if not lost else f"Escalation {row.number} reaches nobody as {found.role}",
            why=why,
            link=f"/e/{row.engagement.code}/{row.path}",
            act="Take it on",
            key=f"escalation {row.number} {step.number} {found.role} {found.through}",
        )
    return len(found.people)
