"""The own queues of an engagement: of which records Remit holds the items itself, and what the terms say of those records."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from remit.intake.knowledge import terms_in_force
from remit.records.models.engagement import Engagement
from remit.records.models.member import Member
from remit.records.models.own_queue import OwnQueue
from remit.records.scoping import visible
from remit.terms.document import Clause, Terms
from remit.values.fault import Fault, Place, Refused
from remit.values.period import Month, moment
from remit.work.population import population

STATES: Mapping[str, str] = {
    "waiting for customer": "customer",
    "waiting for client": "client",
    "waiting for third party": "third party",
}
"""What an item may wait for under any contract, with the party that causes it."""
PARTIES = ("client", "provider", "third party", "customer")


def queues(by: Member) -> Sequence[OwnQueue]:
    """Every record that has, or had, a queue of its own."""
    return list(visible(OwnQueue, by).select_related("changed_by__user", "changed_by__engagement").order_by("record"))


def running_queues(by: Member) -> Sequence[OwnQueue]:
    """Those that are on."""
    return [one for one in queues(by) if one.is_on]


def terms_now(engagement: Engagement) -> Terms | None:
    return terms_in_force(engagement, Month.of(moment(engagement.now(), engagement.zone).date()))


def fields_of(engagement: Engagement, record: str) -> Mapping[str, Sequence[str]]:
    """The fields that the terms know of a record's items, each with the values it may have (none: any)."""
    terms = terms_now(engagement)
    clause = next((one for one in terms.section(5) if one.name == record), None) if terms is not None else None
    found = (clause.get("fields") or {}) if clause is not None else {}
    return {str(name): tuple(map(str, values)) if isinstance(values, tuple | list) else () for name, values in found.items()}


def records_with_services(engagement: Engagement) -> Sequence[Clause]:
    """The records of the terms that a service is measured by: those whose items people work."""
    terms = terms_now(engagement)
    held = {str(one["record"]) for one in terms.section(6)} if terms is not None else set()
    return [one for one in terms.section(5) if one.name in held] if terms is not None else []


def waiting_states(engagement: Engagement, record: str) -> Mapping[str, tuple[str, ...]]:
    """What items of a record may wait for, each with the clocks that stand still meanwhile (by name): those of the contract first."""
    terms = terms_now(engagement)
    found: dict[str, list[str]] = {}
    for clock in terms.section(7) if terms is not None else ():
        if population(terms, clock).record == record:  # type: ignore[arg-type]
            for state in clock.get("pauses while") or ():
                found.setdefault(str(state), []).append(clock.name)
    return {state: tuple(found.get(state, ())) for state in (*found, *(one for one in STATES if one not in found))}


def cause_of(state: str) -> str:
    """Who causes a wait, where its name says it: "waiting for warehouse" says nobody, which is the provider's own time."""
    return STATES.get(state, "provider")


def of_record(engagement: Engagement, record: str) -> OwnQueue:
    """The queue of a record that is on. `Refused` where there is none."""
    found = OwnQueue.objects.filter(engagement=engagement, record=record, is_on=True).first()
    if found is None:
        what = f"the own queue of the record '{record[:60]}' is off"
        raise Refused([Fault(Place(column="record"), what, "work the item in the system that holds it, or switch the queue on")])
    return found
