"""One incident that misses several levels costs one credit.
An outage that makes replies late, chats unanswered and satisfaction fall would otherwise be credited three times. Misses of the named
levels in one month count as one incident: the largest credit is paid, or the first in the order of the clauses, or all of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from remit.adjustment import Adjustment, Phase
from remit.line import Account, Draft
from remit.terms.document import Clause
from remit.terms.kinds import Choice, Names
from remit.terms.setting import REQUIRED, Setting
from remit.terms.words import Words


class SameIncident(Adjustment):
    phase: ClassVar[Phase] = "same incident"
    takes_share: ClassVar[bool] = False
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("among", Names("service levels"), "The levels.", REQUIRED),
        Setting("pays", Choice("largest", "first", "all"), "Which credit is paid.", "largest"),
    )
    example = """
11.2 one incident:
  rule: same incident
  among: [email first reply, chat answered]
"""
    practice = "Clauses against double recovery: where one event causes several failures, the client chooses one credit."

    def levels(self, clause: Clause) -> Sequence[str]:
        return tuple(clause["among"])

    def changed(self, clause: Clause, drafts: Sequence[Draft], account: Account) -> Sequence[Draft]:
        numbers = {account.terms.named(8, name).number for name in clause["among"]}
        result = list(drafts)
        for month in dict.fromkeys(draft.month for draft in drafts):
            mine = [draft for draft in result if draft.level in numbers and draft.month == month and draft.amount < 0]
            if clause["pays"] == "all" or not mine:
                continue
            paid = min(mine, key=lambda draft: draft.amount) if clause["pays"] == "largest" else mine[0]
            result = [draft for draft in result if draft is paid or not any(draft is one for one in mine)]
        return result

    def prose(self, clause: Clause, words: Words) -> str:
        names = words.listed([words.reference(name, 8) for name in clause["among"]])
        pays = {"largest": "the largest credit", "first": "the first credit in the order of the clauses", "all": "every credit"}[
            clause["pays"]
        ]
        paid = words.default(clause, "pays", pays)
        return f"If several of {names} are missed in one month, they count as one incident, and {paid} is paid.{self.ending(clause, words)}"


RULE = SameIncident()
