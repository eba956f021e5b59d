"""A regular meeting of both parties, with its people and its agenda.

Practice: governance schedules of service agreements name a monthly service review and a quarterly one for goals and risks.
"""

from __future__ import annotations

from typing import ClassVar

from remit.provision import Provision
from remit.terms.document import Clause
from remit.terms.kinds import Choice, ListOf, Roles, Text
from remit.terms.setting import REQUIRED, Setting
from remit.terms.words import Words


class Review(Provision):
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("every", Choice("week", "two weeks", "month", "quarter", "half-year", "year"), "How often it is held.", REQUIRED),
        Setting("attended by", Roles(), "Who attends.", REQUIRED),
        Setting("agenda", ListOf(Text()), "What is spoken about.", REQUIRED),
    )
    example = """
13.1 monthly review:
  rule: review
  every: month
  attended by: [head of customer care, delivery manager]
  agenda: [statement, service levels, disputes]
"""
    practice = "Service reviews in the governance schedules of outsourcing agreements."

    def prose(self, clause: Clause, words: Words) -> str:
        return f"Every {clause['every']} {words.the(clause['attended by'])} meet. Agenda: {words.listed(clause['agenda'])}."


RULE = Review()
