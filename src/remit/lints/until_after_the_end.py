"""A clause that is written to hold longer than the term does: what it promises for the time after has nothing to stand on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from remit.lint import Changes, Lint, notice
from remit.terms.catalogue import Catalogue
from remit.terms.document import Terms
from remit.values.fault import Fault


class UntilAfterTheEnd(Lint):
    triggers: ClassVar[Changes] = (("    until: 2026-05-04\n\n  10.10", "    until: 2028-12-31\n\n  10.10"),)
    spares: ClassVar[Changes] = (("    until: 2026-05-04\n\n  10.10", "    until: 2028-04-30\n\n  10.10"),)

    def notices(self, terms: Terms, catalogue: Catalogue) -> Iterator[Fault]:
        ends, renewed = terms.term["ends"], terms.term["renews for"] != "no renewal"
        for clause in terms.clauses:
            if clause.until is not None and clause.until > ends and clause.section != 15:
                also = " and is renewed only if nobody gives notice (clause 2.5)" if renewed else ""
                what = f"the clause holds until {clause.until}, and the term ends on {ends} (clause 2.4){also}"
                yield notice(clause, "until", what, "leave 'until' out, or write an earlier date")


RULE = UntilAfterTheEnd()
