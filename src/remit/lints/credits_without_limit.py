"""Credits that grow with every point, hour or day and have no limit: one very bad month can take all charges, and more."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from remit.lint import Changes, Lint, notice
from remit.terms.catalogue import Catalogue
from remit.terms.document import Terms
from remit.values.fault import Fault

_GROWS = ("credit per point", "credit for downtime", "damages for lateness", "bonus and credit")


_POINTS = """  11.4A email points:
    rule: credit per point
    service level: email first reply
    of: base charges
    below: 85 %
    credit: 1 %
    for each: 1 point
"""


class CreditsWithoutLimit(Lint):
    triggers: ClassVar[Changes] = (("  11.5 bonus limit:", _POINTS + "  11.5 bonus limit:"),)
    spares: ClassVar[Changes] = (("  11.5 bonus limit:", _POINTS + "    at most: 5 %\n  11.5 bonus limit:"),)

    def notices(self, terms: Terms, catalogue: Catalogue) -> Iterator[Fault]:
        limited = {name for clause in terms.section(11) if clause.rule == "cap" for name in clause["limits"]}
        for clause in terms.section(11):
            if clause.rule in _GROWS and clause.name not in limited and clause.get("at most") is None:
                what = "the credit grows without a limit"
                remedy = "add a clause of the rule cap that limits it"
                if "at most" in clause.settings:
                    remedy = f"write 'at most', or {remedy}"
                yield notice(clause, "", what, remedy)


RULE = CreditsWithoutLimit()
