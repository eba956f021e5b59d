"""A duty of one party in plain words, with the day it is due and the evidence that it was kept.

It is the one rule whose words bind without a figure, so words that nobody can measure ('promptly') are faults.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from remit.provision import Provision
from remit.terms.document import Clause, Terms
from remit.terms.kinds import Choice, Due, Text
from remit.terms.setting import REQUIRED, Setting
from remit.terms.wording import vague
from remit.terms.words import Words
from remit.values.fault import Fault, Place


class Undertaking(Provision):
    sections: ClassVar[tuple[int, ...]] = (13, 14, 15)
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("by", Choice("client", "provider", "both"), "Whose duty it is.", REQUIRED),
        Setting("says", Text(), "What it does, beginning with a verb: 'Returns all records.'", REQUIRED),
        Setting("due", Due(), "When."),
        Setting("evidence", Text(), "What shows that it was done."),
    )
    example = """
13.1 handing back:
  rule: undertaking
  by: provider
  says: Returns all records in an open format, then deletes its own copies.
  due: 30 days before the end
  evidence: receipt by operations director
"""
    practice = "Covenants of service agreements; exit and security schedules consist of them."

    def check(self, clause: Clause, terms: Terms) -> Iterable[Fault]:
        told = vague(clause["says"])
        if told:
            yield Fault(Place(clause=clause.number, line=clause.lines.get("says")), *told)

    def prose(self, clause: Clause, words: Words) -> str:
        due, evidence = clause["due"], clause["evidence"]
        says = str(clause["says"]).rstrip(".")
        who = words.party(clause["by"])
        text = f"{who[:1].upper()}{who[1:]} {says[:1].lower()}{says[1:]}"
        if due is not None:
            text += f", {words.deadline(due)}"
        return f"{text}{f' ({evidence})' if evidence else ''}."


RULE = Undertaking()
