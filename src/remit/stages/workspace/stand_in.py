"""Who is reached for a role of section 1: its holders, or their deputies where nobody holds it or all of them are away.

A deputy's deputy follows where the deputy cannot be reached either; a circle of roles ends where it began.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from remit.records.models.member import Member
from remit.terms.document import Terms


@dataclass(frozen=True, slots=True)
class Reached:
    """`people` are reached for `role`; `through` is the role that they hold, and `instead` says why where that is a deputy's."""

    role: str
    through: str
    people: tuple[Member, ...]
    instead: str = ""


UNNAMED: Mapping[str, tuple[str, ...]] = {
    "delivery managers": ("delivery manager", "process owner"),
    "directors": ("account director", "owner"),
}
"""What a contract means that leaves clause 12.8 at its default: those who run the work for either company, and those who answer for it."""


def deputies(terms: Terms) -> Mapping[str, str]:
    """The deputy of each role, of both companies."""
    found: dict[str, str] = {}
    for side in ("client", "provider"):
        named = terms.parties[side].get("roles and deputies") or {}
        found |= {str(role): str(deputy) for role, deputy in named.items() if deputy}
    return found


def is_away(member: Member, today: date) -> bool:
    return member.away_until is not None and member.away_until >= today


def reached(people: Sequence[Member], terms: Terms, role: str, today: date) -> Reached:
    """Whom a message for a role reaches on a day; nobody where neither it nor any deputy can be reached."""
    after, asked, seen, why = deputies(terms), role, set[str](), list[str]()
    while asked and asked not in seen:
        seen.add(asked)
        held = _holders(people, asked)
        present = tuple(one for one in held if not is_away(one, today))
        if present:
            return Reached(role, asked, present, "; ".join(why))
        why.append(_why(asked, held))
        asked = after.get(asked, "")
    return Reached(role, "", (), "; ".join(why))


def deputies_of(people: Sequence[Member], terms: Terms, first: Reached, today: date) -> Reached:
    """Who stands in for those who were reached first and have not answered."""
    deputy = deputies(terms).get(first.through, "")
    if not deputy:
        return Reached(first.role, "", (), f"the {first.through} has no deputy")
    found = reached([one for one in people if one not in first.people], terms, deputy, today)
    names = " and ".join(one.name for one in first.people)
    return Reached(first.role, found.through, found.people, f"{names} did not take it on in time")


def _holders(people: Iterable[Member], role: str) -> tuple[Member, ...]:
    meant = UNNAMED.get(role, ())
    return tuple(one for one in people if one.active and (one.contract_role == role or one.role in meant))


def _why(role: str, held: Sequence[Member]) -> str:
    if not held:
        return f"nobody here holds the role {role}"
    until = held[0].away_until
    return f"{' and '.join(one.name for one in held)} ({role}) is away" + (f" until {until.day} {until:%B}" if until is not None else "")
