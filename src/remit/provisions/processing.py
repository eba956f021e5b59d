"""Processing of personal data by one party for the other: whose data, how it is transferred, when a breach is reported.

Source: article 28 of the General Data Protection Regulation, which asks a contract for subject, duration, kind of data and people.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from remit.provision import Provision
from remit.terms.document import Clause, Terms
from remit.terms.kinds import Choice, Duration, Names, Text
from remit.terms.setting import REQUIRED, Setting
from remit.terms.typed import Length
from remit.terms.words import Words
from remit.values.fault import Fault, Place

NOTIFICATION_HOURS = 72
"""A controller reports a breach within 72 hours of knowing of it (article 33), so a processor must be faster."""


class Processing(Provision):
    section: ClassVar[int] = 14
    sections: ClassVar[tuple[int, ...]] = (14,)
    settings: ClassVar[tuple[Setting, ...]] = (
        Setting("controller", Choice("client", "provider"), "Who decides on the data.", REQUIRED),
        Setting("processor", Choice("client", "provider"), "Who works on it.", REQUIRED),
        Setting("records", Names("records"), "In which records it stands.", REQUIRED),
        Setting("people concerned", Text(), "Whose data it is.", REQUIRED),
        Setting("transfer mechanism", Text(), "On what ground it leaves the country.", REQUIRED),
        Setting("other processors", Text(), "Who else may work on it.", REQUIRED),
        Setting("breach reported within", Duration(), "How long after learning of a breach it is reported.", REQUIRED),
    )
    example = """
14.1 customer records:
  rule: processing
  controller: client
  processor: provider
  records: [helpdesk]
  people concerned: customers of the client
  transfer mechanism: international data transfer agreement
  other processors: none without approval
  breach reported within: 24 hours
"""
    practice = "Regulation (EU) 2016/679, articles 28 and 33."

    def check(self, clause: Clause, terms: Terms) -> Iterable[Fault]:
        if clause["controller"] == clause["processor"]:
            what = f"the {clause['controller']} is controller and processor"
            yield Fault(Place(clause=clause.number, line=clause.lines.get("processor")), what, "name the other party in one of them")
        within: Length = clause["breach reported within"]
        if within.unit in ("month", "year") or within.microseconds > NOTIFICATION_HOURS * 3600 * 1_000_000:
            what = f"a breach reported within {Duration().write(within)} leaves the controller no time, who has {NOTIFICATION_HOURS} hours"
            yield Fault(
                Place(clause=clause.number, line=clause.lines.get("breach reported within")),
                what,
                "write for example 24 hours",
                notice=True,
            )

    def prose(self, clause: Clause, words: Words) -> str:
        records = words.listed([words.reference(name, 5) for name in clause["records"]])
        return (
            f"The {clause['controller']} is controller and the {clause['processor']} processor of the personal data in {records} "
            f"of {clause['people concerned']}. Transfer: {clause['transfer mechanism']}. Other processors: {clause['other processors']}. "
            f"A breach is reported within {words.length(clause['breach reported within'])}."
        )


RULE = Processing()
