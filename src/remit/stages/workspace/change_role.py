"""Change what a colleague may do: role, approval limit, role of the contract."""

from __future__ import annotations

from decimal import Decimal

from remit.records.models.member import Member
from remit.stages import roles
from remit.stages.action import action
from remit.stages.workspace.places import colleague, faults_of, refuse_without_lead
from remit.values.fault import Fault, Place, Refused


@action(may=roles.invites, says="made place {member} {role}")
def change_role(*, by: Member, member: str, role: str, approval_limit: Decimal | None = None, contract_role: str = "") -> Member:
    """`contract_role` is a role of section 1 of the terms, in which the person countersigns. Nobody changes their own place, gives a
    role of the other company, or a higher limit than their own; the last who can invite keeps a role that can."""
    place = colleague(by, member)
    faults = list(faults_of(by, role, approval_limit))
    if role in roles.ROLES and roles.ROLES[role].side != place.side:
        faults = [Fault(Place(column="role"), f"the role '{role}' is not of {place.organisation}", "choose one of its own")]
    if place.pk == by.pk:
        faults.append(Fault(Place(column="member"), "this is your own place", "ask a colleague who may invite to change it"))
    if len(contract_role) > 80:
        faults.append(Fault(Place(column="contract_role"), "it is longer than 80 letters", "write it as section 1 of the terms does"))
    if faults:
        raise Refused(faults)
    refuse_without_lead(place, role)
    place.role, place.approval_limit, place.contract_role = role, approval_limit, contract_role
    place.save(update_fields=["role", "approval_limit", "contract_role"])
    return place
