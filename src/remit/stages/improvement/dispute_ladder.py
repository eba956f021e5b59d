"""Where a dispute goes while nobody answers it: the steps of clause 12.8, whom each has reached, and the job that tells them.

Objections to a statement climb, until silence answers where it does; claims of relief before a month is closed do not. Whoever a step
reaches is told at once, or the deputy where somebody is away or has left; both companies see it on the page of the dispute.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from remit.intake.knowledge import terms_in_force
from remit.records.models.dispute import Dispute
from remit.records.models.engagement import Engagement
from remit.records.models.escalation import EscalationReach
from remit.stages.operations.climb import Climber, climbed, those_told
from remit.stages.operations.escalations import Step, steps
from remit.terms.document import Terms
from remit.terms.fixed import NUMBERS
from remit.values.period import Month

SETTING = "disputes go to"
CLAUSE = NUMBERS[SETTING]


@dataclass(frozen=True, slots=True)
class Rung:
    """A step with whom it has reached; nobody before its time."""

    step: Step
    reached: tuple[EscalationReach, ...]


def climb_disputes(engagement: Engagement, now: int) -> int:
    """Brings every open objection up to `now`; how many people were told for the first time. Called inside a transaction."""
    rows = list(Dispute.objects.filter(engagement=engagement, state="open", statement__isnull=False).select_related("engagement"))
    people = those_told(engagement) if rows else []
    count = 0
    for row in rows:
        terms = _terms(row)
        if terms is not None:
            about = f"{row.about} of {Month.read(row.month).name} without an answer"
            one = Climber(row, CLAUSE, f"Dispute {row.number}", about, f"disputes/{row.number}", "Open", is_taken=True)
            count += climbed(one, _steps(terms, row), people, terms, now)
    return count


def ladder(dispute: Dispute) -> Sequence[Rung]:
    """The steps of an objection; of one that is over, those that reached somebody."""
    terms = _terms(dispute) if dispute.statement_id is not None else None
    if terms is None:
        return ()
    reached = EscalationReach.objects.filter(dispute=dispute).select_related("whom__user")
    told = list(reached.order_by("reached_at", "pk"))
    rungs = [Rung(step, tuple(one for one in told if one.step == step.number)) for step in _steps(terms, dispute)]
    return [one for one in rungs if one.reached or dispute.state == "open"]


def _steps(terms: Terms, dispute: Dispute) -> tuple[Step, ...]:
    """Those that come before silence would answer."""
    until = dispute.answer_until
    return tuple(one for one in steps(terms, terms.statement[SETTING], dispute.opened_at) if until is None or one.at < until)


def _terms(dispute: Dispute) -> Terms | None:
    """Those of the month that is disputed."""
    return terms_in_force(dispute.engagement, Month.read(dispute.month))
