"""One change request: what and why, its impact and price, who approves that sum, and the amendment that both sign."""

from __future__ import annotations

from typing import Any

from django.http import Http404

from remit.records.models.change_request import ChangeRequest
from remit.stages import roles
from remit.stages.contract import changes, queries
from remit.stages.contract.approve_change import approve_change
from remit.stages.contract.effect import effect
from remit.stages.contract.price_change import price_change
from remit.stages.contract.sentences import moves
from remit.stages.contract.sign_draft import sign_draft
from remit.stages.contract.withdraw_change import withdraw_change
from remit.stages.workspace import passkey
from remit.terms.document import Terms
from remit.values.period import Month, moment
from remit.web.page import Visit, page

PAGE = page("changes/<int:number>", may=roles.is_party, label="Change request", under="changes")


@PAGE.reads
def read(visit: Visit, number: int) -> dict[str, Any]:
    row = changes.numbered(visit.by, number)
    known = queries.versions(visit.by)
    if row is None or not known:
        raise Http404
    terms, currency = known[-1].terms, known[-1].terms.money["currency"]
    draft = row.draft if row.draft is not None and row.priced_at is not None else None
    signatures = {one.side: one for one in queries.signatures(visit.by, draft)} if draft is not None else {}
    client, provider = str(visit.engagement.client), str(visit.engagement.provider or "the provider")
    is_open = draft is not None and draft.state == "offered"
    asked = changes.approval(terms, row.first_year)
    return {
        "answer": _answer(row, changes.price(row, currency), client, provider),
        "row": row,
        "draft": draft,
        "currency": currency,
        "price_said": changes.price(row, currency),
        "asked": asked,
        "signatures": [signatures.get(side) for side in ("client", "provider")],
        "changes": _changes(visit, row, terms),
        "starts": _first_day(visit, row),
        "own_drafts": [one for one in queries.drafts(visit.by) if one.state == "draft" and one.side == visit.by.side],
        "may_price": price_change.allowed(visit.by) and (row.state in ("raised", "refused") or (row.state == "priced" and not is_open)),
        "may_sign": is_open and sign_draft.allowed(visit.by) and visit.by.side == "provider" and "provider" not in signatures,
        "may_approve": is_open and row.state == "priced" and approve_change.allowed(visit.by) and "client" not in signatures,
        "in_own_role": asked is None or (visit.by.contract_role or visit.by.role) in asked.may,
        "may_withdraw": row.state in changes.OPEN and row.side == visit.by.side and withdraw_change.allowed(visit.by),
        "may_take_back": row.state == "priced" and roles.prices_changes(visit.by),
        "has_passkey": passkey.has_passkey(visit.user),
    }


def _answer(row: ChangeRequest, price: str, client: str, provider: str) -> str:
    what = f"“{row.title}”"
    if row.state == "raised":
        return f"{what} waits for a price from {provider}."
    if row.state == "withdrawn":
        return f"{what} was withdrawn."
    day = f"{row.draft.starts.day} {row.draft.starts:%B %Y}" if row.draft is not None else ""
    if row.state == "refused":
        return f"{client} refused {what} at {price}."
    if row.state == "approved":
        return f"{what} is part of the contract from {day} for {price}."
    if row.draft is not None and row.draft.state != "offered":
        return f"{what} at {price} is no open offer any more; it can be priced again."
    return f"{what} would cost {price} from {day}, and waits for the approval of {client}."


def _changes(visit: Visit, row: ChangeRequest, terms: Terms) -> dict[str, Any]:
    """What else the amendment changes besides its price, while it is open: its clauses, and what they would have moved."""
    if row.draft is None or row.draft.state != "offered":
        return {}
    reading = queries.reading(visit.by, row.draft)
    moved = effect(visit.by, reading.terms) if reading.terms is not None else None
    return {
        "clauses": sorted({change.clause for change in reading.changes}),
        "moves": moves(moved.a_year, moved.after.currency) if moved is not None and moved.a_year else "",
    }


def _first_day(visit: Visit, row: ChangeRequest) -> Any:
    """The first of a month: the one wanted, or the month after next."""
    soonest = Month.of(moment(visit.now, visit.engagement.zone).date()).plus(1).first
    return max(Month.of(row.wanted_on).first, soonest) if row.wanted_on is not None else Month.of(soonest).plus(1).first
