"""One opened bid, for the client: answers, prices at the request's volumes, what it can carry against the forecast, systems, files."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import Http404
from django.utils.translation import gettext as _

from remit.records.models.bid import OpenedBid
from remit.records.models.request import PriceLine
from remit.records.scoping import visible
from remit.stages import roles
from remit.stages.selection.bidding import amount
from remit.stages.selection.panel_rows import prices_hidden
from remit.terms.words import money
from remit.web.page import Visit, page

PAGE = page("requests/<int:number>/bids/<slug:bidder>/", may=roles.is_client, label="Bid", under="requests", visible_to="client")


@dataclass(frozen=True, slots=True)
class Priced:
    """`carries` is None where nothing was said, else whether the bidder can carry the forecast peak."""

    line: PriceLine
    price: Decimal | None
    total: Decimal | None
    capacity: Decimal | None

    @property
    def carries(self) -> bool | None:
        return None if self.capacity is None else self.capacity >= self.line.peak


@PAGE.reads
def read(visit: Visit, number: int, bidder: str) -> dict[str, Any]:
    """404 where there is no such bid, and just so before it was opened."""
    opened = opened_bid(visit, number, bidder)
    said, request = opened.content, opened.request
    answers, systems = said.get("answers", {}), said.get("systems", {})
    hidden = prices_hidden(visit.by, request)
    priced = [_priced(line, {**said, "prices": {}} if hidden else said) for line in request.price_lines.order_by("place")]
    month = sum((one.total for one in priced if one.total is not None and not one.line.once), Decimal(0))
    return {
        "answer": _unseen(opened) if hidden else _answer(opened, month, priced),
        "hidden": hidden,
        "opened": opened,
        "request_row": request,
        "questions": [(one, answers.get(one.public_id, "")) for one in request.questions.order_by("place").select_related("criterion")],
        "priced": priced,
        "month": month,
        "systems": [(one["name"], one["must"], systems.get(one["name"], "")) for one in request.systems],
        "files": opened.files.defer("content").order_by("pk"),
        "note": said.get("note", ""),
    }


def _unseen(opened: OpenedBid) -> str:
    return _("The bid of %(who)s is open; its prices are seen once the panel has locked its other scores.") % {"who": opened.bidder.name}


def opened_bid(visit: Visit, number: int, bidder: str) -> OpenedBid:
    rows = visible(OpenedBid, visit.by).filter(request__number=number, bidder__public_id=bidder).select_related("request", "bidder", "bid")
    found = rows.first()
    if found is None:
        raise Http404
    return found


def _priced(line: PriceLine, said: dict[str, Any]) -> Priced:
    price = amount(said.get("prices", {}).get(line.public_id, ""))
    return Priced(line, price, None if price is None else price * line.volume, amount(said.get("capacity", {}).get(line.public_id, "")))


def _answer(opened: OpenedBid, month: Decimal, priced: list[Priced]) -> str:
    short = [one.line.name for one in priced if one.carries is False]
    words = {"who": opened.bidder.name, "amount": money(month, opened.request.currency), "short": ", ".join(short)}
    if short:
        return _("%(who)s asks %(amount)s a month, and cannot carry the forecast peak of %(short)s.") % words
    return _("%(who)s asks %(amount)s a month, and can carry the forecast peak.") % words
