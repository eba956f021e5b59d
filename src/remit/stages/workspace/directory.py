"""The joint directory: the people of both companies, how and when each is reached, whether they work now, and who stands in for them.

Deputies are those of section 1 of the contract. Mail addresses are not shown here: a person tells both companies a contact on purpose.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from remit.clock.windows import BadWindow
from remit.intake.knowledge import terms_in_force
from remit.records.models.member import Member
from remit.stages.workspace import working_hours
from remit.stages.workspace.closed_days import places_of
from remit.terms.document import Terms
from remit.values.period import Month, moment
from remit.work.closures import Places


@dataclass(frozen=True, slots=True)
class Entry:
    """A person. `zone` is the own wall clock; `works` is None where no hours were told; `again` is when work begins next, where it rests.

    `deputy_role` is the role that stands in by the contract, `deputies` the people here who hold it."""

    member: Member
    zone: str
    works: bool | None
    again: int | None
    deputy_role: str
    deputies: tuple[Member, ...]


def directory(member: Member, now: int) -> tuple[Entry, ...]:
    """Everybody of the two companies who has a place now, the client's people first; nobody for somebody of neither."""
    if member.side not in ("client", "provider"):
        return ()
    engagement = member.engagement
    rows = Member.objects.filter(engagement=engagement, ended_at=None, user__is_active=True, side__in=("client", "provider"))
    people = list(rows.select_related("user", "engagement__client", "engagement__provider").order_by("side", "joined_at", "pk"))
    terms = terms_in_force(engagement, Month.of(moment(now, engagement.zone).date()))
    where = places_of(terms) if terms is not None else {}
    return tuple(_entry(one, people, terms, where, now) for one in people)


def _entry(one: Member, people: Sequence[Member], terms: Terms | None, where: Places, now: int) -> Entry:
    company = one.engagement.client if one.side == "client" else one.engagement.provider
    zone = one.user.zone or (company.zone if company is not None else one.engagement.zone)
    works, again = _at_work(one, zone, where, now)
    role = str(_deputies(terms, one.side).get(one.contract_role, "")) if one.contract_role else ""
    found = tuple(other for other in people if role and other.side == one.side and other.contract_role == role)
    return Entry(one, zone, works, again, role, found)


def _at_work(one: Member, zone: str, where: Places, now: int) -> tuple[bool | None, int | None]:
    if not one.hours:
        return None, None
    closed = working_hours.holidays_around(where.get(one.side, ()), moment(now, zone).date())
    try:
        hours = working_hours.read(one.hours, zone, closed)
    except BadWindow:
        return None, None
    works = hours.is_open(now)
    return works, None if works else working_hours.opens_next(hours, now)


def _deputies(terms: Terms | None, side: str) -> Mapping[str, object]:
    return (terms.parties.get(side) or {}).get("roles and deputies") or {} if terms is not None else {}
