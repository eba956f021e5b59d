"""Say what becomes of a role that outsourcing touches: leaves, goes over to the provider, moves into a budgeted vacancy, is not hired, does
other work, or stays."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from remit.choice.role_plan import OUTCOMES, column
from remit.records.models.affected_role import AffectedRole
from remit.records.models.member import Member
from remit.records.scoped import CLIENT
from remit.records.scoping import visible
from remit.stages import roles
from remit.stages.action import action
from remit.stages.lengths import line, no_longer
from remit.terms.words import listed
from remit.values.fault import Fault, Place, Refused

MOST = Decimal(10) ** 9


@action(may=roles.audits, says="planned the role {name}", shared=False)
def plan_role(
    *,
    by: Member,
    name: str,
    outcome: str,
    day: date,
    monthly: Decimal,
    people: int = 1,
    hours: Decimal | None = None,
    severance: Decimal | None = None,
    destination: str = "",
    role: str = "",
) -> AffectedRole:
    """`monthly` is what the role costs a month, all its people together; `hours` what is set free a month where they do other work, which
    is never money. Each role that does not stay needs a `destination`, or severance where it leaves. `role` replaces one."""
    hours, severance = hours or Decimal(0), severance or Decimal(0)
    faults: list[Fault] = []
    faults += line("name", name, 120, "write the role, not the person", least=1)
    if outcome not in OUTCOMES:
        faults.append(Fault(Place(column="outcome"), f"'{outcome[:40]}' is no outcome", f"write {listed(OUTCOMES, 'or')}"))
    if not 1 <= people <= 10_000:
        faults.append(Fault(Place(column="people"), f"{people} is no number of people", "write 1 or more"))
    for label, value in (("monthly", monthly), ("hours", hours), ("severance", severance)):
        if not value.is_finite() or not 0 <= value < MOST or value != round(value, 2):
            faults.append(Fault(Place(column=label), f"{str(value)[:40]} is no figure for this", "write 0 or more, with two decimals"))
    if column(outcome) == "freed" and not hours:
        faults.append(Fault(Place(column="hours"), "other work without hours frees nothing", "write the hours a month that are set free"))
    if outcome in ("redeployed", "moves to budget") and not destination.strip():
        faults.append(Fault(Place(column="destination"), "nobody knows where they go", "write what each does then"))
    faults += no_longer("destination", destination, 200)
    old = visible(AffectedRole, by).filter(public_id=role, removed_at=None).first() if role else None
    if role and old is None:
        faults.append(Fault(Place(column="role"), "there is no such role", "reload the page"))
    if faults:
        raise Refused(faults)
    now = by.engagement.now()
    if old is not None:
        old.removed_at = now
        old.save(update_fields=["removed_at"])
    return AffectedRole.objects.create(
        engagement=by.engagement,
        visible_to=CLIENT,
        name=name,
        people=people,
        outcome=outcome,
        day=day,
        monthly=monthly,
        hours=hours if column(outcome) == "freed" else Decimal(0),
        severance=severance,
        destination=destination,
        recorded_by=by,
        recorded_at=now,
    )
