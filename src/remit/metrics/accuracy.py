"""The share of units, or opportunities, without an error."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

from remit.measure import Metric
from remit.terms.kinds import Choice, Covers, Percent
from remit.terms.setting import REQUIRED, Setting


class Accuracy(Metric):
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("covers", Covers(), "Which items count.", REQUIRED),
        Setting("evidence", Choice("full count", "sample"), "Whether every unit is counted, or a sample is judged.", "full count"),
        Setting(
            "error",
            Choice("unit with an error", "each error"),
            "Whether a unit with several errors counts once or with each.",
            "unit with an error",
        ),
        Setting("out of", Choice("units", "opportunities", "amounts"), "What errors are held against.", "units"),
        Setting("severity", Choice("all", "critical", "other"), "Which errors count.", "all"),
        Setting("sample judged by", Choice("estimate", "lower bound"), "Which figure of a sample is held against the target.", "estimate"),
        Setting("confidence", Percent(), "The confidence of a sample's interval.", Fraction(95, 100)),
    )


RULE = Accuracy()
