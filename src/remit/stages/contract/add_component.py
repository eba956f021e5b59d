"""Split a service of a draft: one more component, with its tasks and who answers for them."""

from __future__ import annotations

from remit.exchange.scope_table import Known, ScopeRow
from remit.records.models.draft import Draft
from remit.records.models.member import Member
from remit.stages import roles
from remit.stages.action import action
from remit.stages.contract import components
from remit.stages.contract.drafts import changed, own_draft
from remit.terms.words import listed
from remit.values.fault import Fault, Place, Refused


@action(may=roles.writes_terms, says="put the component {component} into a draft", shared=False)
def add_component(
    *,
    by: Member,
    draft: str,
    service: str,
    component: str,
    field: str = "",
    value: str = "",
    tasks: str = "",
    responsible: str = "",
    accountable: str = "",
) -> Draft:
    """`field` and `value` say which items of the service are the component's (channel, phone); the value is declared in the record where it
    is new there. `tasks` stand one a line. A component of that name is changed instead."""
    row = own_draft(by, draft)
    text = bytes(row.content)
    which = (field.lower(), value.lower()) if field and value else None
    found = ScopeRow(0, service, component.lower(), which, tuple(tasks.split("\n")) if tasks else (), responsible, accountable, (), ())
    faults = list(_faults(found, components.known(text), bool(field) != bool(value)))
    if faults:
        raise Refused(faults)
    return changed(by, row, components.with_component(text, found), f"{component} of {service}")


def _faults(found: ScopeRow, known: Known, half: bool) -> list[Fault]:
    faults = []
    if not found.component or ":" in found.component or not found.component.isprintable():
        faults.append(Fault(Place(column="component"), "a component has a name without a colon", "write what it is called"))
    if found.service not in known.services:
        what = f"the draft has no service '{found.service[:60]}'"
        faults.append(Fault(Place(column="service"), what, f"choose {listed(list(known.services), 'or')}"))
    if half:
        faults.append(Fault(Place(column="value"), "a field needs its value", "write both, or neither"))
    for column, role in (("responsible", found.responsible), ("accountable", found.accountable)):
        if role and role not in known.roles:
            faults.append(Fault(Place(column=column), f"section 1 has no role '{role[:60]}'", f"choose {listed(list(known.roles), 'or')}"))
    return faults
