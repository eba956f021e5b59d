"""One miss that two clauses pay for, without a rule that says they add up: the parties mostly thought of one of them."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import ClassVar

from remit.lint import Changes, Lint, by_name, notice, priced_levels
from remit.terms.catalogue import Catalogue
from remit.terms.document import Terms
from remit.values.fault import Fault

_CREDITS = ("credit per miss", "banded credit", "credit per point", "share at risk", "credit pool", "credit for downtime")


_POINTS = """  11.4A email points:
    rule: credit per point
    service level: email first reply
    of: base charges
    below: 85 %
    credit: 1 %
    for each: 1 point
    at most: 3 %
"""
_BONUS = """  11.4A email bonus:
    rule: bonus
    service level: email first reply
    of: base charges
    bands:
      - {from: 97 %, bonus: 1 %}
"""


class PaidTwice(Lint):
    triggers: ClassVar[Changes] = (("  11.5 bonus limit:", _POINTS + "  11.5 bonus limit:"),)
    spares: ClassVar[Changes] = (("  11.5 bonus limit:", _BONUS + "  11.5 bonus limit:"),)

    def notices(self, terms: Terms, catalogue: Catalogue) -> Iterator[Fault]:
        for name, clauses in priced_levels(terms).items():
            paying = [clause for clause in clauses if clause.rule in _CREDITS]
            for first, second in itertools.pairwise(paying):
                if "note" not in second.written and all(
                    a.starts is None or b.until is None or a.starts <= b.until for a, b in ((first, second), (second, first))
                ):
                    level = by_name(terms, 8)[name]
                    what = f"a miss of clause {level.number} is paid by this clause and by clause {first.number}, and both are taken"
                    paths = ("service level", f"credits/{name}", f"weights/{name}", "pool")
                    path = next((path for path in paths if path in second.lines), "")
                    yield notice(second, path, what, "keep one of them, or say in 'note' that both are meant")


RULE = PaidTwice()
