"""Pauses that the provider can set by itself: a level can be kept by putting hard items on hold.

A state that does not say for whom one waits, or that is the provider's own, should not stop the clock; and where the provider keeps the
record, even 'waiting for client' needs a longest pause. A mean and a percentile move with every pause, so nothing else hides it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from remit.lint import Changes, Lint, notice, priced_clocks, service_of
from remit.terms.catalogue import Catalogue
from remit.terms.document import Terms
from remit.values.fault import Fault

_OWN = re.compile(
    r"\b(on hold|hold|held|pending|paused|parked|waiting|snoozed|in progress|internal|escalated|provider|supplier|vendor|agent)\b", re.I
)
_OTHERS = re.compile(r"\b(client|customer|caller|requester|user|third part(?:y|ies))\b", re.I)


class OwnPauses(Lint):
    triggers: ClassVar[Changes] = (("pauses while: [waiting for client]", "pauses while: [on hold]"),)
    spares: ClassVar[Changes] = (("pauses while: [waiting for client]", "pauses while: [on hold]\n    longest pause: 2 business days"),)

    def notices(self, terms: Terms, catalogue: Catalogue) -> Iterator[Fault]:
        records = {record.name: record for record in terms.section(5)}
        for clock, level in priced_clocks(terms):
            if not clock["pauses while"] or clock["longest pause"] != "none":
                continue
            own = [state for state in clock["pauses while"] if _OWN.search(state) and not _OTHERS.search(state)]
            service = service_of(clock, terms)
            record = records.get(service["record"] if service else str(clock["covers"]))
            if own:
                what = f"the clock of clause {level.number} stands still in the state '{own[0]}', which the provider can set by itself"
                yield notice(clock, "pauses while", what, "pause only while waiting for the client, or set 'longest pause'")
            elif record is not None and record["kept by"] == "provider":
                what = (
                    f"the provider keeps the record of clause {record.number} and with it every pause of the clock of clause {level.number}"
                )
                yield notice(clock, "pauses while", what, "set 'longest pause', or let the client keep the record")


RULE = OwnPauses()
