"""A figure far outside what signed contracts hold: a share above the whole, a step of 51 % where 5 % was meant.

The ranges are wide on purpose: what lies outside is a slip of the pen or needs a reason. A credit of one miss is looked at when the terms
are read.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any, ClassVar

from remit.lint import Changes, Lint, notice
from remit.terms.catalogue import Catalogue
from remit.terms.document import Clause, Terms
from remit.terms.fixed import NUMBERS
from remit.terms.kinds import Number, Percent
from remit.values.fault import Fault, Place

_WHOLE = (0, 1, "a share of the whole lies between 0 % and 100 %")
_STEP = (0, Fraction(1, 4), "0.5 % to 10 % are usual")
_AT_RISK = (0, Fraction(1, 2), "5 % to 20 % are usual")
_MOVE = (0, Fraction(1, 4), "2 % to 10 % are usual")
RANGES: dict[tuple[str, str], tuple[Any, Any, str]] = {
    ("currency share", "linked share"): _WHOLE,
    ("currency share", "client pays"): _WHOLE,
    ("currency share", "client receives"): _WHOLE,
    ("currency share", "band"): _MOVE,
    ("gain share", "provider bears"): _WHOLE,
    ("gain share", "provider keeps"): _WHOLE,
    ("earn back", "share"): _WHOLE,
    ("accepted share", "service share"): _WHOLE,
    ("cap", "at most"): (0, 1, "5 % to 20 % are usual, and nobody can lose more than the whole"),
    ("credit per point", "credit"): _STEP,
    ("credit for downtime", "credit"): _STEP,
    ("bonus and credit", "each way"): _STEP,
    ("damages for lateness", "credit"): (0, Fraction(1, 10), "0.05 % to 1 % are usual"),
    ("damages for lateness", "at most"): (0, 1, "5 % to 20 % are usual"),
    ("share at risk", "at risk"): _AT_RISK,
    ("credit pool", "at risk"): _AT_RISK,
    ("pass through", "mark up"): (0, Fraction(1, 4), "0 % to 10 % are usual"),
    ("minimum charge", "at least"): (0, 1, "60 % to 90 % are usual"),
    ("take or pay", "at least"): (0, 1, "60 % to 90 % are usual"),
    ("volume band", "band"): (0, Fraction(1, 2), "5 % to 20 % are usual"),
    ("indexation", "multiple"): (0, 5, "50 % to 100 % are usual"),
    ("indexation", "threshold"): _MOVE,
    ("indexation", "most rise"): _MOVE,
    ("indexation", "most fall"): _MOVE,
    ("forecast excess", "above"): (1, 2, "105 % to 130 % are usual, and less than 100 % excuses what was forecast"),
    ("accuracy", "confidence"): (Fraction(4, 5), Fraction(999, 1000), "90 % to 99 % are usual"),
    ("satisfaction", "response rate"): (0, Fraction(3, 5), "10 % to 30 % are usual"),
    ("repeat failure", "factor"): (1, 5, "1.5 to 3 are usual, and less than 1 makes a repeat cheaper"),
    ("full time equivalents", "hours a year"): (1000, 2600, "1,400 to 2,080 are usual"),
    ("share on time", "target"): (Fraction(1, 2), 1, "80 % to 99 % are usual"),
    ("answered in time", "target"): (Fraction(1, 2), 1, "70 % to 95 % are usual"),
    ("accuracy", "target"): (Fraction(1, 2), 1, "95 % to 99.9 % are usual"),
    ("availability", "target"): (Fraction(1, 2), 1, "95 % to 99.99 % are usual"),
    ("abandonment", "target"): (0, Fraction(3, 10), "2 % to 8 % are usual"),
}
"""Least and most that practice knows, and what is usual, by rule and setting."""


_BONUS = Fraction(1, 4)
_FIRST, _LEAP = Fraction(1, 4), 5
"""The highest credit of a first band, and how many times the credit of the band before it another one may be."""
_MONEY = (
    ("value added tax", Fraction(30, 100), "5 % to 27 % are levied"),
    ("withholding tax", Fraction(35, 100), "5 % to 30 % are levied"),
    ("late interest", Fraction(20, 100), "2 to 10 points are usual"),
)


class UnusualFigure(Lint):
    triggers: ClassVar[Changes] = (("linked share: 80 %", "linked share: 180 %"),)
    spares: ClassVar[Changes] = (("linked share: 80 %", "linked share: 100 %"),)

    def notices(self, terms: Terms, catalogue: Catalogue) -> Iterator[Fault]:
        yield from _money(terms)
        for clause in terms.clauses:
            for setting, value in clause.settings.items():
                least, most, usual = RANGES.get((str(clause.rule), setting), (None, None, ""))
                if isinstance(value, Fraction) and least is not None and not least <= value <= most:
                    kind = Number() if most is not None and most >= 5 and setting in ("factor", "hours a year") else Percent()
                    yield notice(clause, setting, f"'{setting}' is {kind.write(value)}, and {usual}", "check the figure")
            yield from _bands(clause)


def _bands(clause: Clause) -> Iterator[Fault]:
    """A band that pays more than is usual: a bonus above a quarter of its base, a credit that leaps from the band before it."""
    shares = {index: band.pays.get("bonus", band.pays.get("credit")) for index, band in enumerate(clause.get("bands") or ())}
    steps = sorted((share, index) for index, share in shares.items() if isinstance(share, Fraction) and share > 0)
    if clause.rule == "bonus":
        for share, index in steps:
            if _BONUS < share <= 1:
                what = f"the bonus of a band is {Percent().write(share)}, and 1 % to 10 % are usual"
                yield notice(clause, f"bands/{index}", what, "check the figure")
    elif clause.rule == "banded credit":
        for (before, _), (share, index) in itertools.pairwise([(_FIRST, -1), *steps]):
            if share > 1 or (share > _FIRST and share > _LEAP * before):
                small = "" if before == _FIRST else f" after {Percent().write(before)} in the band before it"
                what = f"the credit of a band is {Percent().write(share)}{small}, and 2 % to 25 % are usual"
                yield notice(clause, f"bands/{index}", what, "check the figure")


def _money(terms: Terms) -> Iterator[Fault]:
    """Section 3: taxes and interest as they are anywhere in the world."""
    for setting, most, usual in _MONEY:
        value = terms.money[setting]
        figure = value["points"] / 100 if isinstance(value, Mapping) else value
        if isinstance(figure, Fraction) and figure > most:
            written = f"{Number().write(figure * 100)} points" if isinstance(value, Mapping) else Percent().write(figure)
            place = Place(clause=NUMBERS[setting], line=terms.money.lines.get(setting))
            yield Fault(place, f"'{setting}' is {written}, and {usual}", "check the figure", notice=True)


RULE = UnusualFigure()
