"""What customers answered to a survey: the mean, or the share in the top or bottom boxes."""

from __future__ import annotations

from typing import ClassVar, Literal

from remit.measure import Metric, Result
from remit.terms.document import Clause
from remit.terms.kinds import Choice, Count, Covers, Percent, ScaleOf
from remit.terms.setting import REQUIRED, Setting


class Satisfaction(Metric):
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("covers", Covers(), "Which items count.", REQUIRED),
        Setting("scale", ScaleOf(), "The lowest and the highest answer.", REQUIRED),
        Setting("result", Choice("mean", "top box", "bottom box"), "What is made of the answers.", "mean"),
        Setting("boxes", Count(), "How many of the highest or lowest answers make the box.", 2),
        Setting("response rate", Percent(), "The share of invitations that must be answered; below it is too little evidence.", None),
    )

    def result_kind(self, level: Clause) -> Result:
        return "score" if level["result"] == "mean" else "percentage"

    def better_when(self, level: Clause) -> Literal["more", "less"]:
        return "less" if level["result"] == "bottom box" else "more"


RULE = Satisfaction()
