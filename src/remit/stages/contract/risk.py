"""What each company risks at most in a month by a contract that no month was settled by yet: its limits, at the volumes it expects."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from remit.terms.document import Clause, Terms
from remit.values.money import Money
from remit.values.period import Month

TAKEN_FROM = ("base charges", "this service", "all charges")
"""Bases that the expected charges stand for."""
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True, slots=True)
class Risk:
    """`charges` are the base charges of a month at the expected volumes; `credits` and `bonuses` the most that limits leave of them.

    None where it cannot be said: a clause that no limit names, a sum instead of a share, charges that depend on more than volume.
    """

    charges: Decimal
    credits: Decimal | None
    bonuses: Decimal | None


def risk(terms: Terms) -> Risk | None:
    """For the first month after everything has begun; None where the charges cannot be told from volumes alone.

    >>> from remit.catalogue import standard_catalogue
    >>> from remit.exchange import starters
    >>> from remit.terms.reader import read
    >>> risk(read(starters.contract("simple"), standard_catalogue()))
    Risk(charges=Decimal('4800.00'), credits=Decimal('480.00'), bonuses=Decimal('0.00'))
    """
    starts = [clause.starts for clause in terms.clauses if clause.section == 11 and clause.starts is not None]
    month = Month.of(max([*starts, terms.services_start]))
    charges = Fraction(0)
    for clause in terms.section(10):
        if not clause.holds_in(month) or not clause.get("base charge", False):
            continue
        sum_of = _expected(clause, terms)
        if sum_of is None:
            return None
        charges += sum_of
    limits = {name: cap for cap in terms.section(11) if cap.rule == "cap" for name in cap["limits"]}
    adjustments = [one for one in terms.section(11) if one.rule not in ("cap", "earn back", "rising target", "same incident")]
    bonuses = [one for one in adjustments if one.rule == "bonus"]
    credits = [one for one in adjustments if one.rule != "bonus"]
    return Risk(_penny(charges), _most(credits, limits, charges), _most(bonuses, limits, charges))


def _expected(clause: Clause, terms: Terms) -> Fraction | None:
    """A charge of one month at the expected volume."""
    if clause.rule == "unit price":
        price, service = clause["price"], terms.named(6, str(clause["service"]))
        return Fraction(price.amount) * Fraction(service["expected volume"])
    if clause.rule == "fixed" and clause["each"] in _MONTHS:
        return Fraction(clause["amount"].amount) / _MONTHS[clause["each"]]
    return None


def _most(clauses: list[Clause], limits: dict[str, Clause], charges: Fraction) -> Decimal | None:
    """The most that the limits leave, each of them once; None where a clause has none, or one that is not of these charges."""
    caps = {cap.number: cap for cap in (limits.get(clause.name) for clause in clauses) if cap is not None}
    if any(clause.name not in limits for clause in clauses):
        return None
    total = Fraction(0)
    for cap in caps.values():
        most = cap["at most"]
        if isinstance(most, Money):
            total += Fraction(most.amount)
        elif cap["each"] == "month" and cap.get("of") in TAKEN_FROM:
            total += most * charges
        else:
            return None
    return _penny(total)


def _penny(amount: Fraction) -> Decimal:
    return Decimal(round(amount * 100)).scaleb(-2)
