"""Say that a returned file is not the offer, or not signed by the other company. It never counts; another one may be brought."""

from __future__ import annotations

from remit.records.models.draft import Draft
from remit.records.models.member import Member
from remit.stages import roles
from remit.stages.action import action
from remit.stages.contract import papers
from remit.values.fault import Fault, Place, Refused


@action(may=roles.signs_terms, says="did not accept the signed paper of draft {result}")
def refuse_paper(*, by: Member, paper: str, answer: str) -> Draft:
    """`answer` says what is wrong with it, and is never empty."""
    found = papers.waiting_paper(by, paper)
    if not answer:
        raise Refused([Fault(Place(column="answer"), "the other company has to know what is wrong", "say what you saw")])
    found.state, found.answer, found.answered_by, found.answered_at = "refused", answer, by, by.engagement.now()
    found.save(update_fields=["state", "answer", "answered_by", "answered_at"])
    return found.draft
