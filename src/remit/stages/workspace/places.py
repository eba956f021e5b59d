"""What the actions on people ask before they change a place: whose it is, which role, and that nobody reaches beyond their own."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from remit.records import row_level
from remit.records.models.member import Member
from remit.stages.roles import ROLES, invites
from remit.terms.words import listed
from remit.values.fault import Fault, Place, Refused


def colleague(by: Member, member: str) -> Member:
    """The place with this number, of the member's own company (a client's also of its bidders), that has not ended. `Refused` otherwise."""
    sides = (by.side, "bidder") if by.side == "client" else (by.side,)
    found = (
        Member.objects.filter(engagement=by.engagement, public_id=member, side__in=sides, ended_at=None)
        .select_related("user", "engagement__client", "engagement__provider")
        .first()
    )
    if found is None:
        what = f"there is no place {member} of {by.organisation} in {by.engagement}"
        raise Refused([Fault(Place(column="member"), what, "open People again; each company changes its own places")])
    return found


def faults_of(by: Member, role: str, limit: Decimal | None) -> Iterator[Fault]:
    """What is wrong with giving this role with this limit."""
    if role not in ROLES:
        yield Fault(Place(column="role"), f"'{role}' is no role", f"choose one of {listed(list(ROLES))}")
        return
    if ROLES[role].side not in sides_open_to(by):
        whose = "the provider" if ROLES[role].side == "provider" else "the client"
        yield Fault(Place(column="role"), f"the role '{role}' belongs to {whose}", "let somebody there invite their own people")
    if limit is not None and limit < 0:
        yield Fault(Place(column="approval_limit"), "a limit is not negative", "write an amount, or leave it empty for none")
    if by.approval_limit is not None and (limit is None or limit > by.approval_limit):
        what = f"your own limit is {by.approval_limit}, and nobody gives more than they have"
        yield Fault(Place(column="approval_limit"), what, "write a limit up to yours, or ask somebody with a higher one")


def sides_open_to(by: Member) -> tuple[str, ...]:
    """The sides whose people a member may invite: the own one, a client its bidders, and the other company while nobody leads there."""
    other = "provider" if by.side == "client" else "client"
    leads_there = any(invites(one) for one in Member.objects.filter(engagement=by.engagement, side=other).select_related("user"))
    named = by.engagement.organisation(other) is not None
    return (by.side, *(("bidder",) if by.side == "client" else ()), *((other,) if named and not leads_there else ()))


def refuse_without_lead(place: Member, role: str | None = None) -> None:
    """`Refused` where the change would leave a company with nobody who can invite: it would lock itself out."""
    if place.side == "bidder" or not invites(place):
        return
    rest = Member.objects.filter(engagement=place.engagement, side=place.side).exclude(pk=place.pk).select_related("user")
    stays = role is not None and role in ("owner", "account director", "delivery manager")
    if not stays and not any(invites(one) for one in rest):
        what = f"{place.name} is the last of {place.organisation} who can invite people"
        raise Refused([Fault(Place(column="member"), what, "give somebody else a leading role first")])


def has_other_places(place: Member) -> bool:
    """Whether the person has a place in any engagement besides this one."""
    with row_level.directory():
        return Member.objects.filter(user=place.user_id, ended_at=None).exclude(pk=place.pk).exists()
