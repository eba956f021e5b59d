"""Answer the fit check; the answers stay beside earlier ones, and the last count."""

from __future__ import annotations

from remit.choice.fit import QUESTIONS
from remit.records.models.fit_answers import FitAnswers
from remit.records.models.member import Member
from remit.records.scoped import CLIENT
from remit.stages import roles
from remit.stages.action import action
from remit.stages.lengths import no_longer
from remit.values.fault import Fault, Place, Refused


@action(may=roles.audits, says="answered the fit check", shared=False)
def answer_fit_check(*, by: Member, answers: dict[str, int], note: str = "") -> FitAnswers:
    """`answers` by the key of each question: 2 where you are ready, 1 halfway, 0 not yet. Fewer than all give no verdict yet."""
    faults = []
    for key, value in answers.items():
        if key not in QUESTIONS:
            faults.append(Fault(Place(column=key[:40]), "is not asked", f"the questions are {', '.join(QUESTIONS)}"))
        elif value not in (0, 1, 2):
            faults.append(Fault(Place(column=key), f"{value} is no answer", "answer 2, 1 or 0"))
    if not answers:
        faults.append(Fault(Place(column="answers"), "nothing is answered", "answer at least one question"))
    faults += no_longer("note", note, 2_000)
    if faults:
        raise Refused(faults)
    return FitAnswers.objects.create(
        engagement=by.engagement, visible_to=CLIENT, answers=answers, note=note, answered_by=by, answered_at=by.engagement.now()
    )
