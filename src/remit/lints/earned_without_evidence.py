"""An earn back that counts months without a result as kept: a credit comes back although nothing was measured."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from remit.lint import Changes, Lint, notice
from remit.terms.catalogue import Catalogue
from remit.terms.document import Terms
from remit.values.fault import Fault


class EarnedWithoutEvidence(Lint):
    triggers: ClassVar[Changes] = (("    when: target met\n", "    when: target met\n    month without result: counts as met\n"),)
    spares: ClassVar[Changes] = (("    when: target met\n", "    when: target met\n    month without result: fails\n"),)

    def notices(self, terms: Terms, catalogue: Catalogue) -> Iterator[Fault]:
        for clause in terms.section(11):
            if clause.rule == "earn back" and clause["month without result"] == "counts as met":
                what = "a month in which nothing was measured counts as kept, so a credit comes back without evidence"
                yield notice(clause, "month without result", what, "write 'month without result: extends'")


RULE = EarnedWithoutEvidence()
