"""Who is told next while a question stays open: steps in time, each to the next level on both sides.

Practice: escalation ladders of service agreements. The steps run from the question; business time is that of the statement's calendar.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from typing import ClassVar

from remit.provision import Provision
from remit.terms.document import Clause, Terms
from remit.terms.kinds import Duration, Roles, RowsOf, Text
from remit.terms.setting import REQUIRED, Setting
from remit.terms.typed import Length
from remit.terms.words import Words
from remit.values.fault import Fault, Place


class Escalation(Provision):
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("for", Text(), "What is escalated.", REQUIRED),
        Setting(
            "steps",
            RowsOf(
                Setting("after", Duration(), "How long after the question.", REQUIRED),
                Setting("to", Roles(), "Who is told then.", REQUIRED),
            ),
            "The steps, earliest first.",
            REQUIRED,
        ),
    )
    example = """
13.1 urgent questions:
  rule: escalation
  for: a question that stops work
  steps:
    - {after: 1 business hour, to: team lead}
    - {after: 1 business day, to: account director and operations director}
"""
    practice = "Escalation ladders in the governance schedules of outsourcing agreements."

    def check(self, clause: Clause, terms: Terms) -> Iterable[Fault]:
        steps = clause["steps"]
        for index, (earlier, later) in enumerate(itertools.pairwise(steps), 1):
            first, second = earlier["after"], later["after"]
            if _comparable(first, second) and second.microseconds <= first.microseconds:
                kind = Duration()
                what = f"the step after {kind.write(second)} follows the step after {kind.write(first)}"
                yield Fault(
                    Place(clause=clause.number, line=clause.lines.get(f"steps/{index}")), what, "put the steps in the order of time"
                )

    def prose(self, clause: Clause, words: Words) -> str:
        steps = words.listed([f"after {words.length(step['after'])} to {words.the(step['to'])}" for step in clause["steps"]])
        return f"For {clause['for']}: {steps}."


def _comparable(first: Length, second: Length) -> bool:
    fixed = all(length.unit not in ("month", "year") for length in (first, second))
    return fixed and first.business == second.business and (first.unit == "day") == (second.unit == "day")


RULE = Escalation()
