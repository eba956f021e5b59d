"""Publish a request: its words are frozen, its digest is what every receipt names, and bidders can be invited."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from remit.records.models.member import Member
from remit.records.models.opener import Opener
from remit.records.models.request import Criterion, PriceLine, Request, RequestQuestion
from remit.records.scoped import TENDER
from remit.stages import roles
from remit.stages.action import action
from remit.stages.selection.request_rows import content_of, digest_of, draft_of, faults_of_dates
from remit.terms.words import exact
from remit.values.fault import Fault, Place, Refused

OPENERS = 2


@action(may=roles.runs_selection, says="published request {request}", shared=False)
def publish_request(*, by: Member, request: str) -> Request:
    """Refused until the weights total 100, something is asked and priced, the dates follow each other, and two people have an opening key.
    From here on the request changes by numbered addenda only, which all bidders see."""
    row = draft_of(by, request)
    openers = list(row.openers.select_related("member__user", "member__engagement").order_by("pk"))
    faults = list(lacks(row, openers, by.engagement.now()))
    if faults:
        raise Refused(faults)
    row.content = content_of(row, openers)
    row.digest = digest_of(row.content)
    row.state, row.visible_to, row.published_at = "published", TENDER, by.engagement.now()
    row.save(update_fields=["content", "digest", "state", "visible_to", "published_at"])
    for model in (Criterion, RequestQuestion, PriceLine):
        model._default_manager.filter(request=row).update(visible_to=TENDER)
    return row


def lacks(request: Request, openers: list[Opener], now: int) -> Iterator[Fault]:
    """What stands between a draft and its publication."""
    total = sum((one.weight for one in request.criteria.all()), Decimal(0))
    if total != 100:
        yield Fault(Place(column="weights"), f"the weights total {exact(total)}, not 100", "set the criteria again")
    if not request.price_lines.exists():
        yield Fault(Place(column="price_lines"), "nothing is priced", "add a line with the volume of a month")
    if not request.questions.exists():
        yield Fault(Place(column="questions"), "nothing is asked", "add a question")
    yield from faults_of_dates(now, request.questions_until, request.deadline_at, request.opening_at)
    active = [one for one in openers if one.member.active]
    if len(active) < OPENERS:
        have = {0: "nobody has", 1: "one person has"}[len(active)]
        yield Fault(Place(column="openers"), f"{have} an opening key, and it takes two to open", "let two or three people become openers")
