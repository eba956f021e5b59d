"""A target cost whose overrun and saving both parties share, up to a ceiling.
The price is the documented cost plus a profit: the target profit less the provider's share of an overrun, or plus its share of a
saving; cost and profit together never exceed the ceiling. Costs are facts of the kind receipt under the clause's name; what earlier
statements paid is taken off, so that the cost may be documented over several months.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from typing import ClassVar

from remit.charge import Charge
from remit.line import Account, Draft
from remit.terms.document import Clause
from remit.terms.kinds import Amount, Percent, Text
from remit.terms.setting import EVER, REQUIRED, Setting
from remit.terms.words import Words
from remit.values.money import Money, Rounding
from remit.work import facts


class GainShare(Charge):
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("target cost", Amount(), "The cost that both expect.", REQUIRED),
        Setting("target profit", Amount(), "The provider's profit at that cost.", REQUIRED),
        Setting("provider bears", Percent(), "The provider's share of an overrun.", REQUIRED),
        Setting("provider keeps", Percent(), "The provider's share of a saving.", REQUIRED),
        Setting("ceiling", Amount(), "The most that is paid, cost and profit together."),
        Setting("evidence", Text(), "What proves the cost."),
    )
    example = """
10.4 migration:
  rule: gain share
  target cost: £380000.00
  target profit: £20000.00
  provider bears: 30 %
  provider keeps: 30 %
  ceiling: £410000.00
"""
    practice = "Fixed-price incentive contracts (FAR 16.403-1); the point of total assumption follows from ceiling and shares."

    def drafts(self, clause: Clause, account: Account) -> Iterable[Draft]:
        first = account.starts(clause)
        last = min(account.month.last, clause.until or date.max)
        now = facts.receipts(account.facts, clause.name, max(first, account.month.first), last)
        if not now:
            return
        cost = facts.amount(facts.receipts(account.facts, clause.name, first, last))
        target = Fraction(clause["target cost"].amount)
        over = cost - target
        profit = Fraction(clause["target profit"].amount) - over * clause["provider bears" if over > 0 else "provider keeps"]
        price = cost + profit
        words = account.words
        side = "over" if over > 0 else "under"
        because = f"cost of {account.money(cost)} is {account.money(abs(over))} {side} target, profit {account.money(profit)}"
        if clause["ceiling"] is not None and price > Fraction(clause["ceiling"].amount):
            because += f", {account.money(price)} limited to the ceiling of {words.money(clause['ceiling'])}"
            price = Fraction(clause["ceiling"].amount)
        before = account.billed(clause, account.since(clause, "term"))
        if before:
            because += f"; {account.money(before)} was paid before"
        yield self.draft(clause, price - before, because)

    def looks_back(self, clause: Clause) -> int:
        return EVER

    def prose(self, clause: Clause, words: Words) -> str:
        bears, keeps = words.percent(clause["provider bears"]), words.percent(clause["provider keeps"])
        text = (
            f"Documented cost plus a profit of {words.money(clause['target profit'])} at a cost of {words.money(clause['target cost'])}. "
            f"The provider bears {bears} of an overrun and keeps {keeps} of a saving."
        )
        if clause["ceiling"] is not None:
            text += f" Cost and profit together are at most {words.money(clause['ceiling'])}"
            assumed = _assumption(clause)
            text += f"; from a cost of {words.money(assumed)} on the provider bears all of it." if assumed else "."
        evidence = f"Evidence: {clause['evidence']}" if clause["evidence"] else ""
        return f"{text}{self.ending(clause, words, {'evidence': evidence})}"


def _assumption(clause: Clause) -> Money | None:
    """The point of total assumption: the cost from which the ceiling leaves the whole overrun with the provider."""
    client = 1 - clause["provider bears"]
    if not client:
        return None
    target = Fraction(clause["target cost"].amount)
    room = Fraction(clause["ceiling"].amount) - target - Fraction(clause["target profit"].amount)
    return Money(Rounding().of(room / client + target), clause["ceiling"].currency)


RULE = GainShare()
