"""Answer a bidder's question: question and answer are shown to every bidder of the request, at the same time."""

from __future__ import annotations

from remit.records.models.member import Member
from remit.records.models.request import Inquiry
from remit.records.scoped import TENDER
from remit.records.scoping import visible
from remit.stages import roles
from remit.stages.action import action
from remit.stages.selection.bidders_told import tell
from remit.stages.workspace.notify import settle
from remit.values.fault import Fault, Place, Refused


@action(may=roles.runs_selection, says="answered a bidder's question", shared=False)
def answer_question(*, by: Member, inquiry: str, answer: str) -> Inquiry:
    """`inquiry` is the question's public number. An answer is final: what was said to all is not unsaid, only followed by an addendum."""
    row = visible(Inquiry, by).filter(public_id=inquiry).select_related("request__engagement").first()
    if row is None:
        raise Refused([Fault(Place(column="inquiry"), f"there is no question {inquiry[:40]}", "open the request again")])
    faults = []
    if row.answered_at is not None:
        faults.append(Fault(Place(column="answer"), "this question is answered already", "issue an addendum to correct it"))
    if row.request.state != "published":
        faults.append(Fault(Place(column="answer"), "the request is not with the bidders", "answer while they can still bid"))
    if not 1 <= len(answer) <= 10_000:
        faults.append(Fault(Place(column="answer"), "an answer has 1 to 10,000 letters", "write it for all bidders"))
    if faults:
        raise Refused(faults)
    row.answer, row.answered_by, row.answered_at, row.visible_to = answer, by, by.engagement.now(), TENDER
    row.save(update_fields=["answer", "answered_by", "answered_at", "visible_to"])
    settle(by.engagement, f"answer inquiry {row.public_id}")
    tell(row.request, f"Question {row.number} about “{row.request.title}” is answered", row.text[:300], f"answered {row.public_id}")
    return row
