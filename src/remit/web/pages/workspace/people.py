"""People: the joint directory of both companies (who owns what, who works now, who stands in), and who of the own company has access."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from remit.intake.knowledge import terms_in_force
from remit.stages import roles
from remit.stages.pilot.ownership import owned_by, ownership
from remit.stages.pilot.tasks import Task, tasks_of
from remit.stages.workspace import queries
from remit.stages.workspace.directory import Entry, directory
from remit.stages.workspace.places import sides_open_to
from remit.stages.workspace.queries import Person
from remit.terms.document import Terms
from remit.values.period import Month, moment
from remit.web.download import as_file
from remit.web.page import Answered, Visit, page

SIDES = ("client", "provider")
PAGE = page("people/", may=roles.is_party, label="People", place=8)
HEADS = ("person", "company", "role", "role of the contract", "address", "signs up to", "second factor", "tokens", "since")


@dataclass(frozen=True, slots=True)
class Line:
    """A person of the directory: the tasks that they do now, each with its per cent, and those they are accountable for by the contract."""

    entry: Entry
    owns: tuple[tuple[str, Decimal], ...]
    accountable: tuple[str, ...]


@PAGE.reads
def read(visit: Visit) -> Answered:
    """Both companies as the member may see them: addresses, second factors and tokens of the own company only; `form` gives the list of
    people as a file."""
    by, found = visit.by, queries.people(visit.by)
    if (file := as_file(visit, "people", HEADS, (_cells(visit, one) for one in found))) is not None:
        return file
    owned = ownership(by, visit.now)
    terms = _terms(visit)
    tasks = tasks_of(terms) if terms is not None else ()
    lines = [Line(entry, owned_by(entry.member, owned), _accountable(entry, tasks)) for entry in directory(by, visit.now)]
    invites, reviews = roles.invites(by), roles.reviews_access(by)
    sides = sides_open_to(by) if invites else ()
    offered = [role for role in roles.ROLES.values() if role.side in sides]
    return {
        "answer": _said(lines, found, by.side),
        "directory": [(visit.engagement.organisation(side), [one for one in lines if one.entry.member.side == side]) for side in SIDES],
        "handed_over": bool(owned),
        "today": moment(visit.now, visit.engagement.zone).date(),
        "groups": [
            (_company(visit, side), side, [one for one in found if one.member.side == side]) for side in ("client", "provider", "bidder")
        ],
        "invitations": list(queries.invitations(by)),
        "invites": invites,
        "reviews": reviews,
        "offered": offered,
        "own_roles": [role for role in roles.ROLES.values() if role.side == by.side],
        "contract_roles": _contract_roles(visit),
        "currency": _currency(visit),
        "columns": HEADS,
    }


def _cells(visit: Visit, one: Person) -> tuple[object, ...]:
    """A person as a line: what concerns the account is empty for the other company's people."""
    member = one.member
    own = one.email is not None
    limit = (member.approval_limit if member.approval_limit is not None else "no limit") if own and one.signs else None
    since = f"{moment(member.joined_at, visit.engagement.zone):%Y-%m-%d}"
    company = _company(visit, member.side)
    return member.name, company, member.role, member.contract_role, one.email, limit, one.has_second_factor, one.tokens, since


def _accountable(entry: Entry, tasks: Sequence[Task]) -> tuple[str, ...]:
    role = entry.member.contract_role
    return tuple(task.name for task in tasks if role and task.accountable == role)


def _said(lines: Sequence[Line], found: Sequence[Person], side: str) -> str:
    """How many can be reached now, and what an access review would find in the own company."""
    told = [one for one in lines if one.entry.works is not None]
    working, own = sum(bool(one.entry.works) for one in told), [one for one in found if one.member.side == side]
    bare = sum(one.has_second_factor is False for one in own)
    people = f"{len(lines)} {'person of both companies works' if len(lines) == 1 else 'people of both companies work'} on this"
    now = f", {working} of them {'is' if working == 1 else 'are'} at work now" if told else ""
    if not bare:
        return f"{people}{now}; all of yours sign in with a second factor."
    return f"{people}{now}; {bare} of yours {'has' if bare == 1 else 'have'} no second factor."


def _company(visit: Visit, side: str) -> str:
    return "Bidders" if side == "bidder" else str(visit.engagement.organisation(side) or "")


def _terms(visit: Visit) -> Terms | None:
    return terms_in_force(visit.engagement, Month.of(moment(visit.now, visit.engagement.zone).date()))


def _currency(visit: Visit) -> str:
    terms = _terms(visit)
    return terms.currency if terms is not None else "GBP"


def _contract_roles(visit: Visit) -> list[str]:
    """The roles of section 1 of the terms that the member's company names."""
    terms = _terms(visit)
    named = (terms.parties.get(visit.by.side) or {}).get("roles and deputies") if terms is not None else None
    return sorted({*named, *named.values()}) if named else []
