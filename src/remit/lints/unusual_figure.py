"""A figure far outside what signed contracts hold: a share above the whole, a step of 51 % where 5 % was meant.

The ranges are wide on purpose: what lies outside is a slip of the pen or needs a reason. A credit of one miss is looked at when the terms
are read.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, ClassVar

from remit.lint import Changes, Lint, notice
from remit.terms.catalogue import Catalogue
from remit.terms.document import Clause, Terms
from remit.terms.kinds import Number, Percent
from remit.values.fault import Fault

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


class UnusualFigure(Lint):
    triggers: ClassVar[Changes] = (("linked share: 80 %", "linked share: 180 %"),)
    spares: ClassVar[Changes] = (("linked share: 80 %", "linked share: 100 %"),)

    def notices(self, terms: Terms, catalogue: Catalogue) -> Iterator[Fault]:
        for clause in terms.clauses:
            for setting, value in clause.settings.items():
                least, most, usual = RANGES.get((str(clause.rule), setting), (None, None, ""))
                if isinstance(value, Fraction) and least is not None and not least <= value <= most:
                    kind = Number() if most is not None and most >= 5 and setting in ("factor", "hours a year") else Percent()
                    yield notice(clause, setting, f"'{setting}' is {kind.write(value)}, and {usual}", "check the figure")
            yield from _bands(clause)


def _bands(clause: Clause) -> Iterator[Fault]:
    """A band that pays more than is usual: a bonus above a quarter of its base, a credit above all of it."""
    for index, band in enumerate(clause.get("bands") or ()):
        for column, most, usual in (
            ("bonus", Fraction(1, 4), "1 % to 10 % are usual"),
            ("credit", Fraction(1), "nobody can lose more than the whole"),
        ):
            share = band.pays.get(column)
            if isinstance(share, Fraction) and most < share <= 1:
                yield notice(
                    clause, f"bands/{index}", f"the {column} of a band is {Percent().write(share)}, and {usual}", "check the figure"
                )


RULE = UnusualFigure()
