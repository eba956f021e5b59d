"""A clock that an automatic reply or a change of status stops: it measures a machine, and the customer still waits for a person."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from remit.lint import Changes, Lint, notice, priced_clocks
from remit.terms.catalogue import Catalogue
from remit.terms.document import Terms
from remit.values.fault import Fault

_NOBODY = ("automated reply", "status change")


class MachineReply(Lint):
    triggers: ClassVar[Changes] = (
        (
            "    stop: first reply\n    within: 4",
            "    stop: first reply\n    reply means: [public reply by an agent, automated reply]\n    within: 4",
        ),
    )
    spares: ClassVar[Changes] = (
        ("    stop: first reply\n    within: 4", "    stop: first reply\n    reply means: [public reply by an agent, call]\n    within: 4"),
    )

    def notices(self, terms: Terms, catalogue: Catalogue) -> Iterator[Fault]:
        for clock, level in priced_clocks(terms):
            machine = [kind for kind in clock["reply means"] if kind in _NOBODY]
            if machine and clock["stop"] in ("first reply", "next reply"):
                a = "an" if machine[0][0] in "aeiou" else "a"
                what = f"{a} {machine[0]} stops the clock of clause {level.number}, although nobody has answered"
                yield notice(clock, "reply means", what, "write 'reply means: public reply by an agent'")


RULE = MachineReply()
