"""A share of the charges is at risk, and each level has a weight in it.

A missed level costs its weight times what is at risk. Weights need not come to 100 %; the cap is a clause of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import ClassVar

from remit.adjustment import Adjustment, missed, shared_sum
from remit.line import Account, Draft
from remit.terms.document import Clause
from remit.terms.kinds import Amount, Either, MapOf, Name, Percent
from remit.terms.setting import REQUIRED, Setting
from remit.terms.words import Words


class ShareAtRisk(Adjustment):
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("at risk", Either(Percent(), Amount()), "What is at risk in a month.", REQUIRED),
        Setting("weights", MapOf(Name("service levels"), Percent()), "Each level's share of what is at risk.", REQUIRED),
    )
    example = """
11.1 weighted credits:
  rule: share at risk
  of: base charges
  at risk: 8 %
  weights: {email first reply: 12 %}
"""
    practice = "Province of British Columbia, master services agreements: weighting factor times amount at risk."

    def levels(self, clause: Clause) -> Sequence[str]:
        return tuple(clause["weights"])

    def drafts(self, clause: Clause, account: Account) -> Iterable[Draft]:
        for name, weight in clause["weights"].items():
            level = missed(account, name)
            if level is None:
                continue
            risk, said, base = shared_sum(clause, account, clause["at risk"], name)
            words = account.words
            because = f"{level.because}: {words.percent(weight)} of what is at risk, {said}"
            rate = f"{words.percent(weight)} x {words.share(clause['at risk'])}"
            yield self.draft(clause, -weight * risk, because, level, part=name, base=base, rate=rate)

    def prose(self, clause: Clause, words: Words) -> str:
        weights = ", ".join(f"{name} {words.percent(weight)}" for name, weight in clause["weights"].items())
        risk = words.share(clause["at risk"])
        of = words.default(clause, "of", words.base(clause["of"]))
        return f"{risk} of {of} is at risk; each level missed in a month costs its weight in that: {weights}.{self.ending(clause, words)}"


RULE = ShareAtRisk()
