"""Set the criteria of a request and their weights, which total exactly 100."""

from __future__ import annotations

from decimal import Decimal

from remit.records.models.member import Member
from remit.records.models.request import Criterion, Request
from remit.records.scoped import CLIENT
from remit.stages import roles
from remit.stages.action import action
from remit.stages.selection.request_rows import draft_of
from remit.terms.words import exact
from remit.values.fault import Fault, Place, Refused

TOTAL = Decimal(100)


@action(may=roles.runs_selection, says="set the criteria of request {request}", shared=False)
def set_criteria(
    *, by: Member, request: str, weights: dict[str, Decimal] | None = None, new_name: str = "", new_weight: Decimal | None = None
) -> Request:
    """`weights` are by the criterion's public number; one that is left out, or weighs nothing, is dropped. A new one takes the last place.
    Weights that do not total 100 are refused: nobody can read what a 20 means otherwise."""
    row, faults = draft_of(by, request), []
    known = {one.public_id: one for one in row.criteria.all()}
    kept = {number: weight for number, weight in (weights or {}).items() if weight}
    for number, weight in kept.items():
        if number not in known:
            faults.append(Fault(Place(column="weights"), f"there is no criterion {number[:40]}", "open the request again"))
        if not weight.is_finite() or weight < 0 or weight != round(weight, 2):
            faults.append(Fault(Place(column="weights"), "a weight is not negative and has at most two decimals", "write 12.5"))
    if bool(new_name) != (new_weight is not None):
        faults.append(Fault(Place(column="new_name"), "a new criterion has a name and a weight", "write both, or neither"))
    if len(new_name) > 80:
        faults.append(Fault(Place(column="new_name"), "a name has at most 80 letters", "shorten it"))
    if faults:
        raise Refused(faults)
    total = sum(kept.values(), new_weight or Decimal(0))
    if total != TOTAL:
        lacks = f"{exact(TOTAL - total)} are missing" if total < TOTAL else f"{exact(total - TOTAL)} are too many"
        raise Refused([Fault(Place(column="weights"), f"the weights total {exact(total)}, not 100", f"{lacks}; change some of them")])
    row.criteria.exclude(public_id__in=list(kept)).delete()
    for number, weight in kept.items():
        row.criteria.filter(public_id=number).update(weight=weight)
    if new_name:
        last = row.criteria.order_by("-place").values_list("place", flat=True).first() or 0
        Criterion.objects.create(
            engagement=by.engagement, visible_to=CLIENT, request=row, place=last + 1, name=new_name, weight=new_weight or Decimal(0)
        )
    return row
