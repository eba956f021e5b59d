"""Plan an interview with the team of a provider, by a guide whose questions are put to all."""

from __future__ import annotations

from datetime import date

from remit.records.models.diligence import Interview
from remit.records.models.member import Member
from remit.records.models.provider import Provider
from remit.records.scoped import CLIENT
from remit.records.scoping import visible
from remit.stages import roles
from remit.stages.action import action
from remit.stages.selection.request_rows import request_of
from remit.values.fault import Fault, Place, Refused

GUIDE = (
    "Walk us through a bad day of last month: what happened, who noticed, what did you change?",
    "Here are three real mails of ours. How would you answer them?",
    "Who carries what if the currency or our volumes move?",
    "Who exactly would be in our team, and who leads it?",
)
"""The questions of an interview where no others are written."""
MOST = 20


@action(may=roles.runs_selection, says="planned an interview for request {request}", shared=False)
def plan_interview(*, by: Member, request: str, provider: str, day: date, people: str = "", questions: str = "") -> Interview:
    """`questions` one a line. Every interview of a request asks the same, so the first one's questions are taken where none are given."""
    row, faults = request_of(by, request), []
    found = visible(Provider, by).filter(public_id=provider, merged_into=None, removed_at=None).first()
    if found is None:
        faults.append(Fault(Place(column="provider"), f"the directory has no provider {provider[:40]}", "choose one of it"))
    asked = [line.strip() for line in questions.splitlines() if line.strip()]
    if not asked:
        earlier = visible(Interview, by).filter(request=row).order_by("pk").first()
        asked = list(earlier.questions) if earlier is not None else list(GUIDE)
    if len(asked) > MOST or any(len(line) > 500 for line in asked):
        faults.append(Fault(Place(column="questions"), f"a guide has at most {MOST} questions of 500 letters", "keep what decides"))
    if len(people) > 200:
        faults.append(Fault(Place(column="people"), f"it has {len(people)} letters", "write at most 200"))
    if faults or found is None:
        raise Refused(faults)
    return Interview.objects.create(
        engagement=by.engagement,
        visible_to=CLIENT,
        request=row,
        provider=found,
        day=day,
        people=people,
        questions=asked,
        planned_by=by,
        planned_at=by.engagement.now(),
    )
