"""Due diligence: what references say, which claims hold, how the interviews went, and where listeners were apart."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from remit.exchange.statement_words import Answer
from remit.records.models.bidder import Candidate
from remit.records.models.request import Request
from remit.records.scoping import visible
from remit.stages import roles
from remit.stages.selection.add_reference import add_reference
from remit.stages.selection.check_claim import FOUND, check_claim
from remit.stages.selection.diligence import Behind, behind
from remit.stages.selection.plan_interview import GUIDE, plan_interview
from remit.stages.selection.record_call import AGAIN, CALL_FORM, record_call
from remit.stages.selection.score_interview import score_interview
from remit.values.period import moment
from remit.web.page import Visit, page

PAGE = page("diligence/", may=roles.is_client, label="Due diligence", place=5, visible_to="client")


@PAGE.reads
def read(visit: Visit) -> dict[str, Any]:
    """`request` is its number, the newest with interviews or opened bids where none is given."""
    by = visit.by
    asked = visit.asked("request")
    listed_for = visible(Candidate, by).filter(state="shortlisted").values("request")
    rows = list(visible(Request, by).filter(pk__in=listed_for).order_by("-number"))
    row = next((one for one in rows if str(one.number) == asked), None) or next((one for one in rows if one.state == "opened"), None)
    row = row or next(iter(rows), None)
    if row is None:
        return {"answer": "Nobody is on a shortlist yet, so there is nothing to look behind.", "request_row": None}
    found = behind(by, row, roles.scores_bids(by))
    return {
        "answer": _answer(found),
        "request_row": row,
        "requests": rows,
        "found": found,
        "call_form": CALL_FORM,
        "again": AGAIN,
        "findings": FOUND,
        "guide": "\n".join(GUIDE),
        "today": moment(visit.now, visit.engagement.zone).date(),
        "may_add": add_reference.allowed(by),
        "may_call": record_call.allowed(by),
        "may_check": check_claim.allowed(by),
        "may_plan": plan_interview.allowed(by),
        "may_score": score_interview.allowed(by),
    }


def _answer(found: Sequence[Behind]) -> Any:
    calls, named = sum(one.called for one in found), sum(len(one.references) for one in found)
    claims = sum(len(case.claims) for one in found for case in one.cases)
    left = sum(one.open_claims for one in found)
    apart = sum(talk.divergent for one in found for talk in one.talks)
    said = f"{calls} of {named} references are called and {claims - left} of {claims} claims checked"
    if apart:
        return Answer(
            f"{said}; in interviews ", f"{apart} answer{'s were' if apart != 1 else ' was'} scored two points or more apart", ".", "amber"
        )
    return f"{said}."
