"""A reopening that starts a new cycle, of which only the last counts: a late item is opened again, closed at once, and is in time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from remit.lint import Changes, Lint, notice, priced_clocks
from remit.terms.catalogue import Catalogue
from remit.terms.document import Terms
from remit.values.fault import Fault


class LastCycleCounts(Lint):
    triggers: ClassVar[Changes] = (("    pauses while: [waiting for client]", "    reopened: starts a new cycle"),)
    spares: ClassVar[Changes] = (("    pauses while: [waiting for client]", "    reopened: starts a new cycle\n    cycle counted: all"),)

    def notices(self, terms: Terms, catalogue: Catalogue) -> Iterator[Fault]:
        for clock, level in priced_clocks(terms):
            if clock["reopened"] == "starts a new cycle" and clock["cycle counted"] == "last":
                what = f"only the last cycle counts in clause {level.number}, so a late item opened again and closed at once is in time"
                setting = "cycle counted" if "cycle counted" in clock.written else "reopened"
                yield notice(clock, setting, what, "write 'cycle counted: all' or 'cycle counted: longest'")


RULE = LastCycleCounts()
