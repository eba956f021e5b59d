"""Every client of a provider on one page: what the last month brought, what is at risk in this one, the worst level, the next deadline."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from remit.records.models.user import User
from remit.stages.improvement.portfolio import Client, clients_said, portfolio, provider_places
from remit.terms.words import money
from remit.values.period import moment
from remit.web.download import as_file
from remit.web.page import Answered, Visit, page, signed_in

HEADS = (
    "code",
    "client",
    "service",
    "last month",
    "charges",
    "own cost",
    "margin",
    "at risk",
    "worst level",
    "status",
    "next",
    "by",
    "currency",
)


def answers_for_a_provider(user: User) -> bool:
    """The rule of the page: somebody who answers for a provider in at least one engagement."""
    return signed_in(user) and bool(provider_places(user))


PAGE = page("portfolio", may=answers_for_a_provider, label="Portfolio", place=4, visible_to="provider")


@PAGE.reads
def read(visit: Visit) -> Answered:
    """One line a client; `form` gives the list as a file."""
    clients = portfolio(visit.user)
    if (file := as_file(visit, "portfolio", HEADS, map(_cells, clients))) is not None:
        return file
    found: dict[str, Any] = {"answer": _said(clients), "clients": clients, "columns": HEADS}
    return found


def _said(clients: tuple[Client, ...]) -> str:
    """What is at risk in all, by currency, and what the last closed months left."""
    risk: dict[str, Decimal] = {}
    left: dict[str, Decimal] = {}
    for one in clients:
        if one.danger is not None:
            risk[one.currency] = risk.get(one.currency, Decimal(0)) + one.danger
        if one.last is not None and one.last.margin is not None:
            left[one.currency] = left.get(one.currency, Decimal(0)) + one.last.margin
    at_risk = " and ".join(money(amount, currency) for currency, amount in risk.items() if amount) or "nothing"
    margins = " and ".join(money(amount, currency) for currency, amount in left.items())
    return f"{clients_said(clients).capitalize()}: {at_risk} at risk this month" + (
        f"; the last closed months left {margins}." if margins else "."
    )


def _cells(one: Client) -> tuple[object, ...]:
    engagement, last, worst, coming = one.member.engagement, one.last, one.worst, one.next
    closed = (str(last.month), last.revenue, last.cost, last.margin) if last is not None else (None, None, None, None)
    by = f"{moment(coming.by, engagement.zone):%Y-%m-%d %H:%M}" if coming is not None and coming.by is not None else ""
    judged = (f"{worst.clause} {worst.name}", worst.status) if worst is not None else ("", one.trouble)
    return (
        engagement.code,
        engagement.client.name,
        engagement.name,
        *closed,
        one.danger,
        *judged,
        coming.what if coming else "",
        by,
        one.currency,
    )
