"""How the demonstration's provider was found: seven companies, a shortlist of four, sealed bids opened on 1 December 2025; and a second
request, for phone support, that is with its bidders on the demonstration's day.

Passphrases of a demonstration are no secret: its pages print them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal

from pydantic import SecretStr

from remit.records import row_level
from remit.records.models.member import Member
from remit.records.models.provider import Provider
from remit.records.models.request import Inquiry, Request
from remit.records.models.user import User
from remit.stages.demonstration.bidders import COMPANIES, OFFERS, Company, Offer
from remit.stages.inputs import FileInput
from remit.stages.selection.add_price_line import add_price_line
from remit.stages.selection.add_provider import add_provider
from remit.stages.selection.add_source import add_source
from remit.stages.selection.answer_question import answer_question
from remit.stages.selection.ask_question import ask_question
from remit.stages.selection.attach_to_bid import attach_to_bid
from remit.stages.selection.become_opener import become_opener
from remit.stages.selection.consider_provider import consider_provider
from remit.stages.selection.date_request import date_request
from remit.stages.selection.edit_request import edit_request
from remit.stages.selection.invite_bidder import invite_bidder
from remit.stages.selection.issue_addendum import issue_addendum
from remit.stages.selection.open_bids import open_bids
from remit.stages.selection.passphrases import DEMO_BID, DEMO_OPENING
from remit.stages.selection.publish_request import publish_request
from remit.stages.selection.record_case import record_case
from remit.stages.selection.record_certificate import record_certificate
from remit.stages.selection.record_language import record_language
from remit.stages.selection.require_systems import require_systems
from remit.stages.selection.save_bid import save_bid
from remit.stages.selection.start_bid import start_bid
from remit.stages.selection.start_request import start_request
from remit.stages.selection.submit_bid import submit_bid

Done = tuple[datetime, str, Callable[[], object]]
FIRST, SECOND = "Customer email, chat and order data entry", "Phone support"
OPENERS = ("owner", "finance", "security-officer")


def selection(people: Mapping[str, Member]) -> Iterator[Done]:
    """The request that led to the contract, then the one that is open now."""
    owner, bidders = people["owner"], dict[str, Member]()
    yield datetime(2025, 9, 15, 10), "providers found", lambda: _found(owner)
    yield datetime(2025, 9, 22, 9), "request started", lambda: _started(people)
    yield datetime(2025, 9, 24, 14), "four shortlisted", lambda: _considered(owner)
    yield datetime(2025, 10, 6, 9), "request published", lambda: _published(people, bidders)
    yield datetime(2025, 10, 14, 11), "bidders asked", lambda: _asked(people, bidders)
    yield datetime(2025, 10, 16, 15), "questions answered", lambda: _answered(owner, FIRST)
    yield datetime(2025, 11, 3, 10), "deadline moved", lambda: _moved(owner)
    for day, offer in zip((26, 27, 28, 28), OFFERS, strict=True):
        yield datetime(2025, 11, day, 14, 20), f"{offer.person} bids", lambda offer=offer: _bids(bidders[offer.company], offer)  # type: ignore[misc]
    yield datetime(2025, 12, 1, 10), "opening begun", lambda: _opens(owner)
    yield datetime(2025, 12, 1, 10, 4), "four bids opened", lambda: _opens(people["finance"])
    yield datetime(2026, 10, 19, 10), "second request started", lambda: _started_second(people)
    yield datetime(2026, 10, 26, 9), "second request published", lambda: _published_second(people, bidders)
    yield datetime(2026, 11, 4, 10), "bidder asked", lambda: _asked_second(people)
    yield datetime(2026, 11, 10, 16, 30), "draft of a bid", lambda: _drafts_second(people)


def _request(by: Member, title: str) -> Request:
    with row_level.as_user(by.user_id):
        return Request.objects.get(engagement=by.engagement, title=title)


def _provider(by: Member, name: str) -> Provider:
    with row_level.as_user(by.user_id):
        return Provider.objects.get(engagement=by.engagement, name=name)


def _found(by: Member) -> None:
    for company in COMPANIES:
        _known(by, company)


def _known(by: Member, company: Company) -> None:
    kind, title, dated, said = company.sources[0]
    row = add_provider(by=by, name=company.name, kind=kind, title=title, dated=dated, said=said, **company.facts)
    for kind, title, dated, said in company.sources[1:]:
        add_source(by=by, provider=row.public_id, kind=kind, title=title, dated=dated, said=said)
    for language, level, sample, result, tested_on in company.languages:
        record_language(by=by, provider=row.public_id, language=language, level=level, sample=sample, result=result, tested_on=tested_on)
    for name, scope, ends_on in company.certificates:
        record_certificate(by=by, provider=row.public_id, name=name, scope=scope, ends_on=ends_on)
    if company.case is not None:
        title, customer, dated, claims = company.case
        record_case(by=by, provider=row.public_id, title=title, customer=customer, dated=dated, claims=claims)


def _considered(by: Member) -> None:
    request = _request(by, FIRST).public_id
    for company in COMPANIES:
        provider = _provider(by, company.name).public_id
        consider_provider(by=by, request=request, provider=provider, state=company.state, reason=company.reason)


def _openers(people: Mapping[str, Member], request: str) -> None:
    for name in OPENERS:
        become_opener(by=people[name], request=request, passphrase=SecretStr(DEMO_OPENING))


def _started(people: Mapping[str, Member]) -> None:
    by = people["owner"]
    number = start_request(by=by, title=FIRST).public_id
    about = (
        "Harbour & Pine sells furniture from Bristol. We look for one provider of customer email, chat and order data entry from May 2026."
    )
    edit_request(
        by=by,
        request=number,
        title=FIRST,
        about=about,
        industry="retail",
        function="customer care",
        languages="English C1",
        hides_askers=True,
    )
    require_systems(by=by, request=number, systems="Zendesk !\nBusiness Central\nSlack")
    add_price_line(by=by, request=number, name="Email and chat", unit="ticket", volume=Decimal(4000), peak=Decimal(4600))
    add_price_line(by=by, request=number, name="Order data entry", unit="order line", volume=Decimal(12000), peak=Decimal(13500))
    add_price_line(by=by, request=number, name="Fixed charge", unit="month", volume=Decimal(1))
    add_price_line(by=by, request=number, name="Transition", unit="whole", volume=Decimal(1), once=True)
    date_request(by=by, request=number, questions_until="2025-10-31T17:00", deadline="2025-11-21T17:00", opening="2025-12-01T10:00")
    _openers(people, number)


def _place(by: Member, offer: Offer) -> Member:
    """The place of a bidder's person, made as an accepted invitation would."""
    with row_level.installation():
        held = Member.objects.filter(engagement=by.engagement, user__email=offer.email).first()
        if held is not None:
            return held
        zone = {one.name: str(one.facts["zone"]) for one in COMPANIES}[offer.company]
        user = User.objects.create_user(offer.email, None, name=offer.person, zone=zone)
        return Member.objects.create(engagement=by.engagement, user=user, side="bidder", role="bidder", joined_at=by.engagement.now())


def _invited(by: Member, request: str, offer: Offer) -> Member:
    member = _place(by, offer)
    invite_bidder(by=by, request=request, provider=_provider(by, offer.company).public_id, email=offer.email, name=offer.person)
    return member


def _published(people: Mapping[str, Member], bidders: dict[str, Member]) -> None:
    by, number = people["owner"], _request(people["owner"], FIRST).public_id
    publish_request(by=by, request=number)
    for offer in OFFERS:
        bidders[offer.company] = _invited(by, number, offer)
    bidders["Luzon Assist, Inc."] = people["bidder"]


def _asked(people: Mapping[str, Member], bidders: Mapping[str, Member]) -> None:
    number = _request(people["owner"], FIRST).public_id
    ask_question(by=people["bidder"], request=number, text="May chat be answered from two sites?")
    text = "Are the 12,000 order lines spread evenly over the month?"
    ask_question(by=bidders["Vistula Desk Sp. z o.o."], request=number, text=text)


def _answered(by: Member, title: str) -> None:
    answers = {
        "May chat be answered from two sites?": "Yes, if both keep the same hours and the same tone; say which work where.",
        "Are the 12,000 order lines spread evenly over the month?": "No: four in ten arrive in its first week.",
    }
    with row_level.as_user(by.user_id):
        waiting = list(Inquiry.objects.filter(request__title=title, answered_at=None))
    for one in waiting:
        answer_question(by=by, inquiry=one.public_id, answer=answers[one.text])


def _moved(by: Member) -> None:
    text = "Volumes by week are attached to the answers. Because of this the deadline moves by a week, to Friday 28 November, 17:00."
    issue_addendum(by=by, request=_request(by, FIRST).public_id, text=text, deadline="2025-11-28T17:00")


def _answers(by: Member, request: Request, offer: Offer, most: int | None = None) -> dict[str, dict[str, str]]:
    with row_level.as_user(by.user_id):
        questions = list(request.questions.order_by("place").values_list("public_id", flat=True))
        lines = list(request.price_lines.order_by("place").values_list("public_id", flat=True))
        monthly = list(request.price_lines.filter(once=False).order_by("place").values_list("public_id", flat=True))
    return {
        "answers": dict(list(zip(questions, offer.answers, strict=False))[:most]),
        "prices": dict(list(zip(lines, offer.prices, strict=False))[:most]),
        "capacity": dict(list(zip(monthly, offer.capacity, strict=False))[: 0 if most is not None else None]),
    }


def _bids(by: Member, offer: Offer) -> None:
    request = _request(by, FIRST)
    key = SecretStr(start_bid(by=by, request=request.public_id, passphrase=SecretStr(DEMO_BID)).key)
    said = _answers(by, request, offer)
    save_bid(by=by, request=request.public_id, key=key, systems=dict(offer.systems), note=offer.note, **said)
    file = FileInput("references.txt", f"{offer.company}: references on request.\n".encode())
    attach_to_bid(by=by, request=request.public_id, key=key, file=file)
    submit_bid(by=by, request=request.public_id, key=key)


def _opens(by: Member) -> None:
    open_bids(by=by, request=_request(by, FIRST).public_id, passphrase=SecretStr(DEMO_OPENING))


def _started_second(people: Mapping[str, Member]) -> None:
    by = people["owner"]
    number = start_request(by=by, title=SECOND).public_id
    about = "Since May our email and chat are with a provider. We now ask who could answer our telephone, 310 hours a month today."
    edit_request(
        by=by,
        request=number,
        title=SECOND,
        about=about,
        industry="retail",
        function="phone support",
        languages="English C1",
        hides_askers=True,
    )
    require_systems(by=by, request=number, systems="Zendesk !")
    add_price_line(by=by, request=number, name="Calls answered", unit="call", volume=Decimal(3100), peak=Decimal(4200))
    add_price_line(by=by, request=number, name="Transition", unit="whole", volume=Decimal(1), once=True)
    date_request(by=by, request=number, questions_until="2026-11-17T17:00", deadline="2026-11-26T17:00", opening="2026-11-27T10:00")
    for company in COMPANIES:
        functions = str(company.facts["functions"])
        fits = "phone support" in functions and company.state == "shortlisted"
        reason = "Answers the telephone already, for retailers." if fits else ""
        provider = _provider(by, company.name).public_id
        consider_provider(by=by, request=number, provider=provider, state="shortlisted" if fits else "considered", reason=reason)
    _openers(people, number)


def _published_second(people: Mapping[str, Member], bidders: Mapping[str, Member]) -> None:
    by, number = people["owner"], _request(people["owner"], SECOND).public_id
    publish_request(by=by, request=number)
    for offer in OFFERS[1:]:
        _invited(by, number, offer)


def _asked_second(people: Mapping[str, Member]) -> None:
    by, number = people["bidder"], _request(people["owner"], SECOND).public_id
    ask_question(by=by, request=number, text="Is the telephone open on Sundays?")
    with row_level.as_user(people["owner"].user_id):
        waiting = Inquiry.objects.get(request__title=SECOND, answered_at=None)
    answer_question(by=people["owner"], inquiry=waiting.public_id, answer="Yes, from 10:00 to 16:00 in Bristol.")


def _drafts_second(people: Mapping[str, Member]) -> None:
    """Maria Santos has begun: three questions and a price, so that the rest is what she still has to answer."""
    by = people["bidder"]
    request = _request(by, SECOND)
    key = SecretStr(start_bid(by=by, request=request.public_id, passphrase=SecretStr(DEMO_BID)).key)
    said = _answers(by, request, OFFERS[1], 3)
    said["prices"] = dict(list(said["prices"].items())[:1])
    save_bid(by=by, request=request.public_id, key=key, note="We answer the telephone for eleven retailers.", **said)
