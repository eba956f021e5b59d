"""Add a line to the price sheet of a request: a unit of work with the volume of a month, typed once, and the peak to be carried."""

from __future__ import annotations

from decimal import Decimal

from remit.records.models.member import Member
from remit.records.models.request import PriceLine
from remit.records.scoped import CLIENT
from remit.stages import roles
from remit.stages.action import action
from remit.stages.selection.request_rows import draft_of
from remit.values.fault import Fault, Place, Refused

LARGEST = Decimal(10) ** 10


@action(may=roles.runs_selection, says="added the price line “{name}” to request {request}", shared=False)
def add_price_line(
    *, by: Member, request: str, name: str, unit: str, volume: Decimal, peak: Decimal | None = None, once: bool = False
) -> PriceLine:
    """Every bid prices the same volumes, so that their totals compare. `peak` is the busiest month of the forecast, the volume itself where
    none is given; every bid says how much of each line it can carry. `once` is for what is paid once, such as the transition."""
    row, faults = draft_of(by, request), []
    if not 1 <= len(name) <= 120 or not 1 <= len(unit) <= 40:
        faults.append(Fault(Place(column="name"), "a line has a name and a unit", "write such as “Email tickets” and “ticket”"))
    for column, amount in (("volume", volume), ("peak", peak)):
        if amount is not None and (not amount.is_finite() or not 0 < amount < LARGEST):
            faults.append(Fault(Place(column=column), "an amount of a month is more than nothing", "write such as 4000"))
    if not faults and peak is not None and peak < volume:
        faults.append(Fault(Place(column="peak"), "the busiest month is not below the usual one", "leave it empty where they are the same"))
    if row.price_lines.count() >= 100:
        faults.append(Fault(Place(), "the price sheet has 100 lines", "join some"))
    if faults:
        raise Refused(faults)
    last = row.price_lines.order_by("-place").values_list("place", flat=True).first() or 0
    return PriceLine.objects.create(
        engagement=by.engagement,
        visible_to=CLIENT,
        request=row,
        place=last + 1,
        name=name,
        unit=unit,
        volume=round(volume, 2),
        peak=round(volume if peak is None else peak, 2),
        once=once,
    )
