"""Lock one's scores of everything but the price; prices are seen once all of the panel have."""

from __future__ import annotations

from remit.records.models.member import Member
from remit.records.models.scoring import Scorer
from remit.stages import roles
from remit.stages.action import action
from remit.stages.selection.hand_in_scores import faults_of_gaps
from remit.stages.selection.panel_rows import open_panel_of, place_on
from remit.values.fault import Fault, Place, Refused


@action(may=roles.scores_bids, says="locked the scores of request {request} before the prices are seen", shared=False)
def lock_scores(*, by: Member, request: str) -> Scorer:
    """Refused while a score is missing, and where the panel sees prices from the start."""
    panel = open_panel_of(by, request)
    place = place_on(panel, by)
    if not panel.price_last:
        raise Refused([Fault(Place(), "prices are seen from the start here", "hand in when everything is scored")])
    if place.locked_at is not None:
        raise Refused([Fault(Place(), "your scores are locked already", "wait for the others")])
    faults = list(faults_of_gaps(panel, place, with_price=False))
    if faults:
        raise Refused(faults)
    place.locked_at = by.engagement.now()
    place.save(update_fields=["locked_at"])
    return place
