"""Change requests as pages and actions read them: the rows, who may approve a sum, and how one stands in a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from remit.provisions.approval_limits import approver
from remit.records.models.change_request import ChangeRequest
from remit.records.models.member import Member
from remit.records.scoping import visible
from remit.terms.document import Clause, Terms
from remit.terms.words import money
from remit.values.fault import Fault, Place, Refused
from remit.values.money import Money

OPEN = ("raised", "priced")


@dataclass(frozen=True, slots=True)
class Approval:
    """Who may approve a sum: `role` of section 1 by the `clause` of section 13, and `may`, every role that may instead."""

    clause: str
    role: str
    may: tuple[str, ...]


def requests(member: Member) -> list[ChangeRequest]:
    """Every change request of the engagement, the newest first."""
    rows = visible(ChangeRequest, member).select_related("engagement", "raised_by__user", "draft", "answered_by__user")
    return list(rows.order_by("-number"))


def numbered(member: Member, number: int) -> ChangeRequest | None:
    rows = visible(ChangeRequest, member).filter(number=number)
    return rows.select_related("engagement", "raised_by__user", "priced_by__user", "answered_by__user", "draft").first()


def request_of(by: Member, number: str) -> ChangeRequest:
    """The request with this public number, where the member may see it."""
    row = visible(ChangeRequest, by).select_related("engagement", "draft").filter(public_id=number).first()
    if row is None:
        raise Refused([Fault(Place(column="change"), f"there is no change request {number[:12]}", "open it again from the list")])
    return row


def approval(terms: Terms, amount: Decimal, side: str = "client") -> Approval | None:
    """Who approves this sum by the limits of the contract; None where it has no limits for the company.

    The role that the clause names may, its deputy, and every role with a higher limit.
    """
    roles = dict(terms.parties[side].get("roles and deputies") or {})
    clause = next((one for one in terms.section(13) if one.rule == "approval limits" and _is_of(one, roles)), None)
    if clause is None:
        return None
    role = approver(clause, Money(amount, terms.money["currency"]))
    listed = [str(row["by"]) for row in clause["limits"]]
    higher = listed[listed.index(role) :]
    return Approval(clause.number, role, tuple(dict.fromkeys([*higher, *([str(roles[role])] if roles.get(role) else [])])))


def _is_of(clause: Clause, roles: dict[str, object]) -> bool:
    return all(str(row["by"]) in roles for row in clause["limits"])


def price(row: ChangeRequest, currency: str) -> str:
    """ "£1,200.00 once and £450.00 a month"; "no charge" where it costs nothing."""
    parts = [f"{money(row.price_once, currency)} once"] if row.price_once else []
    parts += [f"{money(row.price_monthly, currency)} a month"] if row.price_monthly else []
    return " and ".join(parts) or "no charge"
