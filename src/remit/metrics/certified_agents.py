"""The share of the agents at work who hold their certificate at the end of the month."""

from __future__ import annotations

from typing import ClassVar

from remit.measure import Metric, Result
from remit.terms.document import Clause
from remit.terms.kinds import Choice, Covers, Text
from remit.terms.setting import REQUIRED, Setting


class CertifiedAgents(Metric):
    key = "agent"
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("covers", Covers(), "Which items count.", REQUIRED),
        Setting("result", Choice("share", "number"), "Whether the share or the number is stated.", "share"),
        Setting("joins", Text(), "The event with which an agent starts.", "joined"),
        Setting("leaves", Text(), "The event with which one ends.", "left"),
        Setting("certified", Text(), "The event that gives the certificate.", "certified"),
        Setting("lapses", Text(), "The event that ends it.", "certificate ended"),
    )

    def result_kind(self, level: Clause) -> Result:
        return "percentage" if level["result"] == "share" else "count"


RULE = CertifiedAgents()
