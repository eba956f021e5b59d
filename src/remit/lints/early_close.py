"""'First close is final' where closing stops the clock: an item closed unsolved counts as done in time, and its reopening costs nothing.

A level for first contact resolution sees such closings; continuing the clock removes the incentive.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from remit.lint import Changes, Lint, notice, priced_clocks, service_of
from remit.terms.catalogue import Catalogue
from remit.terms.document import Terms
from remit.values.fault import Fault

_CLOSES = ("resolved", "closed", "completed")


class EarlyClose(Lint):
    triggers: ClassVar[Changes] = (("    pauses while: [waiting for client]", "    reopened: first close is final"),)
    spares: ClassVar[Changes] = (("    pauses while: [waiting for client]", "    reopened: continues without closed time"),)

    def notices(self, terms: Terms, catalogue: Catalogue) -> Iterator[Fault]:
        resolved = [service_of(level, terms) for level in terms.section(8) if level.rule == "first contact resolution"]
        for clock, level in priced_clocks(terms):
            service = service_of(clock, terms)
            if clock["reopened"] != "first close is final" or clock["stop"] not in _CLOSES or (service and service in resolved):
                continue
            what = f"clause {level.number} pays for the first '{clock['stop']}', so an item closed unsolved and opened again costs nothing"
            remedy = "write 'reopened: continues without closed time', or add a level of the rule first contact resolution"
            yield notice(clock, "reopened", what, remedy)


RULE = EarlyClose()
