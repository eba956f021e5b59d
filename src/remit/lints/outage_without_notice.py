"""Planned outages leave the agreed time, and nothing says how long before they must be announced: any outage is planned a minute before."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from remit.lint import Changes, Lint, measured, notice, priced_levels, service_of
from remit.terms.catalogue import Catalogue
from remit.terms.document import Terms
from remit.values.fault import Fault

_UPTIME = """  8.5A uptime:
    rule: availability
    covers: customer contact
    target: 99.9 %
"""
_CREDIT = ("      customer satisfaction: 2 %", "      customer satisfaction: 2 %\n      uptime: 2 %")
_LEVEL = "  8.6 answers between"


class OutageWithoutNotice(Lint):
    triggers: ClassVar[Changes] = ((_LEVEL, _UPTIME + _LEVEL), _CREDIT)
    spares: ClassVar[Changes] = ((_LEVEL, _UPTIME + "    planned outages: counted\n" + _LEVEL), _CREDIT)

    def notices(self, terms: Terms, catalogue: Catalogue) -> Iterator[Fault]:
        announced = [clause for clause in terms.section(9) if clause.rule == "planned outage"]
        for level in terms.section(8):
            if level.rule != "availability" or level["planned outages"] != "left out" or level.name not in priced_levels(terms):
                continue
            service = service_of(level, terms)
            if not any(
                measured(one, terms) == measured(level, terms) or (service and service_of(one, terms) == service) for one in announced
            ):
                what = "planned outages are left out, and no clause says how long before they must be announced"
                remedy = "add a clause of the rule planned outage with its 'notice', or write 'planned outages: counted'"
                yield notice(level, "planned outages", what, remedy)


RULE = OutageWithoutNotice()
