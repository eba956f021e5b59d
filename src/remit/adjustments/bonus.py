"""A bonus by the band in which the result lies.
Below the first band there is none. `only if` gates it by the provider's other levels: by default none of them may have missed its
minimum. A level without a result does not stand in the way; the bonus level itself needs its sample.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from remit.adjustment import Adjustment, Phase, band_of, banded_words, barred, measured, shared_sum
from remit.line import Account, Draft, LineKind
from remit.terms.document import Clause
from remit.terms.kinds import Amount, BandsOf, Choice, Either, Name, Percent, Value
from remit.terms.setting import REQUIRED, Setting
from remit.terms.words import Words


class Bonus(Adjustment):
    phase: ClassVar[Phase] = "bonus"
    kind: ClassVar[LineKind] = "bonus"
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("service level", Name("service levels"), "The level that is held against the bands.", REQUIRED),
        Setting(
            "bands",
            BandsOf(Value("service level"), Setting("bonus", Either(Percent(), Amount()), "The bonus.", REQUIRED)),
            "Results with their bonuses; below the first there is none.",
            REQUIRED,
        ),
        Setting(
            "only if",
            Choice("every minimum met", "every target met", "no condition"),
            "What the provider's levels must show.",
            "every minimum met",
        ),
        Setting("edge", Choice("upper band", "lower band"), "To which band a result exactly on an edge belongs.", "upper band"),
    )
    example = """
11.4 satisfaction bonus:
  rule: bonus
  service level: customer satisfaction
  of: base charges
  bands:
    - {from: 4.6, bonus: 1 %}
"""
    practice = "Bonuses gated by all minimums, so that one excellent level does not pay for a failed one."

    def drafts(self, clause: Clause, account: Account) -> Iterable[Draft]:
        found = measured(account, clause["service level"])
        if found is None or barred(clause["only if"], account):
            return
        level, result = found
        band = band_of(clause["bands"], result, clause["edge"])
        if band is None:
            return
        share = band.pays["bonus"]
        amount, said, base = shared_sum(clause, account, share)
        because = f"{level.result_said} lies in the band {level.band_said(band)}: {said}"
        yield self.draft(clause, amount, because, level, base=base, rate=account.words.share(share))

    def prose(self, clause: Clause, words: Words) -> str:
        readings = {
            "only if": "There is none"
            + {"every minimum met": " unless every minimum is met", "every target met": " unless every target is met"}[clause["only if"]]
            if clause["only if"] != "no condition"
            else "It hangs on no other level",
            "edge": f"A result on an edge belongs to the {clause['edge']}",
        }
        bands = banded_words(clause, words, "bonus")
        of = words.default(clause, "of", words.base(clause["of"]))
        return f"By the result of {words.reference(clause['service level'], 8)}, of {of}: {bands}.{self.ending(clause, words, readings)}"


RULE = Bonus()
