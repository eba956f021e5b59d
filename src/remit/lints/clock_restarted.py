"""A change of priority that starts a new clock: a late item gets all its time again by a change that the provider can make."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from remit.lint import Changes, Lint, notice, priced_clocks
from remit.terms.catalogue import Catalogue
from remit.terms.document import Terms
from remit.values.fault import Fault


class ClockRestarted(Lint):
    triggers: ClassVar[Changes] = (("    pauses while: [waiting for client]", "    priority changed: new clock"),)
    spares: ClassVar[Changes] = (("    pauses while: [waiting for client]", "    priority changed: remaining time scaled"),)

    def notices(self, terms: Terms, catalogue: Catalogue) -> Iterator[Fault]:
        for clock, level in priced_clocks(terms):
            if clock["priority changed"] == "new clock":
                what = f"a change of priority gives an item of clause {level.number} all its time again, also when it is late already"
                yield notice(clock, "priority changed", what, "write 'priority changed: new target from the same start'")


RULE = ClockRestarted()
