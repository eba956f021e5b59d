"""What is at risk is shared out over categories, and each category over its levels.
A missed level costs what is at risk, times its category's share of the pool, times its own share of the category. Several misses add
up. With `pool total: may exceed 100 %` the shares may come to more, so that every level matters; a cap then limits the sum.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import ClassVar

from remit.adjustment import Adjustment, missed, owed_by_provider, shared_sum
from remit.line import Account, Draft
from remit.terms.document import Clause, Terms
from remit.terms.kinds import Amount, Choice, Either, Group, MapOf, Name, Percent, Text
from remit.terms.setting import REQUIRED, Setting
from remit.terms.words import Words
from remit.values.fault import Fault, Place


class CreditPool(Adjustment):
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("at risk", Either(Percent(), Amount()), "What is at risk in a month.", REQUIRED),
        Setting(
            "pool",
            MapOf(
                Text(),
                Group(
                    Setting("share", Percent(), "The category's share of the pool.", REQUIRED),
                    Setting("split", MapOf(Name("service levels"), Percent()), "Each level's share of the category.", REQUIRED),
                ),
            ),
            "Categories, each with its share and its levels.",
            REQUIRED,
        ),
        Setting("pool total", Choice("exactly 100 %", "may exceed 100 %"), "Whether the shares must come to 100 %.", "exactly 100 %"),
    )
    example = """
11.1 credit pool:
  rule: credit pool
  of: base charges
  at risk: 10 %
  pool:
    customer contact: {share: 60 %, split: {email first reply: 60 %, chat answered: 40 %}}
    order entry: {share: 40 %, split: {entry accuracy: 100 %}}
"""
    practice = "Texas Department of Information Resources, data center services, exhibit 3: credit = A x B x C."

    def levels(self, clause: Clause) -> Sequence[str]:
        return tuple(dict.fromkeys(name for part in clause["pool"].values() for name in part["split"]))

    def drafts(self, clause: Clause, account: Account) -> Iterable[Draft]:
        words = account.words
        for category, part in clause["pool"].items():
            for name, share in part["split"].items():
                level = missed(account, name)
                if level is None:
                    continue
                risk, said, base = shared_sum(clause, account, clause["at risk"], name)
                own, of_pool = words.percent(share), words.percent(part["share"])
                because = f"{level.because}: {own} of the {of_pool} of {category} in what is at risk, {said}"
                rate = f"{of_pool} x {own} x {words.share(clause['at risk'])}"
                yield self.draft(clause, -part["share"] * share * risk, because, level, part=name, base=base, rate=rate)

    def check(self, clause: Clause, terms: Terms) -> Iterable[Fault]:
        yield from owed_by_provider(self, clause, terms)
        if clause["pool total"] != "exactly 100 %":
            return
        words = Words(terms)
        parts = clause["pool"]
        sums = {"pool": sum((part["share"] for part in parts.values()), Fraction(0))}
        sums.update({f"pool/{name}": sum(part["split"].values(), Fraction(0)) for name, part in parts.items()})
        for path, total in sums.items():
            if total != 1:
                line = clause.lines.get(f"{path}/split", clause.lines.get(path, clause.line))
                what = "the shares of the pool" if path == "pool" else f"the shares of the category '{path.removeprefix('pool/')}'"
                remedy = "make them 100 %, or write 'pool total: may exceed 100 %'" if total > 1 else "make them 100 %"
                yield Fault(Place(clause=clause.number, line=line), f"{what} come to {words.percent(total)}", remedy)

    def prose(self, clause: Clause, words: Words) -> str:
        parts = []
        for category, part in clause["pool"].items():
            split = words.listed([f"{name} {words.percent(share)}" for name, share in part["split"].items()])
            parts.append(f"{category} {words.percent(part['share'])}, of which {split}")
        total = "The shares come to 100 %" if clause["pool total"] == "exactly 100 %" else "The shares may exceed 100 %"
        risk = f"{words.share(clause['at risk'])} of {words.default(clause, 'of', words.base(clause['of']))}"
        pool = "; ".join(parts)
        ending = self.ending(clause, words, {"pool total": total})
        return f"{risk} is at risk and shared out: {pool}. A level missed in a month costs its part.{ending}"


RULE = CreditPool()
