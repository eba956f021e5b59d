"""Consider a provider for a request, or change where it stands: considered, shortlisted, dropped; each time with the reason."""

from __future__ import annotations

from remit.records.models.bidder import Candidate
from remit.records.models.member import Member
from remit.records.models.provider import Provider
from remit.records.scoped import CLIENT
from remit.records.scoping import visible
from remit.stages import roles
from remit.stages.action import action
from remit.stages.selection.request_rows import request_of
from remit.terms.words import listed
from remit.values.fault import Fault, Place, Refused

STATES = ("considered", "shortlisted", "dropped")
FEWEST, MOST = 3, 5
"""How many make a shortlist: fewer leave no choice, more are not read with care. Both only warn."""


@action(may=roles.runs_selection, says="{state} a provider for request {request}", shared=False)
def consider_provider(*, by: Member, request: str, provider: str, state: str = "considered", reason: str = "") -> Candidate:
    """`provider` is the public number of one in the directory. Shortlisting and dropping need a reason: somebody will ask for it."""
    row, faults = request_of(by, request), []
    found = visible(Provider, by).filter(public_id=provider, merged_into=None, removed_at=None).first()
    if found is None:
        faults.append(Fault(Place(column="provider"), f"the directory has no provider {provider[:40]}", "choose one of it"))
    if state not in STATES:
        faults.append(Fault(Place(column="state"), f"'{state[:20]}' is no state", f"choose {listed(STATES, 'or')}"))
    if state != "considered" and not reason:
        faults.append(Fault(Place(column="reason"), "there is no reason", "write why, in one sentence"))
    if len(reason) > 2_000:
        faults.append(Fault(Place(column="reason"), "the reason is longer than 2,000 letters", "shorten it"))
    if found is not None and state == "dropped" and row.bidders.filter(provider=found, declined_at=None).exists():
        faults.append(Fault(Place(column="state"), f"{found} is invited to bid", "let it bid or decline; the choice comes later"))
    if faults or found is None:
        raise Refused(faults)
    candidate, _ = Candidate.objects.update_or_create(
        request=row,
        provider=found,
        defaults={
            "engagement": by.engagement,
            "visible_to": CLIENT,
            "state": state,
            "reason": reason,
            "decided_by": by,
            "decided_at": by.engagement.now(),
        },
    )
    return candidate
