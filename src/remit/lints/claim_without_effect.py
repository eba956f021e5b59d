"""A time to claim a line that the statement claims by itself: it ends nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from remit.lint import Changes, Lint, notice
from remit.terms.catalogue import Catalogue
from remit.terms.document import Terms
from remit.values.fault import Fault

_CREDITS = "    rule: credit per miss\n"


class ClaimWithoutEffect(Lint):
    triggers: ClassVar[Changes] = ((_CREDITS, f"{_CREDITS}    claimed within: 10 business days\n"),)
    spares: ClassVar[Changes] = ((_CREDITS, f"{_CREDITS}    claimed within: 10 business days\n    claim: by the party it favours\n"),)

    def notices(self, terms: Terms, catalogue: Catalogue) -> Iterator[Fault]:
        for clause in terms.section(11):
            if "claimed within" in clause.written and clause["claim"] == "by the statement":
                what = "the statement claims the line by itself, so the time to claim it ends nothing"
                yield notice(clause, "claimed within", what, "write 'claim: by the party it favours', or leave the time out")


RULE = ClaimWithoutEffect()
