"""Three people score the four bids of the demonstration, look behind them, and award the work to Cape Town."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from importlib import resources
from typing import Any

from remit.records import row_level
from remit.records.models.award import BidderPromise
from remit.records.models.bidder import Bidder
from remit.records.models.diligence import Interview
from remit.records.models.member import Member
from remit.records.models.notice import Notice
from remit.records.models.provider import CaseStudy, Provider, ProviderSource
from remit.records.models.request import Request
from remit.stages.demonstration.selection import FIRST
from remit.stages.selection.add_reference import add_reference
from remit.stages.selection.agree_score import agree_score
from remit.stages.selection.assume_cost import assume_cost
from remit.stages.selection.award_request import award_request
from remit.stages.selection.check_claim import check_claim
from remit.stages.selection.hand_in_scores import hand_in_scores
from remit.stages.selection.lock_scores import lock_scores
from remit.stages.selection.open_panel import open_panel
from remit.stages.selection.plan_interview import plan_interview
from remit.stages.selection.record_call import record_call
from remit.stages.selection.score_bid import score_bid
from remit.stages.selection.score_interview import score_interview
from remit.stages.selection.settle_promise import settle_promise
from remit.stages.selection.settle_scores import settle_scores
from remit.stages.workspace.finish_notice import finish_notice

Done = tuple[datetime, str, Callable[[], object]]
SCORERS = ("owner", "process-owner", "finance")
TODAY = Decimal("22780.00")
_TURNS = (("0", "0.5", "-0.5"), ("0.5", "-0.5", "0"), ("-0.5", "0", "0.5"))
"""What three scorers add to the consensus, in turn, so that their mean is it."""


def award(people: Mapping[str, Member]) -> Iterator[Done]:
    """From the panel on 1 December 2025 to the award, and what became of the winner's promises when the contract was signed."""
    owner, said = people["owner"], _read()
    yield datetime(2025, 12, 1, 11), "panel named", lambda: _named(people)
    for place, name in enumerate(SCORERS):
        yield datetime(2025, 12, 2, 9 + place), f"{name} scored", lambda name=name, place=place: _scored(people[name], said, place)  # type: ignore[misc]
    yield datetime(2025, 12, 3, 16), "references called, teams met", lambda: _looked(people, said)
    for place, name in enumerate(SCORERS):
        yield datetime(2025, 12, 4, 9 + place), f"{name} scored prices", lambda name=name, place=place: _priced(people[name], said, place)  # type: ignore[misc]
    yield datetime(2025, 12, 5, 10), "scores settled", lambda: _settled(owner, said)
    yield datetime(2025, 12, 5, 11, 30), "award recorded", lambda: _awarded(owner, said)
    yield datetime(2026, 1, 12, 8, 30), "promises settled", lambda: _promises(owner, said)
    for name in ("owner", "process-owner", "finance", "security-officer"):
        yield datetime(2026, 1, 12, 8, 45), f"{name} read the news of the award", lambda name=name: _read_news(people[name])  # type: ignore[misc]


def _read_news(by: Member) -> None:
    """What was told of the award lies done in the inbox long before the present of the demonstration."""
    with row_level.as_user(by.user_id):
        told = list(Notice.objects.filter(member=by, done_at=None, key__startswith="award ").values_list("public_id", flat=True))
    if told:
        finish_notice(by=by, notices=told)


def _read() -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads(resources.files("remit.demo").joinpath("award.json").read_text(encoding="utf-8"))
    return found


def _request(by: Member) -> Request:
    with row_level.as_user(by.user_id):
        return Request.objects.get(engagement=by.engagement, title=FIRST)


def _criteria(by: Member) -> Mapping[str, str]:
    with row_level.as_user(by.user_id):
        return dict(_request(by).criteria.values_list("name", "public_id"))


def _bidders(by: Member) -> Mapping[str, Bidder]:
    with row_level.as_user(by.user_id):
        return {one.name: one for one in Bidder.objects.filter(request=_request(by)).select_related("provider")}


def _provider(by: Member, name: str) -> Provider:
    with row_level.as_user(by.user_id):
        return Provider.objects.get(engagement=by.engagement, name=name)


def _named(people: Mapping[str, Member]) -> None:
    owner = people["owner"]
    open_panel(
        by=owner,
        request=_request(owner).public_id,
        scorers=[people[name].public_id for name in SCORERS],
        price_criterion=_criteria(owner)["Cost"],
        price_last=True,
        today=TODAY,
    )


def _values(said: Mapping[str, Any], company: str, place: int) -> Mapping[str, Decimal]:
    """What this scorer gives the company on each criterion."""
    apart = {(one, criterion): values for one, criterion, values, _ in said["apart"]}
    found = {}
    for column, (criterion, counts) in enumerate(zip(said["criteria"], said["bids"][company]["scores"], strict=True)):
        moved = Decimal(_TURNS[column % 3][place]) if Decimal(counts) <= Decimal("9.5") else Decimal(0)
        found[criterion] = Decimal(apart[company, criterion][place]) if (company, criterion) in apart else Decimal(counts) + moved
    return found


def _score(by: Member, said: Mapping[str, Any], place: int, price: bool) -> None:
    request, criteria = _request(by).public_id, _criteria(by)
    for company, bidder in _bidders(by).items():
        values = {criteria[name]: value for name, value in _values(said, company, place).items() if (name == "Cost") == price}
        own = said["bids"][company]["evidence"] if place == 0 else said["short"]
        evidence = {criteria[name]: text for name, text in zip(said["criteria"], own, strict=True)}
        with row_level.as_user(by.user_id):
            report = (
                ProviderSource.objects.filter(provider=bidder.provider, kind="industry report").values_list("public_id", flat=True).first()
            )
        cited = {criteria["References and reputation"]: report} if report and place == 0 else {}
        score_bid(by=by, request=request, bidder=bidder.public_id, scores=values, evidence=evidence, cited=cited)


def _scored(by: Member, said: Mapping[str, Any], place: int) -> None:
    _score(by, said, place, price=False)
    lock_scores(by=by, request=_request(by).public_id)


def _priced(by: Member, said: Mapping[str, Any], place: int) -> None:
    _score(by, said, place, price=True)
    hand_in_scores(by=by, request=_request(by).public_id)


def _settled(by: Member, said: Mapping[str, Any]) -> None:
    request, bidders, criteria = _request(by).public_id, _bidders(by), _criteria(by)
    for company, criterion, values, reason in said["apart"]:
        value = Decimal(values[1])
        agree_score(by=by, request=request, bidder=bidders[company].public_id, criterion=criteria[criterion], value=value, reason=reason)
    settle_scores(by=by, request=request)
    for company, given in said["costs"].items():
        doubts = {
            name: dict(zip(("low", "expected", "high"), map(Decimal, given[name]), strict=True))
            for name in ("currency", "licences", "training")
        }
        number = bidders[company].public_id
        assume_cost(by=by, request=request, bidder=number, governance=Decimal(1500), reason=given["reason"], **doubts)


def _awarded(by: Member, said: Mapping[str, Any]) -> None:
    winner = _bidders(by)["Salt River Desk (Pty) Ltd"].public_id
    award_request(by=by, request=_request(by).public_id, bidder=winner, reason=said["reason"])


def _looked(people: Mapping[str, Member], said: Mapping[str, Any]) -> None:
    owner, request = people["owner"], _request(people["owner"]).public_id
    for company, client, person, again, answers, day in said["references"]:
        number = _provider(owner, company).public_id
        row = add_reference(by=owner, provider=number, company=client, person=person, named_by_provider=True)
        if answers:
            texts = {str(place): text for place, text in enumerate(answers)}
            record_call(by=owner, reference=row.public_id, day=date.fromisoformat(day), again=again, answers=texts)
    for company, claim, found, how in said["checks"]:
        with row_level.as_user(owner.user_id):
            case = CaseStudy.objects.get(provider=_provider(owner, company))
        check_claim(by=owner, case=case.public_id, claim=claim, found=found, how=how)
    for company, day, who, sheets, notes in said["interviews"]:
        number = _provider(owner, company).public_id
        talk = plan_interview(by=owner, request=request, provider=number, day=date.fromisoformat(day), people=who)
        for name, values in sheets.items():
            _interviewed(people[name], talk, values, notes[name])


def _interviewed(by: Member, interview: Interview, values: list[str], note: str) -> None:
    scores = {str(place): Decimal(value) for place, value in enumerate(values)}
    score_interview(by=by, interview=interview.public_id, scores=scores, note=note)


def _promises(by: Member, said: Mapping[str, Any]) -> None:
    for word, state, clause, reason in said["settled"]:
        with row_level.as_user(by.user_id):
            found = BidderPromise.objects.filter(engagement=by.engagement, question__contains=word).order_by("place").first()
        assert found is not None, word
        settle_promise(by=by, promise=found.public_id, state=state, clause=clause, reason=reason)
