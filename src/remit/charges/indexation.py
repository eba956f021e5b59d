"""Prices follow an index."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

from remit.charge import Charge
from remit.terms.kinds import Choice, Duration, Either, MapOf, Name, Names, Number, Percent, Point
from remit.terms.setting import REQUIRED, Setting


class Indexation(Charge):
    stage = "index"
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("prices", Either(Choice("all prices"), Names("charges")), "The charges whose prices follow the index.", REQUIRED),
        Setting("base value", Number(), "The value of the index at which the prices were agreed.", REQUIRED),
        Setting("every", Duration(), "How often prices are adjusted, from services start.", REQUIRED),
        Setting("record", Name("records"), "The record that publishes the index.", None),
        Setting("value", Choice("of the month", "mean of 12 months"), "Which value of the index is read.", "of the month"),
        Setting("month", Choice("of the anniversary"), "Which month of the index is read.", "of the anniversary"),
        Setting("multiple", Percent(), "How much of the movement is passed on.", Fraction(1)),
        Setting("plus", Point(), "Points added to the movement.", Fraction(0)),
        Setting("threshold", Percent(), "Movements up to this change nothing.", None),
        Setting(
            "counted from",
            Choice("base", "threshold"),
            "Whether a movement past the threshold counts whole, or from the threshold.",
            "base",
        ),
        Setting("most rise", Percent(), "The greatest rise.", None),
        Setting("most fall", Percent(), "The greatest fall.", None),
        Setting("of several", Choice("lesser", "greater", "mean"), "Which movement counts where there are several indices.", "lesser"),
        Setting("also", MapOf(Name("records"), Number()), "Further indices with their base values.", None),
        Setting(
            "limits apply",
            Choice("after the multiple", "before the multiple"),
            "Whether limits cut the movement after or before it is multiplied.",
            "after the multiple",
        ),
        Setting(
            "compounds",
            Choice("on the last price", "on the first price"),
            "Whether each adjustment builds on the last price or on the first.",
            "on the last price",
        ),
    )


RULE = Indexation()
