"""Take a question out of a request that is not published yet."""

from __future__ import annotations

from remit.records.models.member import Member
from remit.records.models.request import Request
from remit.stages import roles
from remit.stages.action import action
from remit.stages.selection.request_rows import draft_of
from remit.values.fault import Fault, Place, Refused


@action(may=roles.runs_selection, says="dropped a question of request {request}", shared=False)
def drop_question(*, by: Member, request: str, question: str) -> Request:
    """`question` is the question's public number."""
    row = draft_of(by, request)
    if not row.questions.filter(public_id=question).delete()[0]:
        raise Refused([Fault(Place(column="question"), f"the request has no question {question[:40]}", "open it again")])
    return row
