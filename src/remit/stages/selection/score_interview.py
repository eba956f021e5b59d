"""Score an interview, question by question, without sight of the others' scores."""

from __future__ import annotations

from decimal import Decimal

from remit.records.models.diligence import Interview, InterviewScore
from remit.records.models.member import Member
from remit.records.scoped import CLIENT
from remit.records.scoping import visible
from remit.stages import roles
from remit.stages.action import action
from remit.stages.selection.score_bid import HIGHEST
from remit.values.fault import Fault, Place, Refused


@action(may=roles.scores_bids, says="scored an interview", shared=False, keeps_back=("scores", "note"))
def score_interview(*, by: Member, interview: str, scores: dict[str, Decimal], note: str = "") -> InterviewScore:
    """`scores` 0 to 10 by the question's place in the guide, from 0; all of them. Given once, they stand, and the others' are seen."""
    row = visible(Interview, by).filter(public_id=interview).first()
    if row is None:
        raise Refused([Fault(Place(column="interview"), f"there is no interview {interview[:40]}", "open the page again")])
    faults = []
    if InterviewScore.objects.filter(interview=row, member=by).exists():
        faults.append(Fault(Place(column="scores"), "you have scored it already", "what others gave is shown now; yours stands"))
    if set(scores) != {str(place) for place in range(len(row.questions))}:
        faults.append(Fault(Place(column="scores"), f"{len(scores)} of {len(row.questions)} questions are scored", "score each"))
    if any(not one.is_finite() or not 0 <= one <= HIGHEST or one != round(one, 2) for one in scores.values()):
        faults.append(Fault(Place(column="scores"), "a score is 0 to 10, with at most two decimals", "write such as 7.5"))
    if len(note) > 4_000:
        faults.append(Fault(Place(column="note"), "the note is longer than 4,000 letters", "shorten it"))
    if faults:
        raise Refused(faults)
    return InterviewScore.objects.create(
        engagement=by.engagement,
        visible_to=CLIENT,
        interview=row,
        member=by,
        values=[f"{scores[str(place)]:f}" for place in range(len(row.questions))],
        note=note,
        scored_at=by.engagement.now(),
    )
