"""One request, for the client: written, published, asked about, and in the end opened by two."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import Http404
from django.utils import dateformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from remit.records.models.bid import Bid, OpenedBid
from remit.records.models.bidder import Asker, Bidder, Candidate
from remit.records.models.opener import Opener, OpeningAct
from remit.records.models.request import Addendum, Inquiry, Request
from remit.records.scoping import visible
from remit.stages import roles
from remit.stages.selection import sealing
from remit.stages.selection.add_question import KINDS
from remit.stages.selection.consider_provider import FEWEST, MOST
from remit.stages.selection.passphrases import DEMO_OPENING
from remit.stages.selection.publish_request import lacks
from remit.values.fault import Fault
from remit.values.period import moment
from remit.web.page import Visit, page
from remit.web.pages.selection.bid import time_left

PAGE = page("requests/<int:number>/", may=roles.is_client, label="Request", under="requests", visible_to="client")


@dataclass(frozen=True, slots=True)
class Invited:
    """A bidder with its people, its bid, and whether it was opened."""

    bidder: Bidder
    people: tuple[str, ...]
    bid: Bid | None
    opened: OpenedBid | None
    waiting: tuple[str, ...]


@PAGE.reads
def read(visit: Visit, number: int) -> dict[str, Any]:
    """What may be done follows from the state: a draft is written, a published request gets addenda and answers, an opened one is read."""
    row = visible(Request, visit.by).filter(number=number).first()
    if row is None:
        raise Http404
    openers = list(visible(Opener, visit.by).filter(request=row).select_related("member__user", "member__engagement").order_by("pk"))
    invited = list(_invited(visit, row))
    missing = list(lacks(row, openers, visit.now)) if row.state == "draft" else []
    shortlist = visible(Candidate, visit.by).filter(request=row, state="shortlisted").select_related("provider")
    due = row.deadline_at or 0
    return {
        "answer": _answer(visit, row, invited, missing),
        "request_row": row,
        "criteria": row.criteria.order_by("place"),
        "total": sum((one.weight for one in row.criteria.all()), Decimal(0)),
        "questions": row.questions.order_by("place").select_related("criterion"),
        "price_lines": row.price_lines.order_by("place"),
        "systems_text": "\n".join(one["name"] + (" !" if one["must"] else "") for one in row.systems),
        "languages_text": ", ".join(f"{one['language']} {one['level']}" for one in row.languages),
        "kinds": KINDS,
        "missing": missing,
        "openers": [(one, sealing.fingerprint(one.public_key)) for one in openers],
        "is_opener": any(one.member_id == visit.by.pk for one in openers),
        "acts": visible(OpeningAct, visit.by).filter(request=row).order_by("place"),
        "invited": invited,
        "shortlist": [one.provider for one in shortlist],
        "shortlist_warns": not FEWEST <= len(shortlist) <= MOST,
        "addenda": visible(Addendum, visit.by).filter(request=row).select_related("issued_by__user").order_by("number"),
        "inquiries": [(one, _asker(visit, one)) for one in visible(Inquiry, visit.by).filter(request=row).order_by("number")],
        "running": row.state == "published" and visit.now < due,
        "may_open": row.state == "published" and visit.now >= max(due, row.opening_at or 0) > 0,
        "time_left": time_left(due, visit.now),
        "may_run": roles.runs_selection(visit.by),
        "may_be_opener": roles.opens_bids(visit.by),
        "shortest": sealing.SHORTEST,
        "demo_passphrase": DEMO_OPENING if visit.engagement.is_demo else "",
    }


def _invited(visit: Visit, row: Request) -> Iterator[Invited]:
    bids = {one.bidder_id: one for one in visible(Bid, visit.by).filter(request=row).exclude(state="withdrawn").defer("sealed", "receipt")}
    opened = {one.bidder_id: one for one in visible(OpenedBid, visit.by).filter(request=row)}
    for bidder in visible(Bidder, visit.by).filter(request=row).order_by("name"):
        people = tuple(one.member.name for one in bidder.people.filter(visible_to="tender").select_related("member__user"))
        waiting = tuple(bidder.invitations.filter(accepted_at=None, withdrawn_at=None).values_list("email", flat=True))
        yield Invited(bidder, people, bids.get(bidder.pk), opened.get(bidder.pk), waiting)


def _asker(visit: Visit, inquiry: Inquiry) -> str:
    """Who asked, where the request lets the client know."""
    found = visible(Asker, visit.by).filter(inquiry=inquiry).select_related("bidder").first()
    return found.bidder.name if found is not None else ""


def _answer(visit: Visit, row: Request, invited: list[Invited], missing: list[Fault]) -> str:
    bids, asked = sum(one.bid is not None for one in invited), sum(one.bidder.declined_at is None for one in invited)
    if row.state == "draft":
        if not missing:
            return _("Everything is there: publish it, and invite the shortlist.")
        one, several = "%(n)d thing is missing before this can be published.", "%(n)d things are missing before this can be published."
        said = ngettext(one, several, len(missing))
        return said % {"n": len(missing)}
    if row.state == "withdrawn":
        return _("This request was withdrawn, and its sealed bids destroyed unread.")
    words: dict[str, Any] = {"bids": bids, "asked": asked}
    if row.state == "opened":
        words["day"] = dateformat.format(moment(row.opened_at or 0, visit.engagement.zone), "j F Y")
        return ngettext("%(bids)d sealed bid was opened on %(day)s.", "%(bids)d sealed bids were opened on %(day)s.", bids) % words
    if visit.now < (row.deadline_at or 0):
        words["left"] = time_left(row.deadline_at, visit.now)
        return _("%(bids)d of %(asked)d bids are in, sealed; the deadline is in %(left)s.") % words
    if visit.now < (row.opening_at or 0):
        return _("%(bids)d of %(asked)d bids are in; nobody can open them yet.") % words
    return _("%(bids)d of %(asked)d bids wait for two people to open them.") % words
