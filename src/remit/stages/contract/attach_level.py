"""Attach a service level to a component of a draft: the clock that runs on its items, and the level that promises a share on time."""

from __future__ import annotations

from remit.records.models.draft import Draft
from remit.records.models.member import Member
from remit.stages import roles
from remit.stages.action import action
from remit.stages.contract.drafts import changed, in_force, own_draft
from remit.terms.node import Pairs
from remit.terms.patch import Plain, next_number, node, with_clause
from remit.values.fault import Fault, Place, Refused


@action(may=roles.writes_terms, says="attached a service level to {component} in a draft", shared=False)
def attach_level(
    *,
    by: Member,
    draft: str,
    component: str,
    calendar: str,
    within: str,
    target: str,
    minimum: str = "",
    start: str = "created",
    stop: str = "first reply",
) -> Draft:
    """The level measures the items of the component and of no other. What the words mean is read when the draft is: `within` is a length
    such as 4 business hours, `target` a percentage. Adjustments that shall follow from it are clauses of their own."""
    row = own_draft(by, draft)
    text, before = bytes(row.content), in_force(by).text
    for name, word in (("component", component), ("within", within), ("target", target)):
        if not word or "\n" in word:
            raise Refused([Fault(Place(column=name), "it is empty, or more than one line", "write it as the contract does")])
    clock: dict[str, Plain] = {"covers": component, "calendar": calendar, "start": start, "stop": stop, "within": within}
    text, number = with_clause(text, "clocks", f"{component} {stop}", _pairs(clock), next_number("clocks", text, before))
    level: dict[str, Plain] = {"rule": "share on time", "clock": f"{component} {stop}", "target": target}
    if minimum:
        level["minimum"] = minimum
    text, measured = with_clause(
        text, "service levels", f"{component} {stop} on time", _pairs(level), next_number("service levels", text, before)
    )
    return changed(by, row, text, f"{number} and {measured} added for {component}")


def _pairs(settings: dict[str, Plain]) -> Pairs:
    found = node(settings)
    assert isinstance(found, Pairs)
    return found
