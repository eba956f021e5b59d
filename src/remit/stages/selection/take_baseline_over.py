"""Take the volumes of the business case over into the price sheet of a request: they were typed once, in the process register."""

from __future__ import annotations

from decimal import Decimal

from remit.records.models.member import Member
from remit.records.models.request import PriceLine
from remit.stages import roles
from remit.stages.action import action
from remit.stages.needs.case import approved_baseline
from remit.stages.selection.add_price_line import add_price_line
from remit.stages.selection.request_rows import draft_of
from remit.terms.words import plural
from remit.values.fault import Fault, Place, Refused
from remit.values.money import Rounding

_HUNDREDTHS = Rounding(to=Decimal("0.01"))


@action(may=roles.runs_selection, says="took the volumes of the business case over into request {request}", shared=False)
def take_baseline_over(*, by: Member, request: str) -> list[PriceLine]:
    """A line for each unit of the baseline (the approved one, where the case is approved) that the price sheet does not have yet. What a
    unit costs now is never told to a bidder."""
    row = draft_of(by, request)
    priced = {unit.casefold() for unit in row.price_lines.values_list("unit", flat=True)}
    units = [one for one in approved_baseline(by).units if one.name.casefold() not in priced and one.volume > 0]
    if not units:
        what = "the business case has no volume that the price sheet lacks"
        raise Refused([Fault(Place(), what, "propose processes in the register, or add lines by hand")])
    return [
        add_price_line.function(
            by=by, request=request, name=plural(one.name).capitalize(), unit=one.name[:40], volume=_HUNDREDTHS.of(one.volume)
        )
        for one in units
    ]
