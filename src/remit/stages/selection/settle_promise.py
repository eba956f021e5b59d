"""Say what became of a winner's promise: it stands in the terms, under which clause, or it was let go, and why."""

from __future__ import annotations

from remit.records.models.award import BidderPromise
from remit.records.models.member import Member
from remit.records.scoping import visible
from remit.stages import roles
from remit.stages.action import action
from remit.terms.words import listed
from remit.values.fault import Fault, Place, Refused

STATES = ("in the terms", "let go", "to be watched")


@action(may=roles.runs_selection, says="settled a promise as {state}", shared=False)
def settle_promise(*, by: Member, promise: str, state: str, clause: str = "", reason: str = "") -> BidderPromise:
    """`promise` is its public number. Where the terms hold it, `clause` says which; where it is let go, `reason` says why."""
    row = visible(BidderPromise, by).filter(public_id=promise).first()
    faults = []
    if row is None:
        faults.append(Fault(Place(column="promise"), f"there is no promise {promise[:40]}", "open the list again"))
    if state not in STATES:
        faults.append(Fault(Place(column="state"), f"'{state[:20]}' is no state", f"choose {listed(STATES, 'or')}"))
    if state == "in the terms" and not 1 <= len(clause) <= 20:
        faults.append(Fault(Place(column="clause"), "it is not said which clause holds it", "write such as 8.1"))
    if state == "let go" and not 1 <= len(reason) <= 2_000:
        faults.append(Fault(Place(column="reason"), "there is no reason", "write why it need not hold"))
    if faults or row is None:
        raise Refused(faults)
    row.state, row.clause, row.reason = state, clause if state == "in the terms" else "", reason
    row.settled_by, row.settled_at = (None, None) if state == "to be watched" else (by, by.engagement.now())
    row.save(update_fields=["state", "clause", "reason", "settled_by", "settled_at"])
    return row
