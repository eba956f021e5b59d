"""A time limit by priority that is read when the item stops: lowered at the last moment, every late item is in time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from remit.lint import Changes, Lint, notice, priced_clocks
from remit.terms.catalogue import Catalogue
from remit.terms.document import Terms
from remit.terms.kinds import Table
from remit.values.fault import Fault

_TABLE = """    within:
      table:
        - {where: {severity: critical}, is: 4 business hours}
        - {where: {severity: other}, is: 1 business day}
"""


class LimitReadAtStop(Lint):
    triggers: ClassVar[Changes] = (("    within: 1 business day\n", _TABLE + "      as at: stop\n"),)
    spares: ClassVar[Changes] = (("    within: 1 business day\n", _TABLE + "      as at: start\n"),)

    def notices(self, terms: Terms, catalogue: Catalogue) -> Iterator[Fault]:
        for clock, level in priced_clocks(terms):
            table = clock.get("within")
            if isinstance(table, Table) and table.as_at == "stop":
                what = (
                    f"the limit of clause {level.number} is read when an item stops, so one that is late can still be given a longer limit"
                )
                yield notice(clock, "within/as at", what, "write 'as at: start'")


RULE = LimitReadAtStop()
