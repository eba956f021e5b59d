"""The shortlist of a request: from everybody in the directory to those who are invited, each step with its reason."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from remit.exchange.statement_words import Answer
from remit.records.models.bid import Bid
from remit.records.models.bidder import Candidate
from remit.records.models.provider import Provider
from remit.records.models.request import Request
from remit.records.scoping import visible
from remit.stages import roles
from remit.stages.selection.consider_provider import FEWEST, MOST
from remit.stages.selection.directory import Fit, mismatches, providers
from remit.web.page import Visit, page

PAGE = page("shortlist/", may=roles.is_client, label="Shortlist", place=1, visible_to="client")
ORDER: Mapping[str, int] = {"shortlisted": 0, "considered": 1, "": 2, "dropped": 3}


@dataclass(frozen=True, slots=True)
class Line:
    """A provider with where it stands for the request, and what does not fit."""

    provider: Provider
    state: str
    reason: str
    by: str
    warns: tuple[Fit, ...]
    kinds: tuple[str, ...]


@PAGE.reads
def read(visit: Visit) -> dict[str, Any]:
    """`request` chooses by its number, the newest otherwise."""
    rows = visible(Request, visit.by).exclude(state="withdrawn").order_by("-number")
    wanted = visit.asked("request")
    request = (rows.filter(number=int(wanted[:9])).first() if wanted.isdecimal() else None) or rows.first()
    lines = sorted(
        (_line(visit, one, request) for one in providers(visit.by)), key=lambda one: (ORDER.get(one.state, 9), one.provider.name)
    )
    listed = sum(one.state == "shortlisted" for one in lines)
    return {
        "answer": _answer(request, listed),
        "request_row": request,
        "requests": rows,
        "lines": lines,
        "listed": listed,
        "few": request is not None and listed < FEWEST,
        "many": listed > MOST,
        "fewest": FEWEST,
        "most": MOST,
        "funnel": list(_funnel(visit, request, lines)),
        "may_run": roles.runs_selection(visit.by),
    }


def _line(visit: Visit, provider: Provider, request: Request | None) -> Line:
    candidate = visible(Candidate, visit.by).filter(request=request, provider=provider).select_related("decided_by__user").first()
    warns = tuple(mismatches(provider, request)) if request is not None else ()
    kinds = tuple(dict.fromkeys(source.kind for source in provider.sources.all()))
    if candidate is None:
        return Line(provider, "", "", "", warns, kinds)
    return Line(provider, candidate.state, candidate.reason, candidate.decided_by.name, warns, kinds)


def _funnel(visit: Visit, request: Request | None, lines: list[Line]) -> Any:
    """How many are left at each step."""
    considered = sum(one.state != "" for one in lines)
    listed = sum(one.state == "shortlisted" for one in lines)
    invited = request.bidders.count() if request is not None else 0
    bids = visible(Bid, visit.by).filter(request=request).exclude(state="withdrawn").count() if request is not None else 0
    for name, count in ((_("in the directory"), len(lines)), (_("considered"), considered), (_("shortlisted"), listed)):
        yield name, count, 100 * count / max(len(lines), 1), name == _("shortlisted")
    yield _("invited"), invited, 100 * invited / max(len(lines), 1), False
    yield _("have bid"), bids, 100 * bids / max(len(lines), 1), False


def _answer(request: Request | None, listed: int) -> str | Answer:
    if request is None:
        return _("A shortlist is made for a request; start one.")
    words = {"n": listed, "title": request.title}
    said = ngettext("%(n)d provider is shortlisted for “%(title)s”", "%(n)d providers are shortlisted for “%(title)s”", listed) % words
    if listed < FEWEST:
        return Answer(f"{said}; ", _("fewer than three leave no choice"), ".", "between")
    if listed > MOST:
        return Answer(f"{said}; ", _("more than five are not read with care"), ".", "between")
    return f"{said}."
