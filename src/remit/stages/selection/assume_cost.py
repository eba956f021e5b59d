"""Note what a bid costs beside its price sheet: governance, transition, and what currency, licences and training may come to."""

from __future__ import annotations

from decimal import Decimal

from remit.records.models.member import Member
from remit.records.models.scoring import CostAssumption
from remit.records.scoped import CLIENT
from remit.stages import roles
from remit.stages.action import action
from remit.stages.selection.panel_rows import panel_of
from remit.values.fault import Fault, Place, Refused

DOUBTS = ("currency", "licences", "training")
SHARE = Decimal(1) / 100


@action(may=roles.runs_selection, says="noted what a bid of request {request} costs beside its price", shared=False)
def assume_cost(
    *,
    by: Member,
    request: str,
    bidder: str,
    reason: str,
    governance: Decimal = Decimal(0),
    transition: Decimal = Decimal(0),
    over_months: int = 24,
    currency: dict[str, Decimal] | None = None,
    licences: dict[str, Decimal] | None = None,
    training: dict[str, Decimal] | None = None,
) -> CostAssumption:
    """Sums in the request's currency a month; `transition` once, on top of what the bid asks for it, spread over `over_months`. `currency`
    (per cent of the price), `licences` and `training` have a `low`, an `expected` and a `high` end; what is left out is zero."""
    panel = panel_of(by, request)
    one = panel.request.bidders.filter(public_id=bidder, opened__isnull=False).first()
    faults, doubts = [], {}
    if one is None:
        faults.append(Fault(Place(column="bidder"), f"no opened bid is by {bidder[:40]}", "choose a bidder of the request"))
    for name, amount in (("governance", governance), ("transition", transition)):
        if not amount.is_finite() or not 0 <= amount < 10**12:
            faults.append(Fault(Place(column=name), "this is no sum of money", "write such as 1500.00"))
    if not 1 <= over_months <= 240:
        faults.append(Fault(Place(column="over_months"), f"{over_months} months are no term", "write 1 to 240"))
    for name, given in zip(DOUBTS, (currency or {}, licences or {}, training or {}), strict=True):
        low, expected, high = (given.get(end, Decimal(0)) for end in ("low", "expected", "high"))
        if set(given) - {"low", "expected", "high"} or not all(end.is_finite() and abs(end) < 10**12 for end in (low, expected, high)):
            faults.append(Fault(Place(column=name), "a range has a low, an expected and a high end", "write three numbers"))
        elif not low <= expected <= high:
            faults.append(Fault(Place(column=name), f"{low:f}, {expected:f} and {high:f} do not rise", "write the low end first"))
        else:
            factor = SHARE if name == "currency" else Decimal(1)
            doubts[name] = [f"{end * factor:f}" for end in (low, expected, high)]
    if not reason or len(reason) > 2_000:
        faults.append(Fault(Place(column="reason"), "there is no reason", "say where these figures come from"))
    if faults or one is None:
        raise Refused(faults)
    return CostAssumption.objects.create(
        engagement=by.engagement,
        visible_to=CLIENT,
        request=panel.request,
        bidder=one,
        governance=round(governance, 2),
        transition=round(transition, 2),
        over_months=over_months,
        doubts=doubts,
        reason=reason,
        noted_by=by,
        noted_at=by.engagement.now(),
    )
