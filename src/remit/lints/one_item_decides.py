"""A level so high for so few items that one single miss decides about money in an ordinary month.

With 20 items a month, a target of 99 % is missed by the first late one: the level then measures luck. Results over several months, or a
count of misses, measure work.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import ClassVar

from remit.lint import Changes, Lint, notice, priced_levels, service_of
from remit.terms.catalogue import Catalogue
from remit.terms.document import Terms
from remit.terms.kinds import Percent
from remit.values.fault import Fault

_SHARES = ("share on time", "answered in time", "accuracy")


class OneItemDecides(Lint):
    triggers: ClassVar[Changes] = (("expected volume: 12,000", "expected volume: 80"),)
    spares: ClassVar[Changes] = (("expected volume: 12,000", "expected volume: 800"),)

    def notices(self, terms: Terms, catalogue: Catalogue) -> Iterator[Fault]:
        for level in terms.section(8):
            figure = level.get("minimum") if level.get("minimum") is not None else level.get("target")
            service = service_of(level, terms)
            if level.rule not in _SHARES or level.name not in priced_levels(terms) or not isinstance(figure, Fraction) or service is None:
                continue
            months = level["averaged over"]
            items = int(service["expected volume"] * (months.amount if months.unit == "month" else 12 * months.amount))
            if figure < 1 and items and items * (1 - figure) < 1:
                said = (
                    f"at {items:,} {service['unit']}s {_over(months.amount)}one late or wrong one alone is below {Percent().write(figure)}"
                )
                remedy = "lower the figure, or judge several months together with 'averaged over'"
                yield notice(level, "minimum" if level.get("minimum") is not None else "target", said, remedy)


def _over(months: Fraction) -> str:
    return "a month " if months == 1 else f"in {months} months "


RULE = OneItemDecides()
