"""Price a change request: its amendment is made, with the price as clauses of section 10, and offered to the client."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from remit.records.models.change_request import ChangeRequest
from remit.records.models.draft import Draft
from remit.records.models.member import Member
from remit.stages import roles
from remit.stages.action import action
from remit.stages.contract import changes, signing
from remit.stages.contract.drafts import changed, in_force, own_draft
from remit.stages.contract.offer_draft import offer_draft
from remit.stages.contract.start_draft import start_draft
from remit.stages.workspace import passkey
from remit.terms.document import Terms
from remit.terms.node import Pairs
from remit.terms.patch import next_number, node, with_clause
from remit.terms.words import money
from remit.values.fault import Fault, Place, Refused


@action(may=roles.prices_changes, says="priced change request {result}", recent_mfa=True, happening="change priced")
def price_change(
    *,
    by: Member,
    change: str,
    impact: str,
    starts: date,
    price_once: Decimal = Decimal(0),
    price_monthly: Decimal = Decimal(0),
    draft: str = "",
    sign: bool = False,
) -> ChangeRequest:
    """`impact` says what it means for people, time and levels. The prices become clauses of section 10 that hold from `starts`, in a new
    draft or in `draft`, one of the own company that changes other clauses besides. It is offered at once, and with `sign` signed for the
    provider; who has a passkey signs on the page instead. A request that was refused, or whose offer is over, can be priced again."""
    row, terms = changes.request_of(by, change), in_force(by)
    faults = list(_faults(row, impact, price_once, price_monthly, bool(draft)))
    if faults:
        raise Refused(faults)
    made = own_draft(by, draft) if draft else start_draft(by=by, title=f"{row.code} {row.title}"[:120])
    made.starts = starts
    made.save(update_fields=["starts"])
    for name, amount, each in _clauses(row, price_once, price_monthly):
        _charge(by, made, terms, name, amount, each, starts, row)
    offered = offer_draft(by=by, draft=made.public_id, revision=made.revision, message=impact)
    now, total = by.engagement.now(), price_once + 12 * price_monthly
    asked = changes.approval(terms, total)
    row.state, row.impact, row.draft, row.answer = "priced", impact, offered, ""
    row.price_once, row.price_monthly, row.priced_by, row.priced_at = price_once, price_monthly, by, now
    row.approver_role, row.limit_clause = (asked.role, asked.clause) if asked is not None else ("", "")
    row.answered_by = row.answered_at = None
    row.save()
    if sign:
        refusals = [*signing.beyond_limit(by, offered, total), *passkey.unfit(by.user, "click")]
        if refusals:
            raise Refused(refusals)
        signing.put(by, offered, "click", {})
    return row


def _faults(row: ChangeRequest, impact: str, once: Decimal, monthly: Decimal, has_draft: bool) -> Iterator[Fault]:
    over = row.draft is not None and row.draft.state not in ("offered", "signed")
    if row.state not in ("raised", "refused") and not (row.state == "priced" and over):
        remedy = "withdraw its offer first, to price it anew" if row.state == "priced" else "raise another one"
        yield Fault(Place(), f"{row.code} is {row.state}", remedy)
    if not impact:
        yield Fault(Place(column="impact"), "the impact is empty", "say what it means for people, time and service levels")
    for column, amount in (("price_once", once), ("price_monthly", monthly)):
        if not amount.is_finite() or amount < 0 or amount != amount.quantize(Decimal("0.01")) or amount >= 10**9:
            yield Fault(Place(column=column), f"{amount} is no price", "write an amount of at least 0, with at most two decimals")
    if not once and not monthly and not has_draft:
        yield Fault(Place(column="draft"), "nothing would change: there is no price and no draft", "write a price, or name a draft")


def _clauses(row: ChangeRequest, once: Decimal, monthly: Decimal) -> Iterator[tuple[str, Decimal, str]]:
    """Name, amount and rhythm of each charge that the price needs."""
    words = " ".join(re.findall(r"[A-Za-z0-9]+", row.title))[:60].strip()
    name = f"change {row.number} {words}".strip()
    if once:
        yield (f"{name} once" if monthly else name), once, "once"
    if monthly:
        yield (f"{name} each month" if once else name), monthly, "month"


def _charge(by: Member, made: Draft, terms: Terms, name: str, amount: Decimal, each: str, starts: date, row: ChangeRequest) -> None:
    """One more clause of charges in the draft. What is paid once is no base charge: no credit is measured by it."""
    text = bytes(made.content)
    settings = {"rule": "fixed", "amount": money(amount, terms.money["currency"]), "each": each}
    if each == "once":
        settings["base charge"] = "no"
    settings |= {"from": starts.isoformat(), "note": f"price of {row.code}"}
    written = node(dict(settings))
    assert isinstance(written, Pairs)
    content, number = with_clause(text, "charges", name, written, next_number("charges", text, terms.text))
    changed(by, made, content, f"{number} added: price of {row.code}")
