"""Record what the provider's own work costs it from a month on: seen by the provider's side alone, and told to nobody else."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

from remit.records.models.member import Member
from remit.records.models.own_cost import OwnCost
from remit.records.scoped import PROVIDER
from remit.stages import roles
from remit.stages.action import action
from remit.stages.improvement.own_costs import MONTHLY, services
from remit.terms.context import listed
from remit.values.fault import Fault, Place, Refused
from remit.values.period import Month

MOST = Decimal(10) ** 9


@action(may=roles.sees_own_cost, says="recorded an own cost: {name}", shared=False, keeps_back=("amount", "note"))
def record_own_cost(*, by: Member, name: str, amount: str, month: str, per: str = MONTHLY, note: str = "") -> OwnCost:
    """`amount` is in the contract's currency, with up to four decimal places, and holds from `month` (2026-05) on; `per` is month, or the
    clause of a service (6.1) of which one unit costs so much. The same name from a later month replaces it from there on; 0 ends it."""
    faults = faults_of(by, name, amount, month, per, Place())
    if faults:
        raise Refused(faults)
    return stored(by, name, amount, month, per, note)


def faults_of(by: Member, name: str, amount: str, month: str, per: str, place: Place) -> list[Fault]:
    """What is wrong with one line; `place` says where it stands in a file, if it does."""
    found, known = [], [MONTHLY, *services(by)]

    def tell(column: str, what: str, remedy: str) -> None:
        found.append(Fault(Place(file=place.file, row=place.row, column=column), what, remedy))

    if not name or len(name) > 120:
        tell("name", "a cost needs a name of up to 120 letters", "write one such as Team of nine agents")
    value = exact_amount(amount)
    if value is None:
        tell(
            "amount",
            f"'{amount}' is no exact amount",
            "write digits with a point and at most four decimal places, such as 9800.00 or 0.385",
        )
    elif not 0 <= value < MOST:
        tell("amount", f"{amount} is no cost", "write what it costs, from 0 on; 0 ends the line")
    try:
        Month.read(month)
    except ValueError:
        tell("month", f"'{month}' is not a month", "write the month from which it holds, such as 2026-05")
    if per not in known:
        tell("per", f"'{per}' is no unit of this contract", f"write {listed(known, 'or')}")
    return found


def stored(by: Member, name: str, amount: str, month: str, per: str, note: str) -> OwnCost:
    value = exact_amount(amount)
    assert value is not None
    return OwnCost.objects.create(
        engagement=by.engagement,
        visible_to=PROVIDER,
        name=name,
        per=per,
        amount=value,
        month=str(Month.read(month)),
        note=note[:240],
        recorded_by=by,
        recorded_at=by.engagement.now(),
    )


def exact_amount(text: str) -> Decimal | None:
    """The amount, None where it is no plain number or has more than four decimal places."""
    try:
        value = Decimal(text.replace(",", "").strip())
    except InvalidOperation:
        return None
    places = value.as_tuple().exponent
    return value if value.is_finite() and isinstance(places, int) and places >= -4 else None
