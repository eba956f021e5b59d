"""Keep weights other than those that were published, with the reason. The published ones stay on the page beside them."""

from __future__ import annotations

from decimal import Decimal

from remit.records.models.member import Member
from remit.records.models.scoring import KeptWeights
from remit.records.scoped import CLIENT
from remit.stages import roles
from remit.stages.action import action
from remit.stages.selection.panel_rows import panel_of, refuse_awarded
from remit.terms.words import exact
from remit.values.fault import Fault, Place, Refused


@action(may=roles.runs_selection, says="kept other weights for request {request}: {reason}", shared=False)
def keep_weights(*, by: Member, request: str, weights: dict[str, Decimal], reason: str) -> KeptWeights:
    """`weights` by the criterion's public number total 100. Bidders were told others: whoever keeps them answers for the reason."""
    panel = panel_of(by, request)
    refuse_awarded(by, panel.request)
    criteria = {one.public_id: one for one in panel.request.criteria.all()}
    faults = []
    if set(weights) != set(criteria):
        faults.append(Fault(Place(column="weights"), "not every criterion has a weight", "give each one, zero where it shall not count"))
    if any(not weight.is_finite() or weight < 0 or weight != round(weight, 2) for weight in weights.values()):
        faults.append(Fault(Place(column="weights"), "a weight is not negative and has at most two decimals", "write 12.5"))
    elif sum(weights.values(), Decimal(0)) != 100:
        said = exact(sum(weights.values(), Decimal(0)))
        faults.append(Fault(Place(column="weights"), f"the weights total {said}, not 100", "change some of them"))
    if not reason or len(reason) > 2_000:
        faults.append(Fault(Place(column="reason"), "there is no reason", "write why bids are judged otherwise than was published"))
    if panel.settled_at is None:
        faults.append(Fault(Place(column="request"), "the scores are not settled", "settle them first"))
    if faults:
        raise Refused(faults)
    return KeptWeights.objects.create(
        engagement=by.engagement,
        visible_to=CLIENT,
        request=panel.request,
        weights={number: f"{weight:f}" for number, weight in weights.items()},
        reason=reason,
        kept_by=by,
        kept_at=by.engagement.now(),
    )
