"""A bidder's page of one request: what is asked, what is still to answer and by when, the draft under its lock, the receipt."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import Http404
from django.utils import dateformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from remit.records.models.bid import Bid
from remit.records.models.bidder import Asker, Bidder
from remit.records.models.opener import OpeningAct
from remit.records.models.request import Addendum, Inquiry, PriceLine, Request
from remit.records.scoping import visible
from remit.stages import roles
from remit.stages.selection import sealing
from remit.stages.selection.attach_to_bid import LARGEST, MOST
from remit.stages.selection.bidding import Answers, Item, amount, checklist, draft_of, file_of, key_from, opened, standing
from remit.stages.selection.passphrases import DEMO_BID
from remit.stages.selection.save_bid import FITS
from remit.stages.selection.start_bid import cookie
from remit.values.fault import Refused
from remit.values.period import DAY, HOUR, MINUTE, moment
from remit.web.page import Visit, page

PAGE = page("bid/<int:number>/", may=roles.bids, label="Bid", under="bids", visible_to="bidder")


@dataclass(frozen=True, slots=True)
class Priced:
    """A line of the price sheet with what was typed, and what it makes of a month (or once)."""

    line: PriceLine
    price: str
    capacity: str
    total: Decimal | None


@PAGE.reads
def read(visit: Visit, number: int) -> dict[str, Any]:
    """Opened with the key in the browser's cookie where there is one; the checklist needs none."""
    bidder = bidder_for(visit, number)
    request, draft = bidder.request, draft_of(bidder)
    key, said = unlocked(visit, bidder)
    items = list(checklist(request, draft.answered if draft is not None else []))
    bid = standing(bidder)
    is_open = request.state == "published" and visit.now < (request.deadline_at or 0) and bidder.declined_at is None
    return {
        "answer": _answer(visit, request, bidder, bid, items, is_open),
        "request_row": request,
        "bidder": bidder,
        "draft": draft,
        "key": key.hex() if said is not None else "",
        "said": said,
        "items": items,
        "left": sum(not one.done for one in items),
        "groups": list(_groups(items)),
        "bid": bid,
        "receipts": visible(Bid, visit.by).filter(bidder=bidder).defer("sealed", "receipt").order_by("-version"),
        "is_open": is_open,
        "may_ask": is_open and visit.now < (request.questions_until or 0),
        "time_left": time_left(request.deadline_at, visit.now) if is_open else "",
        "questions": list(_questions(request, said)),
        "priced": list(_priced(request, said)),
        "totals": totals(_priced(request, said)),
        "systems": [(one["name"], one["must"], said.systems.get(one["name"], "") if said is not None else "") for one in request.systems],
        "fits": FITS,
        "files": _files(bidder, key) if said is not None else [],
        "largest": LARGEST >> 20,
        "most": MOST,
        "addenda": visible(Addendum, visit.by).filter(request=request).order_by("number"),
        "inquiries": visible(Inquiry, visit.by).filter(request=request, answered_at__isnull=False).order_by("number"),
        "asked": visible(Asker, visit.by).filter(bidder=bidder, visible_to__in=("bidder", "tender"), inquiry__answered_at=None),
        "acts": visible(OpeningAct, visit.by).filter(request=request).order_by("place"),
        "shortest": sealing.SHORTEST,
        "demo_passphrase": DEMO_BID if visit.engagement.is_demo else "",
    }


def bidder_for(visit: Visit, number: int) -> Bidder:
    """The bidder for whom the visitor answers request `number`; 404 as for a request that does not exist."""
    rows = visible(Bidder, visit.by).filter(request__number=number, request__visible_to="tender", people__member=visit.by)
    found = rows.select_related("request").first()
    if found is None:
        raise Http404
    return found


def unlocked(visit: Visit, bidder: Bidder) -> tuple[bytes, Answers | None]:
    """The draft's key and words, if this browser has the key."""
    try:
        key = key_from(visit.request.COOKIES.get(cookie(bidder.public_id), ""))
        return key, opened(bidder, key)
    except Refused:
        return b"", None


def time_left(until: int | None, now: int) -> str:
    """`14 days 2 h`, `3 h 05`, `12 min`."""
    left = (until or 0) - now
    if left >= 2 * DAY:
        return _("%(days)d days %(hours)d h") % {"days": left // DAY, "hours": left % DAY // HOUR}
    return f"{left // HOUR} h {left % HOUR // MINUTE:02}" if left >= HOUR else f"{max(left, 0) // MINUTE} min"


def _answer(visit: Visit, request: Request, bidder: Bidder, bid: Bid | None, items: Sequence[Item], is_open: bool) -> str:
    if request.state == "opened":
        return _("The bids were opened on %(day)s.") % {"day": _day(request.opened_at, visit)}
    if request.state == "withdrawn":
        return _("%(who)s has withdrawn this request.") % {"who": visit.engagement.client}
    if bidder.declined_at is not None:
        return _("%(who)s has declined to bid.") % {"who": bidder.name}
    if not is_open:
        said = (
            _("Your bid is in, and waits sealed for its opening.")
            if bid is not None
            else _("The deadline has passed without a bid of yours.")
        )
        return said
    left, day = sum(not one.done for one in items), _day(request.deadline_at, visit)
    if bid is not None:
        return _("Your bid is in, sealed. It can be replaced until %(day)s.") % {"day": day}
    if not left:
        return _("Everything is answered: submit your bid before %(day)s.") % {"day": day}
    words = {"n": left, "count": len(items), "day": day}
    return (
        ngettext(
            "%(n)d of %(count)d things is still to answer, before %(day)s.",
            "%(n)d of %(count)d things are still to answer, before %(day)s.",
            left,
        )
        % words
    )


def _day(at: int | None, visit: Visit) -> str:
    when = moment(at or 0, visit.engagement.zone)
    return f"{dateformat.format(when, 'l j F')}, {when:%H:%M} ({visit.engagement.client.place})"


def _groups(items: Sequence[Item]) -> Iterator[tuple[str, list[Item]]]:
    for name in dict.fromkeys(one.group for one in items):
        yield name, [one for one in items if one.group == name]


def _questions(request: Request, said: Answers | None) -> Iterator[tuple[Any, str]]:
    for question in request.questions.order_by("place").select_related("criterion"):
        yield question, said.answers.get(question.public_id, "") if said is not None else ""


def _priced(request: Request, said: Answers | None) -> Iterator[Priced]:
    for line in request.price_lines.order_by("place"):
        price = said.prices.get(line.public_id, "") if said is not None else ""
        rate = amount(price) if price else None
        capacity = said.capacity.get(line.public_id, "") if said is not None else ""
        yield Priced(line, price, capacity, None if rate is None else rate * line.volume)


def totals(priced: Iterator[Priced]) -> dict[str, Decimal]:
    """What the prices make at the request's volumes, by the month and once."""
    lines = [one for one in priced if one.total is not None]
    return {
        "month": sum((one.total for one in lines if one.total is not None and not one.line.once), Decimal(0)),
        "once": sum((one.total for one in lines if one.total is not None and one.line.once), Decimal(0)),
    }


def _files(bidder: Bidder, key: bytes) -> list[tuple[Any, str]]:
    rows = bidder.files.filter(bid=None).order_by("added_at", "pk")
    return [(row, file_of(bidder, key, row)[0]) for row in rows]
