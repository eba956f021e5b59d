"""A sum for each period by which items were late, item by item: so much for each late ticket and started hour.

The periods come from a level of the rule *time late*, which counts them item by item with its grace and its limit for each item.
Damages are owed for what happened and are no estimate, so neither a target nor the level's minimum sample stands between. The limit of
the clause holds for the month.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from remit.adjustment import Adjustment, capped, shared_sum
from remit.line import Account, Draft, LineKind
from remit.terms.document import Clause, Terms
from remit.terms.kinds import Amount, Either, Name, Percent
from remit.terms.setting import REQUIRED, Setting
from remit.terms.words import Words
from remit.values.fault import Fault, Place
from remit.values.money import Money


class DamagesForLateItems(Adjustment):
    kind: ClassVar[LineKind] = "damages"
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("service level", Name("service levels"), "The level of the rule time late.", REQUIRED),
        Setting("credit", Either(Percent(), Amount()), "The sum for each period of each item.", REQUIRED),
        Setting("at most", Either(Percent(), Amount()), "The limit of the month."),
    )
    example = """
11.1 late replies:
  rule: damages for late items
  service level: late hours
  credit: £4.00
  at most: £500.00
"""
    practice = "A sum for each late consignment and started hour in logistics and print, with a limit for each item and for the month."

    def levels(self, clause: Clause) -> Sequence[str]:
        return (clause["service level"],)

    def drafts(self, clause: Clause, account: Account) -> Iterable[Draft]:
        level = account.attainment(clause["service level"])
        if level is None or not level.measure.value:
            return
        count = level.measure.value
        amount, said, base = shared_sum(clause, account, clause["credit"], times=count)
        amount, limit = capped(clause, account, amount)
        words = account.words
        because = f"{words.count(level.measure.count, 'item')} came to {words.count(count, 'late period')} by {level.name}: {said}{limit}"
        rate = words.share(clause["credit"])
        yield self.draft(clause, -amount, because, level, quantity=count, unit="late period", base=base, rate=rate)

    def check(self, clause: Clause, terms: Terms) -> Iterable[Fault]:
        yield from super().check(clause, terms)
        level = terms.named(8, clause["service level"])
        if level.rule != "time late":
            place = Place(clause=clause.number, line=clause.lines.get("service level", clause.line))
            yield Fault(place, f"clause {level.number} is {level.rule}, which counts no periods", "name a level of the rule time late")

    def prose(self, clause: Clause, words: Words) -> str:
        level = words.reference(clause["service level"], 8)
        if isinstance(clause["credit"], Money):
            words.said.add((clause.number, "of"))
            credit = words.money(clause["credit"])
        else:
            credit = f"{words.percent(clause['credit'])} of {words.default(clause, 'of', words.base(clause['of']))}"
        limit = f", at most {words.share(clause['at most'])} a month" if clause["at most"] is not None else ""
        return f"{credit} for each period of each item that {level} counts as late{limit}.{self.ending(clause, words)}"


RULE = DamagesForLateItems()
