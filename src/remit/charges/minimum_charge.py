"""What the charges lack of an agreed minimum.

The minimum is a sum, or a share of other charges: 85 % of the charges at forecast volume, say. The line is the top-up; the other lines
stay as they are. Where the charges reach the minimum there is no line.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import ClassVar

from remit.charge import Charge, Stage
from remit.line import Account, Draft
from remit.terms.document import Clause
from remit.terms.kinds import Amount, Base, Either, Percent
from remit.terms.setting import REQUIRED, Setting
from remit.terms.words import Words
from remit.values.money import Money


class MinimumCharge(Charge):
    stage: ClassVar[Stage] = "minimum"
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("at least", Either(Percent(), Amount()), "The minimum: a sum, or a share of what 'of' names.", REQUIRED),
        Setting("of", Base(), "What the share is taken of.", "base charges"),
        Setting("compared with", Base(), "The charges that are held against the minimum.", "base charges"),
    )
    by_month = True
    example = """
10.4 minimum charge:
  rule: minimum charge
  at least: 85 %
  of: forecast charges
"""
    practice = "Monthly minimums of payment processors, and the minimum revenue commitment of services agreements."

    def drafts(self, clause: Clause, account: Account) -> Iterable[Draft]:
        least = clause["at least"]
        share = account.share_of_month(clause)
        if isinstance(least, Money):
            required, said = share * Fraction(least.amount), account.words.money(least)
        else:
            base = account.base(clause)
            required = share * least * base
            of = account.words.base(clause["of"])
            said = f"{account.words.percent(least)} of {account.money(base)} ({of}), which is {account.money(required)}"
        charged = account.base(clause, clause["compared with"])
        if charged < required:
            because = f"{account.words.base(clause['compared with'])} of {account.money(charged)} are below the minimum of {said}"
            yield self.draft(clause, required - charged, because)

    def prose(self, clause: Clause, words: Words) -> str:
        compared = words.default(clause, "compared with", words.base(clause["compared with"]))
        if isinstance(clause["at least"], Money):
            words.said.add((clause.number, "of"))
            least = words.money(clause["at least"])
        else:
            least = f"{words.percent(clause['at least'])} of {words.default(clause, 'of', words.base(clause['of']))}"
        return f"What {compared} lack of {least}.{self.ending(clause, words)}"


RULE = MinimumCharge()
