"""A credit for each service level missed in the month.

The plainest mechanism: every level has its share of the charges, or its sum, and a miss costs it. Several misses add up, up to a cap if
there is one. Amber, no data and too little evidence cost nothing.
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
from remit.values.money import Money


class CreditPerMiss(Adjustment):
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting(
            "credits",
            MapOf(Name("service levels"), Either(Percent(), Amount())),
            "Each level with its credit: a share of what 'of' names, or a sum.",
            REQUIRED,
        ),
    )
    example = """
11.1 service credits:
  rule: credit per miss
  of: base charges
  credits: {email first reply: 4 %, entry accuracy: 4 %}
"""
    practice = "Flat percentage per default (Entrust: 5 % of the monthly fee for each), or a fixed sum per miss."

    def levels(self, clause: Clause) -> Sequence[str]:
        return tuple(clause["credits"])

    def drafts(self, clause: Clause, account: Account) -> Iterable[Draft]:
        for name, share in clause["credits"].items():
            level = missed(account, name)
            if level is None:
                continue
            amount, said, base = shared_sum(clause, account, share, name)
            yield self.draft(clause, -amount, f"{level.because}: {said}", level, part=name, base=base, rate=account.words.share(share))

    def prose(self, clause: Clause, words: Words) -> str:
        credits = ", ".join(f"{name} {words.share(share)}" for name, share in clause["credits"].items())
        sums = all(isinstance(share, Money) for share in clause["credits"].values())
        base = words.default(clause, "of", words.base(clause["of"]))
        month = f"that month's {base}" if clause["of"] == "base charges" else f"{base} in that month"
        what = "a sum" if sums else f"a share of {month}"
        if sums:
            words.said.add((clause.number, "of"))
        return f"For each level missed in a month the client receives {what}: {credits}.{self.ending(clause, words)}"


RULE = CreditPerMiss()
