"""A price for each unit of a service.

Tickets, order lines, calls: whatever the service counts, in the month in which it counts it. A price that begins or ends inside a month
bills only the units of the days on which it holds, so pilot and live prices meet without overlap.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import ClassVar

from remit.charge import Charge, common
from remit.line import Account, Draft
from remit.terms.document import Clause
from remit.terms.kinds import Amount, Name
from remit.terms.setting import REQUIRED, Setting
from remit.terms.words import Words


class UnitPrice(Charge):
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("service", Name("services"), "The service whose units are billed.", REQUIRED),
        Setting("price", Amount(), "The price of one unit.", REQUIRED),
    )
    common: ClassVar[tuple[Setting, ...]] = common(base=True)
    example = """
10.1 customer contact:
  rule: unit price
  service: customer contact
  price: £2.60
"""
    practice = "The usual price of transaction work (tickets, claims, invoices)."

    def drafts(self, clause: Clause, account: Account) -> Iterable[Draft]:
        volume = account.volumes.get(clause["service"])
        units = account.units(clause)
        if volume is None or not units:
            return
        price = account.words.money(clause["price"])
        amount = units * Fraction(clause["price"].amount)
        because = f"{account.words.count(units, volume.unit)} at {price}"
        yield self.draft(clause, amount, because, quantity=Fraction(units), unit=volume.unit, rate=price, volume=volume.clause)

    def prose(self, clause: Clause, words: Words) -> str:
        return f"{words.money(clause['price'])} {words.a(words.unit_of(clause['service']))}.{self.ending(clause, words)}"


RULE = UnitPrice()
