"""Add a question to a request: what every bidder answers, under which criterion, and whether a no ends it."""

from __future__ import annotations

from decimal import Decimal

from remit.records.models.member import Member
from remit.records.models.request import RequestQuestion
from remit.records.scoped import CLIENT
from remit.stages import roles
from remit.stages.action import action
from remit.stages.selection.request_rows import draft_of
from remit.terms.words import listed
from remit.values.fault import Fault, Place, Refused

KINDS = ("text", "yes or no", "number")


@action(may=roles.runs_selection, says="added a question to request {request}", shared=False)
def add_question(
    *, by: Member, request: str, text: str, kind: str = "text", must: bool = False, criterion: str = "", weight: Decimal = Decimal(1)
) -> RequestQuestion:
    """`criterion` is the public number of one of the request's; `weight` counts among the questions of that criterion. A must-have is a
    question of yes or no whose no blocks an award."""
    row, faults = draft_of(by, request), []
    if not 1 <= len(text) <= 2_000:
        faults.append(Fault(Place(column="text"), "a question has 1 to 2,000 letters", "ask one thing at a time"))
    if kind not in KINDS:
        faults.append(Fault(Place(column="kind"), f"'{kind[:20]}' is no kind of answer", f"choose {listed(KINDS, 'or')}"))
    if must and kind != "yes or no":
        faults.append(Fault(Place(column="must"), "a must-have is answered with yes or no", "choose that kind, or leave must-have out"))
    if not weight.is_finite() or not 0 < weight <= 100:
        faults.append(Fault(Place(column="weight"), "a weight is more than 0 and at most 100", "write 1 where all count the same"))
    under = row.criteria.filter(public_id=criterion).first() if criterion else None
    if criterion and under is None:
        faults.append(Fault(Place(column="criterion"), f"the request has no criterion {criterion[:40]}", "choose one of its own"))
    if row.questions.count() >= 200:
        faults.append(Fault(Place(), "the request has 200 questions", "drop some: nobody reads more"))
    if faults:
        raise Refused(faults)
    last = row.questions.order_by("-place").values_list("place", flat=True).first() or 0
    return RequestQuestion.objects.create(
        engagement=by.engagement,
        visible_to=CLIENT,
        request=row,
        criterion=under,
        place=last + 1,
        text=text,
        kind=kind,
        must=must,
        weight=round(weight, 2),
    )
