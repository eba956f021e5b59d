"""What needs more months than the term still has when it begins: an earn back or a rising target that no month can reach."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from remit.lint import Changes, Lint, notice
from remit.terms.catalogue import Catalogue
from remit.terms.document import Clause, Terms
from remit.terms.kinds import Length, Occurrences
from remit.values.fault import Fault
from remit.values.period import Month

_WAITS = {"earn back": ("after", 1), "rising target": ("after", 0), "indexation": ("every", 0)}
"""The setting that says how long, and how many months go before: an earn back follows a month with a credit."""


class LongerThanTheTerm(Lint):
    triggers: ClassVar[Changes] = (("    after: 3 months\n    when: target met", "    after: 24 months\n    when: target met"),)
    spares: ClassVar[Changes] = (("    after: 3 months\n    when: target met", "    after: 6 months\n    when: target met"),)

    def notices(self, terms: Terms, catalogue: Catalogue) -> Iterator[Fault]:
        for clause in terms.clauses:
            left = _months_left(clause, terms)
            if clause.rule in _WAITS:
                setting, before = _WAITS[clause.rule]
                needs = _months(clause[setting]) + before
                if needs > left:
                    also = ", the month of the credit among them," if before else ""
                    what = f"it needs {needs} months{also} and {left} are left of the term (clause 2.4) when it begins"
                    yield notice(clause, setting, what, "write fewer months, or take the clause out")
            elif clause.rule == "termination right":
                for index, times in enumerate(clause["after"]):
                    if isinstance(times, Occurrences) and times.count > left:
                        what = f"the right needs {times.count} months and {left} are left of the term (clause 2.4) when it begins"
                        yield notice(clause, f"after/{index}", what, "write fewer months")


def _months(length: Length) -> int:
    return int(length.amount * {"year": 12, "month": 1}.get(length.unit, 0))


def _months_left(clause: Clause, terms: Terms) -> int:
    """Whole and begun months from the clause's first day to the end of the term, or to its own end."""
    first = Month.of(max(clause.starts or terms.services_start, terms.services_start))
    last = Month.of(min(clause.until or terms.term["ends"], terms.term["ends"]))
    return max(0, (last.first.year - first.first.year) * 12 + last.first.month - first.first.month + 1)


RULE = LongerThanTheTerm()
