"""Time that the provider itself caused is excused from the levels that the provider owes: every delay would forgive itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from remit.lint import Changes, Lint, notice
from remit.terms.catalogue import Catalogue
from remit.terms.document import Terms
from remit.values.fault import Fault


class OwnFaultExcused(Lint):
    triggers: ClassVar[Changes] = (("    caused by: client", "    caused by: provider"),)
    spares: ClassVar[Changes] = (("    caused by: client", "    caused by: third party"),)

    def notices(self, terms: Terms, catalogue: Catalogue) -> Iterator[Fault]:
        owed = any(level.get("owed by") == "provider" and level.get("clock") for level in terms.section(8))
        for clause in terms.section(9):
            if clause.rule == "excused time" and clause["caused by"] == "provider" and owed:
                what = "time that the provider caused is excused, so its own delays never count"
                yield notice(clause, "caused by", what, "write 'client', 'third party' or 'outside control'")


RULE = OwnFaultExcused()
