"""Answer a suggestion of somebody who does the work: accept it, or decline it with a reason."""

from __future__ import annotations

from typing import Literal

from remit.records.models.member import Member
from remit.records.models.staff_interview import Suggestion
from remit.records.scoping import visible
from remit.stages import roles
from remit.stages.action import action
from remit.stages.lengths import no_longer
from remit.values.fault import Fault, Place, Refused


@action(may=roles.audits, says="answered a suggestion: {verdict}", shared=False)
def answer_suggestion(*, by: Member, suggestion: str, verdict: Literal["accepted", "declined"], because: str = "") -> Suggestion:
    """A suggestion is answered once."""
    row = visible(Suggestion, by).filter(public_id=suggestion, verdict="").first()
    if row is None:
        raise Refused([Fault(Place(), "this suggestion is answered already", "reload the page")])
    if verdict == "declined" and not because.strip():
        raise Refused([Fault(Place(column="because"), "it is declined without a reason", "say why, to whoever made it")])
    if faults := list(no_longer("because", because, 1_000)):
        raise Refused(faults)
    row.verdict, row.because, row.decided_by, row.decided_at = verdict, because, by, by.engagement.now()
    row.save(update_fields=["verdict", "because", "decided_by", "decided_at"])
    return row
