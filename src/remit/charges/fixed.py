"""A fixed sum each month, quarter or year, or once.

Service management, licences at a flat rate, a one-off fee. A quarter or year is billed whole in its first month, counted from the month in
which the clause begins. In a month in which the clause holds on some days only, `part month` decides what is due.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import ClassVar

from remit.charge import Charge, common
from remit.line import Account, Draft
from remit.terms.document import Clause
from remit.terms.kinds import Amount, Choice
from remit.terms.setting import REQUIRED, Setting
from remit.terms.words import Words


class Fixed(Charge):
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("amount", Amount(), "The sum.", REQUIRED),
        Setting(
            "each",
            Choice("month", "quarter", "year", "once"),
            "How often it is due: each month, or in the first month of each quarter or year of the clause, or once.",
            "month",
        ),
    )
    common: ClassVar[tuple[Setting, ...]] = common(base=True)
    by_month = True
    example = """
10.3 service management:
  rule: fixed
  amount: £1,450.00
  each: month
  part month: by days
"""
    practice = "Management and governance fees are billed flat in nearly every services agreement; the part month is what they leave open."

    def drafts(self, clause: Clause, account: Account) -> Iterable[Draft]:
        each = clause["each"]
        if account.since(clause, each) != account.month:
            return
        share = account.share_of_month(clause)
        amount = share * Fraction(clause["amount"].amount)
        price = account.words.money(clause["amount"])
        held = account.days(clause)
        if share == 1 or held is None:
            because = f"{price} {'once' if each == 'once' else f'a {each}'}"
        else:
            days = (held[1] - held[0]).days + 1
            because = f"{price} a {each}, for {days} of {account.month.last.day} days"
        yield self.draft(clause, amount, because, quantity=share, unit="sum" if each == "once" else each, rate=price)

    def prose(self, clause: Clause, words: Words) -> str:
        each = "once" if clause["each"] == "once" else f"a {clause['each']}"
        return f"{words.money(clause['amount'])} {words.default(clause, 'each', each)}.{self.ending(clause, words)}"


RULE = Fixed()
