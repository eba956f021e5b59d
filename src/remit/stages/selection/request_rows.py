"""What the actions on requests ask first: the request, whether it may still be changed, instants from a form, and the frozen words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any

import rfc8785

from remit.records.models.engagement import Engagement
from remit.records.models.member import Member
from remit.records.models.opener import Opener
from remit.records.models.request import Addendum, Request
from remit.records.scoping import visible
from remit.stages.selection import sealing
from remit.values.fault import Fault, Place, Refused
from remit.values.period import instant, moment, zone

LEVELS = ("A1", "A2", "B1", "B2", "C1", "C2", "native")


def request_of(member: Member, number: str) -> Request:
    """The request with this public number that the member may see; `Refused` otherwise."""
    found = visible(Request, member).filter(public_id=number).first()
    if found is None:
        raise Refused([Fault(Place(column="request"), f"there is no request {number[:40]}", "open it again from the list")])
    return found


def draft_of(member: Member, number: str) -> Request:
    """The same, while it can still be written; a published request changes by addenda."""
    found = request_of(member, number)
    if found.state != "draft":
        what = f"'{found.title}' is published, and its words are fixed"
        raise Refused([Fault(Place(column="request"), what, "issue an addendum, which all bidders see")])
    return found


def published_of(member: Member, number: str) -> Request:
    """The request while it is with the bidders; `Refused` before it was published and after it was opened or withdrawn."""
    found = request_of(member, number)
    if found.state != "published":
        what = f"'{found.title}' is {'not published yet' if found.state == 'draft' else found.state}"
        raise Refused([Fault(Place(column="request"), what, "publish it first" if found.state == "draft" else "nothing more comes in")])
    return found


def at_wall_clock(engagement: Engagement, text: str, column: str) -> int:
    """An instant as a form gives it, `2026-11-27T17:00`, on the wall clock of the contract; or with an offset of its own."""
    try:
        given = datetime.fromisoformat(text)
        return instant(given if given.tzinfo is not None else given.replace(tzinfo=zone(engagement.zone)))
    except (ValueError, OverflowError):
        what = f"'{text[:40]}' is no day and time"
        raise Refused([Fault(Place(column=column), what, "write it as 2026-11-27T17:00")]) from None


def faults_of_dates(now: int, questions_until: int | None, deadline: int | None, opening: int | None) -> list[Fault]:
    """What is wrong with three instants, which follow each other and lie ahead."""
    named = (("questions_until", questions_until, "questions"), ("deadline", deadline, "the deadline"), ("opening", opening, "the opening"))
    found = [Fault(Place(column=column), f"{word} has no day and time", "say when") for column, at, word in named if at is None]
    if questions_until is None or deadline is None or opening is None:
        return found
    if questions_until <= now:
        found.append(Fault(Place(column="questions_until"), "the time for questions is over already", "choose a later day"))
    if deadline < questions_until:
        found.append(Fault(Place(column="deadline"), "the deadline comes before the end of questions", "leave time for the answers"))
    if opening < deadline:
        found.append(Fault(Place(column="opening"), "the opening comes before the deadline", "open at the deadline or later"))
    return found


def content_of(request: Request, openers: Sequence[Opener]) -> bytes:
    """The words of a request that are frozen when it is published, as canonical JSON (RFC 8785)."""
    zoned = request.engagement.zone
    content: dict[str, Any] = {
        "remit_request": 1,
        "client": request.engagement.client.name,
        "number": request.number,
        "title": request.title,
        "about": request.about,
        "industry": request.industry,
        "function": request.function,
        "currency": request.currency,
        "systems": request.systems,
        "languages": request.languages,
        "hides_askers": request.hides_askers,
        "criteria": [{"name": one.name, "weight": f"{one.weight:f}", "about": one.about} for one in request.criteria.order_by("place")],
        "questions": [
            {
                "id": one.public_id,
                "text": one.text,
                "kind": one.kind,
                "must": one.must,
                "criterion": one.criterion.name if one.criterion is not None else "",
                "weight": f"{one.weight:f}",
            }
            for one in request.questions.order_by("place").select_related("criterion")
        ],
        "price_lines": [
            {
                "id": one.public_id,
                "name": one.name,
                "unit": one.unit,
                "volume": f"{one.volume:f}",
                "peak": f"{one.peak:f}",
                "once": one.once,
            }
            for one in request.price_lines.order_by("place")
        ],
        "openers": [{"name": one.member.name, "key": sealing.fingerprint(one.public_key)} for one in openers],
        **{name: written(at, zoned) for name, at in instants(request).items()},
    }
    return rfc8785.dumps(content)


def instants(request: Request) -> Mapping[str, int | None]:
    return {"questions_until": request.questions_until, "deadline": request.deadline_at, "opening": request.opening_at}


def written(at: int | None, place: str) -> str:
    """An instant with the offset of the contract's clock."""
    return "" if at is None else moment(at, place).isoformat()


def digest_of(content: bytes) -> str:
    return f"sha256:{sha256(content).hexdigest()}"


def digest_now(request: Request) -> str:
    """The digest of the request with all its addenda: that of the last one, which names the one before it."""
    last = Addendum.objects.filter(request=request).order_by("-number").values_list("digest", flat=True).first()
    return last or request.digest
