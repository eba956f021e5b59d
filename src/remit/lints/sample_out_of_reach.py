"""A level with money whose minimum sample an ordinary month does not reach, so that it never pays; or one so small that chance decides."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from remit.lint import Changes, Lint, notice, priced_levels, service_of
from remit.terms.catalogue import Catalogue
from remit.terms.document import Terms
from remit.values.fault import Fault

FEWEST = 5
"""Fewer answers than this say nothing about a month."""
_COUNTS = ("volume", "backlog", "complaints", "availability", "certified agents", "utilisation", "age of backlog")


class SampleOutOfReach(Lint):
    triggers: ClassVar[Changes] = (("minimum sample: 100", "minimum sample: 5,000"),)
    spares: ClassVar[Changes] = (("minimum sample: 100", "minimum sample: 200"),)

    def notices(self, terms: Terms, catalogue: Catalogue) -> Iterator[Fault]:
        for name, adjustments in priced_levels(terms).items():
            level = next(one for one in terms.section(8) if one.name == name)
            service, sample = service_of(level, terms), level["minimum sample"]
            if level.rule in _COUNTS:
                continue
            months = level["averaged over"]
            often = months.amount if months.unit == "month" else 12 * months.amount
            items = int(service["expected volume"] * often) if service else None
            if items is not None and sample > items:
                what = f"the level needs {sample:,} items and {items:,} are expected, so clause {adjustments[0].number} never pays for it"
                yield notice(
                    level, "minimum sample", what, "write a smaller 'minimum sample', or judge several months with 'averaged over'"
                )
            elif "minimum sample" in level.written and sample < FEWEST:
                many = f"{sample} item{'s' if sample != 1 else ''}"
                what = f"{many} can decide about the money of clause {adjustments[0].number}"
                yield notice(level, "minimum sample", what, "write 30, the default, or a number that a month reaches")


RULE = SampleOutOfReach()
