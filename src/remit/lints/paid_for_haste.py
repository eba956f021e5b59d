"""Money for short handling or for volume, and none for what it is good for: contacts are cut short, or one matter becomes two tickets.

A level of quality with money of its own, such as first contact resolution, takes the incentive away.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from remit.lint import Changes, Lint, notice, priced_levels, service_of
from remit.terms.catalogue import Catalogue
from remit.terms.document import Terms
from remit.values.fault import Fault

_HASTE = {
    "handling time": "so it pays to end contacts early",
    "volume": "so it pays to make two items of one matter",
    "utilisation": "so it pays to keep people busy",
}
_QUALITY = ("first contact resolution", "satisfaction", "promoters", "accuracy", "complaints")
_LEVEL = "  8.6 answers between"
_HANDLING = """  8.5A handling:
    rule: handling time
    covers: customer contact
    target: 6 minutes
"""
_CREDIT = "      customer satisfaction: 2 %"


class PaidForHaste(Lint):
    triggers: ClassVar[Changes] = (
        (_LEVEL, _HANDLING + _LEVEL),
        (_CREDIT, "      handling: 2 %"),
        ("    service level: customer satisfaction\n", "    service level: handling\n"),
        ("      - {from: 4.6, bonus: 1 %}", "      - {to: 5 minutes, bonus: 1 %}"),
    )
    spares: ClassVar[Changes] = (
        (_LEVEL, _HANDLING + _LEVEL),
        (_CREDIT, _CREDIT + "\n      handling: 2 %"),
    )

    def notices(self, terms: Terms, catalogue: Catalogue) -> Iterator[Fault]:
        paid = priced_levels(terms)
        good = [service_of(level, terms) for level in terms.section(8) if level.rule in _QUALITY and level.name in paid]
        for level in terms.section(8):
            if level.rule in _HASTE and level.name in paid and service_of(level, terms) not in good:
                what = f"money hangs on {level.rule} and none on quality, {_HASTE[str(level.rule)]}"
                yield notice(
                    level, "rule", what, "let money hang on first contact resolution, accuracy or satisfaction of this service too"
                )


RULE = PaidForHaste()
