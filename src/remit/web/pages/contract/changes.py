"""Change requests: what either company wants otherwise, at what price, and where each stands."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from remit.records.models.change_request import ChangeRequest
from remit.stages import roles
from remit.stages.contract import changes, queries
from remit.stages.contract.raise_change import raise_change
from remit.stages.contract.sentences import count
from remit.terms.words import money
from remit.web.page import Visit, page

PAGE = page("changes/", may=roles.is_party, label="Change requests", place=4)


@PAGE.reads
def read(visit: Visit) -> dict[str, Any]:
    rows = changes.requests(visit.by)
    known = queries.versions(visit.by)
    currency = known[-1].terms.money["currency"] if known else "GBP"
    return {
        "answer": _answer(rows, currency),
        "rows": [(row, changes.price(row, currency) if row.priced_at is not None else "") for row in rows],
        "currency": currency,
        "may_raise": raise_change.allowed(visit.by) and bool(known),
    }


def _answer(rows: list[ChangeRequest], currency: str) -> str:
    if not rows:
        return "No change of the services has been asked for yet."
    raised = sum(row.state == "raised" for row in rows)
    priced = [row for row in rows if row.state == "priced"]
    if not raised and not priced:
        agreed = sum(row.state == "approved" for row in rows)
        return f"Nothing waits: {agreed} of {count(len(rows), 'change request')} became part of the contract."
    parts = []
    if priced:
        worth, waits = money(sum((row.first_year for row in priced), Decimal(0)), currency), "waits" if len(priced) == 1 else "wait"
        parts.append(f"{count(len(priced), 'change')} worth {worth} in the first year {waits} for approval")
    if raised:
        parts.append(f"{raised if parts else count(raised, 'change')} {'waits' if raised == 1 else 'wait'} for a price")
    return f"{' and '.join(parts)}."
