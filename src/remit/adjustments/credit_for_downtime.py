"""A credit for each block of downtime.

Downtime counts beyond what the target allows, or from the first minute if the target is missed; a part of a block counts not at all, in
full, or in proportion. The level is one of availability, whose measure tells how long the service should have run and how long it was down.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import ClassVar

from remit.adjustment import Adjustment, shared_sum, steps
from remit.line import Account, Draft, Missing
from remit.terms.document import Clause
from remit.terms.kinds import Amount, Choice, Duration, Either, Name, Percent
from remit.terms.setting import REQUIRED, Setting
from remit.terms.words import Words
from remit.values.period import MINUTE


class CreditForDowntime(Adjustment):
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("service level", Name("service levels"), "The availability level.", REQUIRED),
        Setting("credit", Either(Percent(), Amount()), "The credit for each block.", REQUIRED),
        Setting("for each", Duration(), "The block.", REQUIRED),
        Setting("blocks", Choice("full", "started", "in proportion"), "How a part of a block counts.", "full"),
        Setting(
            "counted from",
            Choice("target", "first minute"),
            "Whether downtime counts beyond what the target allows, or from the first minute.",
            "target",
        ),
    )
    example = """
11.1 downtime credit:
  rule: credit for downtime
  service level: uptime
  of: base charges
  credit: 5 %
  for each: 30 minutes
"""
    practice = "Hosting agreements: a share of the fee for each full half hour beyond the downtime that the target allows."

    def drafts(self, clause: Clause, account: Account) -> Iterable[Draft]:
        level = account.attainment(clause["service level"])
        if level is None or level.target is None or level.status not in ("missed", "amber"):
            return
        if not {"agreed", "down"} <= level.measure.parts.keys():
            what = f"the result of {level.name} does not say how long it was down of how long"
            raise Missing(clause, what, "give it in minutes, such as 140 minutes of 43,200")
        agreed = Fraction(level.measure.parts["agreed"])
        down = Fraction(level.measure.parts["down"])
        allowed = (1 - level.target) * agreed if clause["counted from"] == "target" else Fraction(0)
        count = steps(down - allowed, Fraction(clause["for each"].microseconds), clause["blocks"])
        words = account.words
        amount, said, base = shared_sum(clause, account, clause["credit"], times=count)
        beyond = f", {words.number(allowed / MINUTE)} allowed" if allowed else ""
        block = words.length(clause["for each"])
        because = f"{level.name} was down for {words.count(down / MINUTE, 'minute')}{beyond}: {words.number(count)} x {block}, {said}"
        yield self.draft(
            clause, -amount, because, level, quantity=count, unit=f"block of {block}", base=base, rate=words.share(clause["credit"])
        )

    def prose(self, clause: Clause, words: Words) -> str:
        block = words.length(clause["for each"])
        level = words.reference(clause["service level"], 8)
        reading = {
            "full": "Only full blocks count",
            "started": "A started block counts",
            "in proportion": "Parts of a block count in proportion",
        }
        where = (
            "beyond what the target allows" if clause["counted from"] == "target" else "from the first minute, once the target is missed"
        )
        counted = words.default(clause, "counted from", where)
        credit = words.share(clause["credit"])
        blocks = {"blocks": reading[clause["blocks"]]}
        return f"{credit} for each {block} by which {level} is down {counted}.{self.ending(clause, words, blocks)}"


RULE = CreditForDowntime()
