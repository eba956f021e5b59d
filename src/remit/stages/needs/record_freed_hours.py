"""Record what hours that were set free were used for in a month; what is not used is idle."""

from __future__ import annotations

from decimal import Decimal

from remit.records.models.affected_role import AffectedRole, FreedHours
from remit.records.models.member import Member
from remit.records.scoped import CLIENT
from remit.records.scoping import visible
from remit.stages import roles
from remit.stages.action import action
from remit.stages.inputs import MonthInput
from remit.stages.lengths import no_longer
from remit.terms.words import listed
from remit.values.fault import Fault, Place, Refused

USES = ("innovation", "customers", "markets", "quality", "training", "other")


@action(may=roles.audits, says="recorded freed hours of {month}: {use}", shared=False)
def record_freed_hours(*, by: Member, month: MonthInput, use: str, hours: Decimal, note: str = "") -> FreedHours:
    """The same use of a month again replaces it. Together the uses of a month cannot be more than the roles set free by then."""
    faults = []
    if use not in USES:
        faults.append(Fault(Place(column="use"), f"'{use[:40]}' is no use", f"write {listed(USES, 'or')}"))
    if not hours.is_finite() or not 0 <= hours < 10**6 or hours != round(hours, 2):
        raise Refused([*faults, Fault(Place(column="hours"), f"{str(hours)[:40]} is no number of hours", "write 0 or more, two decimals")])
    faults += no_longer("note", note, 240)
    released = sum(
        (one.hours for one in visible(AffectedRole, by).filter(removed_at=None, outcome="redeployed") if f"{one.day:%Y-%m}" <= str(month)),
        Decimal(0),
    )
    others = {row.use: row.hours for row in visible(FreedHours, by).filter(month=str(month)).order_by("recorded_at", "pk")}
    used = sum((value for one, value in others.items() if one != use), Decimal(0)) + hours
    if used > released:
        what = f"{used} hours would be used of {released} that are free in {month}"
        faults.append(Fault(Place(column="hours"), what, "write fewer, or plan the role that frees more"))
    if faults:
        raise Refused(faults)
    return FreedHours.objects.create(
        engagement=by.engagement,
        visible_to=CLIENT,
        month=str(month),
        use=use,
        hours=hours,
        note=note,
        recorded_by=by,
        recorded_at=by.engagement.now(),
    )
