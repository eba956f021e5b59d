"""A credit grows when its level is missed again.

`2 in a row`: the second miss in consecutive months is a repeat, and so is every later one. With `repeat: doubles` the factor holds once for
every repeat; with `compounds` it holds again for each further one (2, 4, 8 with a factor of 2).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import ClassVar

from remit.adjustment import Adjustment, Phase
from remit.line import Account, Draft
from remit.terms.document import Clause
from remit.terms.kinds import Choice, Names, Number, Times
from remit.terms.setting import EVER, REQUIRED, Setting
from remit.terms.typed import Occurrences
from remit.terms.words import Words
from remit.values.period import Month


class RepeatFailure(Adjustment):
    phase: ClassVar[Phase] = "repeat"
    takes_share: ClassVar[bool] = False
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("increases", Names("adjustments"), "The credits that grow.", REQUIRED),
        Setting("factor", Number(), "By how much.", REQUIRED),
        Setting("repeat", Choice("doubles", "compounds"), "Whether the factor holds once for every repeat, or again for each.", "doubles"),
        Setting("when missed", Times(), "What counts as a repeat.", Occurrences(2, None)),
    )
    example = """
11.2 repeated misses:
  rule: repeat failure
  increases: [service credits]
  factor: 2
"""
    practice = "Multipliers for repeated failure in public contracts; they double far more often than they compound."

    def changed(self, clause: Clause, drafts: Sequence[Draft], account: Account) -> Sequence[Draft]:
        return [self._grown(clause, draft, account) if draft.name in clause["increases"] else draft for draft in drafts]

    def _grown(self, clause: Clause, draft: Draft, account: Account) -> Draft:
        month = Month.read(draft.month) if draft.month else account.month
        repeats = self._repeats(clause["when missed"], self._missed(draft.level, month, account))
        if not repeats or draft.level is None:
            return draft
        power = 1 if clause["repeat"] == "doubles" else repeats
        factor = clause["factor"] ** power
        times = account.words.number(factor)
        because = f"{draft.because}; times {times}, because the level was missed before (clause {clause.number})"
        return replace(draft, amount=draft.amount * Fraction(factor), because=because)

    def _missed(self, level: str | None, month: Month, account: Account) -> list[bool]:
        """Whether the level was missed, this month first, then the months before; a month without a statement was not."""
        standing = {statement.month: statement.scorecard.get(level or "") for statement in account.history}
        standing[account.month] = account.scorecard.get(level or "") if month == account.month else standing.get(account.month)
        first = min(standing)
        months = [month.plus(-back) for back in range(month - first + 1)]
        return [(found := standing.get(one)) is not None and found.status == "missed" for one in months]

    def _repeats(self, times: Occurrences, missed: Sequence[bool]) -> int:
        """How often the miss has been repeated by now: 0 for a first miss."""
        if times.within is None:
            row = next((index for index, flag in enumerate(missed) if not flag), len(missed))
            return max(0, row - times.count + 1)
        return max(0, sum(missed[: times.within]) - times.count + 1)

    def looks_back(self, clause: Clause) -> int:
        times = clause["when missed"]
        return max(super().looks_back(clause), EVER if times.within is None else times.within - 1)

    def prose(self, clause: Clause, words: Words) -> str:
        names = words.listed([words.reference(name, 11) for name in clause["increases"]])
        when = words.default(clause, "when missed", words.occurrences(clause["when missed"]))
        factor = words.number(clause["factor"])
        repeat = (
            "The factor holds once for every repeat" if clause["repeat"] == "doubles" else "The factor holds again for each further repeat"
        )
        ending = self.ending(clause, words, {"repeat": repeat})
        return f"A credit under {names} is multiplied by {factor} when its level is missed {when}.{ending}"


RULE = RepeatFailure()
