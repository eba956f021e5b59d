"""Agree on a score that the panel saw differently, once all have handed in: the value that counts, and why."""

from __future__ import annotations

from decimal import Decimal

from remit.records.models.member import Member
from remit.records.models.scoring import AgreedScore
from remit.records.scoped import CLIENT
from remit.stages import roles
from remit.stages.action import action
from remit.stages.selection.panel_rows import cell, open_panel_of
from remit.stages.selection.score_bid import HIGHEST, LONGEST
from remit.values.fault import Fault, Place, Refused


@action(may=roles.runs_selection, says="agreed a score of request {request}", shared=False)
def agree_score(*, by: Member, request: str, bidder: str, criterion: str, value: Decimal, reason: str) -> AgreedScore:
    """Without an agreed score the mean counts. Where scorers are two points or more apart the panel has to agree before it settles."""
    panel = open_panel_of(by, request)
    one, under = cell(panel, bidder, criterion)
    faults = []
    if panel.scorers.filter(handed_in_at=None).exists():
        faults.append(Fault(Place(column="request"), "not everybody has handed in", "wait: until then nobody sees the others' scores"))
    if not value.is_finite() or not 0 <= value <= HIGHEST or value != round(value, 2):
        faults.append(Fault(Place(column="value"), "a score is 0 to 10, with at most two decimals", "write such as 7.5"))
    if not reason or len(reason) > LONGEST:
        faults.append(Fault(Place(column="reason"), "there is no reason", f"write what the panel found, in at most {LONGEST:,} letters"))
    if faults:
        raise Refused(faults)
    return AgreedScore.objects.create(
        engagement=by.engagement,
        visible_to=CLIENT,
        panel=panel,
        bidder=one,
        criterion=under,
        value=value,
        reason=reason,
        agreed_by=by,
        agreed_at=by.engagement.now(),
    )
