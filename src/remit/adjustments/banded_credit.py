"""A credit by the band in which the result lies.

The bands touch, and `edge` says to which of two a result exactly between them belongs. A result outside all bands earns no credit; one that
cannot be judged (no data, too little evidence) neither.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from remit.adjustment import Adjustment, band_of, banded_words, measured, shared_sum
from remit.line import Account, Draft
from remit.terms.document import Clause
from remit.terms.kinds import Amount, BandsOf, Choice, Either, Name, Percent, Value
from remit.terms.setting import REQUIRED, Setting
from remit.terms.words import Words


class BandedCredit(Adjustment):
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("service level", Name("service levels"), "The level that is held against the bands.", REQUIRED),
        Setting(
            "bands",
            BandsOf(Value("service level"), Setting("credit", Either(Percent(), Amount()), "The credit.", REQUIRED)),
            "Results with their credits; the bands touch.",
            REQUIRED,
        ),
        Setting("edge", Choice("upper band", "lower band"), "To which band a result exactly on an edge belongs.", "upper band"),
    )
    example = """
11.1 reply credit:
  rule: banded credit
  service level: email first reply
  bands:
    - {from: 90 %, credit: 0 %}
    - {from: 80 %, to: 90 %, credit: 10 %}
    - {to: 80 %, credit: 25 %}
"""
    practice = "Tables of cloud and software services (Stedi: 10, 25 and 100 % of platform and module fees)."

    def drafts(self, clause: Clause, account: Account) -> Iterable[Draft]:
        found = measured(account, clause["service level"])
        if found is None:
            return
        level, result = found
        band = band_of(clause["bands"], result, clause["edge"])
        if band is None:
            return
        share = band.pays["credit"]
        amount, said, base = shared_sum(clause, account, share)
        because = f"{level.result_said} lies in the band {level.band_said(band)}: {said}"
        yield self.draft(clause, -amount, because, level, base=base, rate=account.words.share(share))

    def prose(self, clause: Clause, words: Words) -> str:
        edge = (
            "A result on an edge belongs to the upper band"
            if clause["edge"] == "upper band"
            else "A result on an edge belongs to the lower band"
        )
        bands = banded_words(clause, words, "credit")
        of = words.default(clause, "of", words.base(clause["of"]))
        return (
            f"By the result of {words.reference(clause['service level'], 8)}, of {of}: {bands}.{self.ending(clause, words, {'edge': edge})}"
        )


RULE = BandedCredit()
