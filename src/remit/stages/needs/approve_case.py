"""Approve the business case: its figures are kept as they are, and are the baseline of the savings from then on."""

from __future__ import annotations

from remit.choice.business_case import unnamed
from remit.records.models.business_case import BusinessCase
from remit.records.models.member import Member
from remit.stages import roles
from remit.stages.action import action
from remit.stages.lengths import no_longer
from remit.stages.needs.case import pennies, plain, seen
from remit.terms.words import listed, money
from remit.values.fault import Fault, Place, Refused


@action(may=roles.approves_case, says="approved the business case", shared=False)
def approve_case(*, by: Member, saving: str, despite: str = "") -> BusinessCase:
    """`saving` is what the page showed a month ("5710.00"), so that nobody approves what they did not see. A case that names no figure for
    a usual cost, or whose role plan does not tie to the baseline, is refused unless `despite` says why."""
    found = seen(by)
    shown = pennies(found.case.monthly().saving)
    faults = []
    if found.row is None or not found.case.baseline.units:
        faults.append(Fault(Place(), "there is no case yet", "propose processes, set the frame, and record the costs"))
    elif str(shown) != saving:
        faults.append(Fault(Place(column="saving"), f"the saving is {money(shown, found.currency)} by now", "look at it again"))
    if not despite:
        lacks = unnamed(found.case.lines)
        if lacks:
            faults.append(
                Fault(Place(column="despite"), f"nobody has put a figure on {listed(lacks)}", "write one, also a nought, or say why")
            )
        gap = found.plan.covers(found.case.baseline.cost)
        if gap:
            what = f"the role plan explains {money(pennies(found.case.baseline.cost - gap), found.currency)} of the baseline"
            apart = money(pennies(abs(gap)), found.currency)
            remedy = f"{apart} are missing: add roles, or say why" if gap > 0 else f"{apart} are too much: take roles out, or say why"
            faults.append(Fault(Place(column="despite"), what, remedy))
    faults += no_longer("despite", despite, 1_000)
    if faults or found.row is None:
        raise Refused(faults)
    row = found.row
    row.approved = plain(found) | ({"despite": despite} if despite else {})
    row.approved_by, row.approved_at = by, by.engagement.now()
    row.save(update_fields=["approved", "approved_by", "approved_at"])
    return row
