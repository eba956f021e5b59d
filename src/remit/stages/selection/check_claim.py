"""Say whether a claim of a case study holds, and how it was checked. Until then it is the provider's own word."""

from __future__ import annotations

from remit.records.models.diligence import ClaimCheck
from remit.records.models.member import Member
from remit.records.models.provider import CaseStudy
from remit.records.scoped import CLIENT
from remit.records.scoping import visible
from remit.stages import roles
from remit.stages.action import action
from remit.terms.words import listed
from remit.values.fault import Fault, Place, Refused

FOUND = ("holds", "holds in part", "does not hold")


@action(may=roles.scores_bids, says="checked a claim of a case study: it {found}", shared=False)
def check_claim(*, by: Member, case: str, claim: int, found: str, how: str) -> ClaimCheck:
    """`case` is the case study's public number, `claim` the claim's place in it, from 0. A later check counts; earlier ones stay."""
    row = visible(CaseStudy, by).filter(public_id=case).first()
    faults = []
    if row is None or not 0 <= claim < len(row.claims):
        faults.append(Fault(Place(column="claim"), "there is no such claim", "open the page again"))
    if found not in FOUND:
        faults.append(Fault(Place(column="found"), f"'{found[:20]}' is no finding", f"choose {listed(FOUND, 'or')}"))
    if not 1 <= len(how) <= 4_000:
        faults.append(Fault(Place(column="how"), "it is not said how it was checked", "name who was asked, or what was looked at"))
    if faults or row is None:
        raise Refused(faults)
    return ClaimCheck.objects.create(
        engagement=by.engagement,
        visible_to=CLIENT,
        case=row,
        claim=claim,
        found=found,
        how=how,
        checked_by=by,
        checked_at=by.engagement.now(),
    )
