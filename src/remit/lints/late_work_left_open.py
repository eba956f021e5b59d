"""A level counted only when work stops: what is late and stays open never counts, so the hardest items are best closed late or never.

By default an item that is open past its due instant is a miss in its due month. Where a contract counts by the stop, something else has to
look at what is open: a level for the backlog or its age.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from remit.lint import Changes, Lint, measured, notice, priced_clocks, priced_levels, service_of
from remit.terms.catalogue import Catalogue
from remit.terms.document import Terms
from remit.values.fault import Fault

_WATCHES = ("backlog", "age of backlog")


class LateWorkLeftOpen(Lint):
    triggers: ClassVar[Changes] = (("    pauses while: [waiting for client]", "    counted: when stopped"),)
    spares: ClassVar[Changes] = (("    pauses while: [waiting for client]", "    counted: when due"),)

    def notices(self, terms: Terms, catalogue: Catalogue) -> Iterator[Fault]:
        paid = priced_levels(terms)
        watched = [level for level in terms.section(8) if level.rule in _WATCHES and level.name in paid]
        for clock, level in priced_clocks(terms):
            service = service_of(clock, terms)
            seen = any(
                measured(one, terms) == measured(clock, terms) or (service is not None and service_of(one, terms) == service)
                for one in watched
            )
            if clock["counted"] == "when stopped" and not seen:
                what = f"an item counts in clause {level.number} only when it stops, so one that is late costs nothing while it stays open"
                yield notice(
                    clock, "counted", what, "write 'counted: when due', or let money hang on a level of the rule age of backlog too"
                )


RULE = LateWorkLeftOpen()
