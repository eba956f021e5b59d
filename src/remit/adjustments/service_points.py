"""Points for missed levels, turned into credits."""

from __future__ import annotations

from fractions import Fraction
from typing import ClassVar

from remit.adjustment import Adjustment
from remit.terms.kinds import Amount, BandsOf, Choice, Count, Either, Group, MapOf, Name, Number, Percent, RowsOf, Text, Value
from remit.terms.setting import REQUIRED, Setting


class ServicePoints(Adjustment):
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting(
            "conversion",
            Group(
                Setting(
                    "rule",
                    Choice("steps", "marginal bands", "report only"),
                    "By the highest step reached, point by point, or not at all.",
                    REQUIRED,
                ),
                Setting("between steps", Choice("lower step", "higher step"), "Which step holds for points between two.", "lower step"),
                Setting(
                    "steps",
                    RowsOf(
                        Setting("points", Number(), "The points that reach the step.", REQUIRED),
                        Setting("credit", Either(Percent(), Amount()), "The credit at that step.", REQUIRED),
                    ),
                    "Steps with their credits.",
                    None,
                ),
                Setting(
                    "bands",
                    BandsOf(
                        Number(),
                        Setting("each point", Amount(), "The credit for one point.", REQUIRED),
                        Setting("times", Number(), "What that is multiplied by.", Fraction(1)),
                    ),
                    "Numbers of points, each with the price of its own points.",
                    None,
                ),
            ),
            "How points become a credit.",
            REQUIRED,
        ),
        Setting(
            "points",
            MapOf(Name("service levels"), BandsOf(Value("this key"), Setting("points", Count(), "The points.", REQUIRED))),
            "Each level's results with their points.",
            None,
        ),
        Setting("points from record", Text(), "The subject of the facts that hold the points.", None),
        Setting("edge", Choice("upper band", "lower band"), "To which band a result exactly on an edge belongs.", "upper band"),
        Setting("repeat", Choice("no change", "doubles", "compounds"), "What happens to the points of a level missed again.", "no change"),
        Setting(
            "repeat is",
            Choice("the same service level missed in consecutive months"),
            "What counts as missed again.",
            "the same service level missed in consecutive months",
        ),
        Setting("per", Text(), "What has points of its own: the contract, or each of something.", "contract"),
    )


RULE = ServicePoints()
